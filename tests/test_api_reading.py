"""What the interface tells: the numbers of the pages, to who may read them."""

from datetime import date

import pytest

from data import audit, months, store, training_mark
from data.access import Grant
from data.reporting import calendar, obligations
from metrics.outlook import making
from metrics.papers import making as printing
from tests import cases, workbooks
from tests.calling import OCTOBER, Caller, said
from tests.calling import at_work as at_work
from tests.calling import steward as steward
from tests.calling import today as today
from tests.frames import figures
from tests.people import everybody
from tests.staff import hire
from tests.test_evaluation import index_rows

VALUES = "/v1/metrics/visits/values"
READERS = [
    (Grant("leader", "330000"), "330203", True),
    (Grant("leader", "330200"), "330203", True),
    (Grant("leader", "330200"), "330000", False),
    (Grant("leader", "330203"), "330205", False),
    (Grant("steward", "330200"), "330205", True),
    (Grant("approver", "330100"), "330200", False),
    (Grant("presenter", "330200"), "330200", True),
    (Grant("administrator", "330000"), "330100", True),
]


@pytest.fixture
def reported(at_work):
    with store.writing(at_work) as conn:
        workbooks.report(
            conn, "measure | unit | month | value\nvisits | 330203 | 2026-10 | 12\nvisits | 330203 | 2026-09 | 10"
        )
        workbooks.report(conn, "measure | unit | month | value\nvisits | 330100 | 2026-10 | 7")
    return at_work


@pytest.mark.parametrize(("grant", "unit", "may"), READERS)
def test_a_unit_of_ones_own_is_told_and_another_once_it_is_published(reported, grant, unit, may):
    caller = Caller(reported, hire(reported, "someone", grant.unit, grant))
    answer = caller.http.get(VALUES, params={"unit": unit, "month": "2026-10"})
    assert answer.status_code == (200 if may else 403)
    owed = caller.http.get("/v1/obligations", params={"unit": unit, "month": "2026-10"})
    assert owed.status_code == (200 if may else 403)
    concluded = caller.http.get("/v1/conclusions", params={"unit": unit, "month": "2026-10"})
    assert concluded.status_code == (200 if may else 403)
    if not may:
        said(answer)
        with store.writing(reported) as conn:
            calendar.mark_published(conn, [OCTOBER], everybody())
        published = caller.http.get(VALUES, params={"unit": unit, "month": "2026-10"})
        assert published.status_code == 200
        assert published.json()["values"][0]["mom"] is None
        # Conclusions draw on rows and on months that are not published.
        assert caller.http.get("/v1/conclusions", params={"unit": unit, "month": "2026-10"}).status_code == 403
        assert caller.http.get(VALUES, params={"unit": unit, "month": "2026-10", "period": "ytd"}).status_code == 403


def test_what_is_owed_is_told_in_words_of_both_kinds(reported):
    with store.writing(reported) as conn:
        rules = [obligations.Rule("330200", "leaf", what, 1, 8, date(2026, 1, 1)) for what in ("visits", "problems")]
        obligations.add(conn, rules, by=everybody())
    leader = Caller(reported, hire(reported, "leader", "330200", Grant("leader", "330200")))
    told = leader.http.get("/v1/obligations", params={"unit": "330203", "month": "2026-10"}).json()
    rows = {each["what"]: each for each in told["obligations"]}
    assert {what: (each["kind"], each["unit"]) for what, each in rows.items()} == {
        "visits": ("measure", "330203"),
        "problems": ("register", "330203"),
    }
    assert all(each["zh"] and each["en"] and each["due"].startswith("2026-11-08") for each in rows.values())


def test_who_has_no_role_reads_nothing(at_work):
    caller = Caller(at_work, hire(at_work, "nobody", "330200"))
    for path in (VALUES, "/v1/metrics", "/v1/units", "/v1/batches", "/v1/obligations"):
        assert caller.http.get(path).status_code == 403


@pytest.mark.parametrize(
    ("grant", "may"),
    [
        (Grant("steward", "330200"), True),
        (Grant("steward", "330000"), True),
        (Grant("steward", "330203"), False),
        (Grant("steward", "330100"), False),
        (Grant("leader", "330000"), False),
        (Grant("approver", "330000"), False),
        (Grant("presenter", "330000"), False),
        (Grant("administrator", "330000"), False),
    ],
)
def test_only_its_stewards_upload_for_a_unit(at_work, grant, may):
    caller = Caller(at_work, hire(at_work, "someone", grant.unit, grant))
    for dry_run in ("true", "false"):
        answer = caller.upload(dry_run=dry_run)
        assert answer.status_code in (200, 201) if may else answer.status_code == 403


def test_a_draft_is_its_units_own(at_work, steward):
    draft = steward.upload().json()["draft"]
    neighbour = Caller(at_work, hire(at_work, "hang", "330100", Grant("steward", "330100"), Grant("leader", "330100")))
    leader = Caller(at_work, hire(at_work, "lead", "330000", Grant("leader", "330000")))
    approver = Caller(at_work, hire(at_work, "appr", "330000", Grant("approver", "330000")))
    for caller in (neighbour, leader):
        assert caller.http.get(f"/v1/submissions/{draft}").status_code == 403
    assert approver.http.get(f"/v1/submissions/{draft}").status_code == 200
    for caller in (neighbour, leader, approver):
        assert caller.http.get(f"/v1/submissions/{draft}/findings").status_code == 403
        assert caller.http.post(f"/v1/submissions/{draft}/submit", json={"version": 2}).status_code == 403
        assert caller.http.delete(f"/v1/submissions/{draft}").status_code == 403


def test_batches_are_those_with_something_to_read(reported):
    ningbo = Caller(reported, hire(reported, "ning", "330200", Grant("leader", "330200")))
    province = Caller(reported, hire(reported, "prov", "330000", Grant("leader", "330000")))
    assert [each["number"] for each in ningbo.http.get("/v1/batches").json()["batches"]] == [1]
    first = province.http.get("/v1/batches", params={"limit": 1}).json()
    assert ([each["number"] for each in first["batches"]], first["before"]) == ([2], 2)
    rest = province.http.get("/v1/batches", params={"before": 2}).json()
    assert ([each["number"] for each in rest["batches"]], rest["before"]) == ([1], None)


def test_a_demonstration_says_so_in_every_answer(at_work):
    caller = Caller(at_work, hire(at_work, "ning", "330200", Grant("leader", "330200")))
    paths = (VALUES, "/v1/metrics", "/v1/metrics/visits/history", "/v1/batches")
    assert [caller.http.get(path).json()["demo"] for path in paths] == [False] * 4
    with store.writing(at_work) as conn:
        training_mark.put(conn)
        cases.report(conn, figures("measure | unit | month | value\nvisits | 330203 | 2026-10 | 12"), "demo")
    assert [caller.http.get(path).json()["demo"] for path in paths] == [True] * 4


# -- numbers


def test_values_are_those_of_the_page(reported):
    caller = Caller(reported, hire(reported, "ning", "330200", Grant("leader", "330200")))
    told = caller.http.get(VALUES, params={"month": "2026-10", "children": "true"}).json()
    assert [each["unit"] for each in told["values"]] == ["330200", "330203", "330205", "330206"]
    whole = told["values"][0]
    assert (whole["value"], whole["qualifier"], whole["mom"]) == (12, "exact", pytest.approx(0.2))
    assert whole["coverage"] == {
        "own": False,
        "expected": 3,
        "reported": 1,
        "carried": 0,
        "missing": 2,
        "applications": 0,
        "silent": 0,
    }
    assert told["values"][2]["value"] is None
    earlier = caller.http.get(VALUES, params={"month": "2026-10", "revision": 1}).json()
    assert (earlier["revision"], earlier["values"][0]["value"]) == (1, 12)


def test_conclusions_are_said_in_both_languages_with_the_way_to_act(reported):
    rows = [f"W{n} | 330203 | ecology | 生态环境局 | 2024-05-01 | 2024-06-01" for n in range(12)]
    late = cases.records("\n".join(["key | unit | list | department | found | due", *rows]), ("found", "due"))
    with store.writing(reported) as conn:
        cases.report(conn, problems=late.assign(title="问题", reopened=0))
    caller = Caller(reported, hire(reported, "someone", "330000", Grant("leader", "330000")))
    told = caller.http.get("/v1/conclusions", params={"unit": "330203", "month": "2026-09"}).json()
    (first,) = told["conclusions"]
    assert (first["rule"], first["unit"], first["page"]) == ("concentrated", "330203", "problems")
    assert all(first[key][lang] for key in ("what", "told", "owner", "graded") for lang in ("zh", "en"))
    assert caller.http.get("/v1/conclusions", params={"month": "2026-10", "revision": 999}).status_code == 404


@pytest.mark.parametrize(("root", "found"), [("330203", True), ("330205", False)])
def test_the_search_finds_what_its_person_may_read_and_answers_about_numbers(reported, root, found):
    row = "key | unit | list | department | found\nP1 | 330203 | safety | 应急局 | 2026-10-01"
    with store.writing(reported) as conn:
        cases.report(conn, problems=cases.records(row, ("found",)).assign(title="消防通道堵塞"))
    caller = Caller(reported, hire(reported, "someone", root, Grant("leader", root)))
    told = caller.http.get("/v1/search", params={"ask": "消防通到", "month": "2026-10"}).json()
    assert ("problems/P1" in [each["key"] for each in told["found"]]) is found
    hits = caller.http.get("/v1/search", params={"ask": "访问量", "month": "2026-10"}).json()
    metric = next(each for each in hits["found"] if each["kind"] == "metric")
    assert metric["address"].startswith("/passport?")
    asked = caller.http.get("/v1/search", params={"ask": "10月 应用访问量是多少", "month": "2026-10"}).json()
    assert (asked["answer"] is not None and "12" in asked["answer"]["said"]["zh"]) is found
    assert caller.http.get("/v1/search", params={"ask": ""}).status_code == 422


def test_a_league_tells_of_all_its_units_or_of_none(reported):
    asked = {"metric": "satisfaction", "group": "districts", "month": "2026-10"}
    caller = Caller(reported, hire(reported, "county", "330203", Grant("leader", "330203")))
    assert caller.http.get("/v1/league", params=asked).status_code == 403
    with store.writing(reported) as conn:
        calendar.mark_published(conn, [OCTOBER], everybody())
    told = caller.http.get("/v1/league", params=asked).json()
    assert told["units"] == []
    assert {each["reason"] for each in told["outside"]} == {"missing"}
    assert told["sentence"]["zh"]
    assert caller.http.get("/v1/league", params=asked | {"view": "progress"}).status_code == 403  # 2025-10 is not
    assert caller.http.get("/v1/league", params=asked | {"metric": "business_environment_rank"}).status_code == 404


def test_scores_tell_of_all_units_or_of_none_and_what_is_missing(reported):
    systems = """
    key | name | unit   | version | level  | missing | valid_from | valid_to | replaces
    S1  | 考核 | 330000 | 旧      | county | none    | 2025-01-01 |          |
    S2  | 考核 | 330000 | 新      | county | none    | 2026-01-01 |          | S1
    """
    items = """
    key | name | unit   | system | dimension | dimension_en | metric  | weight | rule | full | zero | each | steps
    I1  | 访问 | 330000 | S1     | 使用      |              | satisfaction | 100 | best |   |      |      |
    I2  | 访问 | 330000 | S2     | 使用      |              | visits  | 100    | best |      |      |      |
    """
    asked = {"group": "districts", "month": "2026-10"}
    with store.writing(reported) as conn:
        cases.report(conn, **index_rows(systems, items))
    caller = Caller(reported, hire(reported, "county", "330203", Grant("leader", "330203")))
    assert caller.http.get("/v1/evaluation", params=asked).status_code == 403
    with store.writing(reported) as conn:
        calendar.mark_published(conn, months.between(date(2026, 1, 1), OCTOBER), everybody())
    told = caller.http.get("/v1/evaluation", params=asked).json()
    first, second = told["units"][:2]
    assert (told["system"], told["tried"], first["unit"], first["place"], first["total"]) == (
        "S2",
        False,
        "330203",
        1,
        100,
    )
    assert (second["place"], second["total"], second["points"][0]["lack"]) == (None, None, "missing")
    assert all(each["appeals"] == [] for each in told["units"])
    tried = caller.http.get("/v1/evaluation", params=asked | {"rules": "S1"}).json()
    assert (tried["system"], tried["tried"], tried["units"][0]["place"]) == ("S1", True, None)
    weighed = caller.http.get("/v1/evaluation", params=asked | {"weights": ["I2=40"]}).json()
    assert (weighed["tried"], weighed["units"][0]["points"][0]["weight"]) == (True, 100)  # brought to the whole
    for wrong, at in (
        ("I1=40", ""),
        ("I2=0", ""),
        ("I2=x", " 0"),
        ("I2", " 0"),
    ):  # no row of this system, nothing left, no number
        answer = caller.http.get("/v1/evaluation", params=asked | {"weights": [wrong]})
        assert (answer.status_code, answer.json()["where"]) == (422, f"query weights{at}"), wrong
    for wrong in ({"system": "X"}, {"rules": "X"}, {"group": "cities"}):
        assert caller.http.get("/v1/evaluation", params=asked | wrong).status_code == 404


def test_an_outlook_is_of_ones_own_units_alone(reported):
    making._seen.clear()
    making.refresh(reported, date(2026, 11, 20), pause=0)
    caller = Caller(reported, hire(reported, "city", "330200", Grant("leader", "330200")))
    answer = caller.http.get("/v1/outlook", params={"unit": "330203", "month": "2026-10"}).json()
    told = {each["metric"]: each for each in answer["metrics"]}["visits"]
    assert (told["metric"], told["method"], told["months"], told["ahead"]) == ("visits", "", 2, [])
    assert "Not enough history" in told["sentence"]["en"]
    assert caller.http.get("/v1/outlook", params={"unit": "330100", "month": "2026-10"}).status_code == 403
    with store.writing(reported) as conn:
        calendar.mark_published(conn, [OCTOBER], everybody())
    assert caller.http.get("/v1/outlook", params={"unit": "330100", "month": "2026-10"}).status_code == 403


def test_signs_are_for_who_approves_the_unit_and_for_no_wall(reported):
    with store.writing(reported) as conn:
        run = months.between(date(2024, 6, 1), OCTOBER)
        rows = [f"interface_calls | 330203 | {months.label(each)} | 5000" for each in run]
        workbooks.report(conn, "\n".join(["measure | unit | month | value", *rows]))
    asked = {"unit": "330200", "month": "2026-10"}
    caller = Caller(reported, hire(reported, "appr", "330200", Grant("approver", "330200")))
    told = caller.http.get("/v1/radar", params=asked).json()
    (one,) = told["unusual"]
    assert (one["unit"], one["measure"], told["count"]) == ("330203", "interface_calls", 2)
    assert {each["sign"] for each in one["signs"]} >= {"round", "repeated"}
    assert all(each["honest"]["en"] for each in one["signs"])
    assert caller.http.get("/v1/radar", params=asked | {"unit": "330000"}).status_code == 403
    for role in ("leader", "steward", "wall"):
        other = Caller(reported, hire(reported, f"some-{role}", "330200", Grant(role, "330200")))
        assert other.http.get("/v1/radar", params=asked).status_code == 403


def test_strategic_goals_are_of_ones_own_units_alone(reported):
    table = """
    key | name | name_en | unit   | program  | parent | metrics           | start      | halfway | due
    G1  | 人气 | Busy    | 330203 | year_two |        | visits:20         | 2026-01-01 |         | 2026-12-31
    """
    with store.writing(reported) as conn:
        cases.report(conn, goals=cases.records(table, ("start", "halfway", "due")))
    caller = Caller(reported, hire(reported, "city", "330200", Grant("leader", "330200")))
    told = caller.http.get("/v1/goals", params={"unit": "330200", "month": "2026-10"}).json()
    (goal,) = told["goals"]
    assert (goal["goal"], goal["unit"], goal["due"], goal["standing"]) == ("G1", "330203", "2026-12-31", "open")
    (one,) = goal["metrics"]
    assert (one["metric"], one["value"], one["wanted"], one["standing"]) == ("visits", None, 20, "unknown")
    assert caller.http.get("/v1/goals", params={"unit": "330100", "month": "2026-10"}).status_code == 403


def test_a_briefing_is_a_word_document_of_ones_own_units_alone(reported):
    caller = Caller(reported, hire(reported, "city", "330200", Grant("leader", "330200")))
    answer = caller.http.get("/v1/brief", params={"unit": "330203", "month": "2026-10"})
    assert answer.headers["content-disposition"] == 'attachment; filename="brief-330203-2026-10.docx"'
    assert answer.content.startswith(b"PK")
    for wrong, status in (({"unit": "330100"}, 403), ({"template": 9}, 404), ({"revision": 999}, 404)):
        assert caller.http.get("/v1/brief", params={"unit": "330203", "month": "2026-10"} | wrong).status_code == status


def test_a_page_is_a_pdf_of_ones_own_units_alone(reported, monkeypatch):
    monkeypatch.setattr(printing, "pdf", lambda *_, **how: f"%PDF {how['paper']}".encode())
    caller = Caller(reported, hire(reported, "city", "330200", Grant("leader", "330200")))
    asked = {"unit": "330203", "month": "2026-10", "paper": "A3", "view": "map?metric=visits"}
    answer = caller.http.get("/v1/pdf", params=asked)
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF A3", "application/pdf")
    assert answer.headers["content-disposition"] == 'attachment; filename="map-330203-2026-10.pdf"'
    monkeypatch.setattr(printing, "png", lambda sheet, _: f"{sheet.width:.0f} wide".encode())
    pictured = {name: value for name, value in asked.items() if name != "paper"} | {"panel": "history"}
    answer = caller.http.get("/v1/picture", params=pictured)
    assert (answer.content, answer.headers["content-type"]) == (b"200 wide", "image/png")
    assert caller.http.get("/v1/picture", params=pictured | {"unit": "330100"}).status_code == 403
    with reported.connect() as conn:
        assert list(audit.listing(conn)["action"].head(2)) == ["picture_made", "pdf_made"]
    wrongs = (
        ({"unit": "330100"}, 403),
        ({"view": "map?unit=330100"}, 403),
        ({"view": "desk"}, 409),
        ({"paper": "A5"}, 422),
    )
    for wrong, status in wrongs:
        assert caller.http.get("/v1/pdf", params=asked | wrong).status_code == status


def test_what_changed_is_told_of_ones_own_units_alone(reported):
    caller = Caller(reported, hire(reported, "city", "330200", Grant("leader", "330200")))
    asked = {"unit": "330203", "month": "2026-10", "from_revision": 0}
    told = caller.http.get("/v1/changes", params=asked).json()
    assert (told["from_revision"], told["next"], told["demo"]) == (0, None, False)
    values = {each["metric"]: each for each in told["changes"] if each["kind"] == "value"}
    assert (values["visits"]["was"], values["visits"]["before"]["en"]) == (None, "—")
    assert all(values["visits"][name] for name in ("now", "revision", "by"))
    backwards = {"from_revision": 2, "to_revision": 1}
    for wrong, status in (({"unit": "330100"}, 403), ({"from_revision": 999}, 404), (backwards, 404)):
        assert caller.http.get("/v1/changes", params=asked | wrong).status_code == status
    assert caller.http.get("/v1/changes", params={"unit": "330203"}).status_code == 200


def test_history_withholds_what_is_not_published(reported):
    with store.writing(reported) as conn:
        calendar.mark_published(conn, [date(2026, 9, 1)], everybody())
    neighbour = Caller(reported, hire(reported, "hang", "330100", Grant("leader", "330100")))
    params = {"unit": "330203", "from": "2026-09", "to": "2026-10"}
    told = neighbour.http.get("/v1/metrics/visits/history", params=params).json()
    assert [(each["month"], each["value"], each["withheld"]) for each in told["months"]] == [
        ("2026-09", 10, False),
        ("2026-10", None, True),
    ]
