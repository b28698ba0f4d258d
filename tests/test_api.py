"""The interface for programs: the same rights and checks as the pages, every refusal a sentence that says what to do."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from starlette.testclient import TestClient

from data import audit, batches, handed_lists, months, requests, store, training_mark
from data.access import Grant
from data.people import tokens
from data.reporting import calendar, drafts, obligations
from data.reporting.approval import Back, accept
from data.schema import audit as audit_table
from data.schema import draft_version
from data.settings import Settings
from metrics.outlook import making
from metrics.papers import making as printing
from tests import cases, workbooks
from tests.frames import figures
from tests.people import everybody
from tests.staff import hire, settle
from tests.test_evaluation import index_rows
from web.api import app, door
from web.api.counting import Counts

OCTOBER = date(2026, 10, 1)
REPORT = "宁波市 2026年10月"
HERE = {"unit": "330200", "month": "2026-10"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(months, "now", lambda: datetime(2026, 11, 5, 9, tzinfo=months.SHANGHAI))
    monkeypatch.setattr(door, "asked", Counts(door.REQUESTS, door.WINDOW, door.MOST))
    monkeypatch.setattr(door, "wrong", Counts(door.WRONG, door.WINDOW, door.MOST))


@pytest.fixture
def at_work(engine, monkeypatch):
    """A store with units, and the people who report for Ningbo and approve it."""
    settle(engine)
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    return engine


class Caller:
    """A program with a token."""

    def __init__(self, engine, actor):
        self.actor = actor
        self.http = TestClient(app, root_path="/api", raise_server_exceptions=False)
        self.http.headers["Authorization"] = f"Bearer {tokens.make(engine, '报表系统', by=actor)}"

    def upload(self, value: object = 2900, measure: str = "应用访问量", **query: str):
        content = workbooks.xlsx(月报=[[REPORT], ["单位代码", "单位", measure], ["330200", "330200", value]])
        return self.http.post("/v1/submissions", params=HERE | query, files={"file": ("月报.xlsx", content)})

    def figures(self, *figures: dict, headers: dict | None = None, **query: str):
        return self.http.post("/v1/submissions", params=HERE | query, json={"figures": figures}, headers=headers)


@pytest.fixture
def steward(at_work):
    return Caller(at_work, hire(at_work, "wangfang", "330200", Grant("steward", "330200"), name="王芳"))


@pytest.fixture
def approver(at_work):
    return hire(at_work, "lijing", "330000", Grant("approver", "330000"), name="李静")


def said(answer) -> dict:
    """A problem as JSON, complete in both languages."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    for words in ("zh", "en"):
        assert problem[words]
        assert problem["expected"][words]
        assert problem["to_do"][words]
        assert "{" not in problem[words] + problem["expected"][words] + problem["to_do"][words]
    return problem


def test_without_a_token_nothing_is_told(steward):
    for path in ("/v1/metrics", "/v1/units", "/v1/batches"):
        answer = steward.http.get(path, headers={"Authorization": ""})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert "账号" in said(answer)["to_do"]["zh"]


def test_a_token_in_the_address_opens_nothing(steward):
    token = steward.http.headers.pop("Authorization").removeprefix("Bearer ")
    assert steward.http.get("/v1/units", params={"access_token": token, "token": token}).status_code == 401


def test_a_wrong_or_revoked_token_is_refused(at_work, steward):
    assert steward.http.get("/v1/units", headers={"Authorization": "Bearer cockpit_x"}).status_code == 401
    tokens.revoke(at_work, 1, by=steward.actor)
    said(steward.http.get("/v1/units"))


def test_a_workbook_becomes_a_draft_and_then_a_submission_that_waits(at_work, steward, approver, approval_levels):
    approval_levels(1)
    answer = steward.upload()
    told = answer.json()
    assert answer.status_code == 201, told
    assert told["counts"] == {"added": 1, "changed": 0, "same": 0}
    assert (told["errors"], told["findings"]) == (0, [])
    draft, version = told["draft"], told["version"]
    assert steward.http.get(f"/v1/submissions/{draft}").json()["state"] == "draft"
    handed_in = steward.http.post(f"/v1/submissions/{draft}/submit", json={"version": version}).json()
    assert (handed_in["state"], handed_in["batch"]) == ("waiting", None)
    standing = steward.http.get(f"/v1/submissions/{draft}").json()
    assert (standing["state"], standing["step"], standing["steps"]) == ("waiting", 0, 1)
    done = accept(at_work, handed_in["submission"], by=approver, step=0)
    standing = steward.http.get(f"/v1/submissions/{draft}").json()
    assert (standing["state"], standing["batch"]) == ("accepted", done.committed.batch)
    assert standing["decisions"][0]["by"] == "李静"
    with at_work.connect() as conn:
        batch = batches.listing(conn).iloc[0]
    assert (batch["source"], batch["actor"], batch["approved_by"]) == ("api", "王芳", "李静")


def test_cells_sent_back_say_why_and_until_when(at_work, steward, approver, approval_levels):
    approval_levels(1)
    draft = steward.figures(
        {"measure": "visits", "value": 2900}, {"measure": "app_users", "value": 500, "qualifier": "about"}
    ).json()
    handed_in = steward.http.post(f"/v1/submissions/{draft['draft']}/submit", json={"version": draft["version"]}).json()
    due = datetime(2026, 11, 8, 18, tzinfo=months.SHANGHAI)
    accept(
        at_work,
        handed_in["submission"],
        by=approver,
        step=0,
        sending_back=[Back("接口填报", "E3", "与上月相差太大", due)],
    )
    (back,) = steward.http.get(f"/v1/submissions/{draft['draft']}").json()["sent_back"]
    assert (back["sheet"], back["cell"], back["measure"], back["reason"]) == (
        "接口填报",
        "E3",
        "app_users",
        "与上月相差太大",
    )
    assert datetime.fromisoformat(back["due"]) == due
    assert back["settled"] is False


def test_figures_are_written_into_a_workbook_so_that_each_has_a_cell(at_work, steward):
    told = steward.figures(
        {"measure": "visits", "value": 2900.5},
        {"measure": "app_users", "value": 500, "qualifier": "about", "unit": "330203"},
        {"measure": "active_users", "withdrawn": True, "unit": "330203"},
    ).json()
    assert told["errors"] == 0, told["findings"]
    with at_work.connect() as conn:
        _, content = drafts.content(conn, told["draft"])
    sheet = load_workbook(io.BytesIO(content)).active
    assert [row[-1].value for row in sheet.iter_rows()] == ["数值", 2900.5, "大约500", "撤回"]


def test_findings_name_sheet_and_cell_in_both_languages(steward):
    told = steward.upload("很多").json()
    (finding,) = told["findings"]
    assert (finding["rule"], finding["severity"], finding["cell"]) == ("not_a_number", "error", "C3")
    assert "很多" in finding["zh"]
    assert "很多" in finding["en"]
    again = steward.http.get(f"/v1/submissions/{told['draft']}/findings").json()
    assert again["findings"] == told["findings"]
    refused = steward.http.post(f"/v1/submissions/{told['draft']}/submit", json={"version": told["version"]})
    assert refused.status_code == 409
    assert said(refused)["findings"] == [finding]


def test_a_dry_run_keeps_nothing(at_work, steward):
    answer = steward.upload(dry_run="true")
    assert answer.status_code == 200
    assert (answer.json()["draft"], answer.json()["counts"]["added"]) == (None, 1)
    with at_work.connect() as conn:
        assert drafts.current(conn, "330200", OCTOBER) is None


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_a_file_that_is_no_workbook_is_told_by_its_finding(steward, dry_run):
    answer = steward.http.post(
        "/v1/submissions",
        params=HERE | {"dry_run": dry_run},
        files={"file": ("图.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 64)},
    )
    assert answer.status_code == 422
    assert said(answer)["findings"][0]["rule"] == "not_a_workbook"


def test_a_plain_body_is_a_workbook_by_the_name_in_a_header(at_work, steward):
    content = "单位代码,月份,应用访问量\n330200,2026-10,2900\n".encode()
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "%E6%9C%88%E6%8A%A5.csv"}
    told = steward.http.post("/v1/submissions", params=HERE, content=content, headers=headers).json()
    assert told["counts"]["added"] == 1, told
    with at_work.connect() as conn:
        assert drafts.content(conn, told["draft"])[0] == "月报.csv"


def test_other_content_types_and_bodies_are_refused(steward):
    def post(content: bytes, kind: str):
        return steward.http.post("/v1/submissions", params=HERE, content=content, headers={"Content-Type": kind})

    assert said(post(b"<a/>", "text/xml"))["status"] == 415
    assert said(post(b"{", "application/json"))["status"] == 422
    assert said(post(b'{"figures": []}', "application/json"))["status"] == 422
    both = {"figures": [{"measure": "visits", "value": 1, "grade": "五星"}]}
    assert said(post(json.dumps(both).encode(), "application/json"))["status"] == 422
    assert said(post(b"x", "multipart/form-data; boundary=a"))["status"] == 422


def test_a_body_larger_than_a_workbook_may_be_is_not_read(steward, monkeypatch):
    monkeypatch.setattr(door, "settings", lambda: Settings(limits={"file_mb": 1}))
    answer = steward.http.post("/v1/submissions", params=HERE, files={"file": ("a.xlsx", b"0" * 3_000_000)})
    assert answer.status_code == 413
    assert "1 MB" in said(answer)["en"]


def test_what_another_changed_since_is_not_overwritten(at_work, steward):
    first = steward.upload().json()
    li = hire(at_work, "limei", "330200", Grant("steward", "330200"), name="李梅")
    edit = drafts.Edit("月报", "C3", 3100)
    drafts.edit(at_work, first["draft"], [edit], by=li, base=first["version"])
    refused = steward.upload(2950)
    assert refused.status_code == 409
    assert "李梅" in said(refused)["zh"]
    assert steward.upload(2950, replace="true").status_code == 201


def test_a_draft_is_thrown_away_and_a_submission_recalled(steward, approval_levels):
    approval_levels(1)
    told = steward.upload().json()
    assert steward.http.delete(f"/v1/submissions/{told['draft']}").status_code == 204
    assert steward.http.get(f"/v1/submissions/{told['draft']}").json()["state"] == "discarded"
    told = steward.upload().json()
    steward.http.post(f"/v1/submissions/{told['draft']}/submit", json={"version": told["version"]})
    assert steward.http.delete(f"/v1/submissions/{told['draft']}").status_code == 204
    assert steward.http.get(f"/v1/submissions/{told['draft']}").json()["state"] == "recalled"
    assert said(steward.http.delete(f"/v1/submissions/{told['draft']}"))["status"] == 409


def test_a_locked_month_takes_nothing(at_work, steward):
    calendar.lock(at_work, OCTOBER, by=everybody())
    for dry_run in ("true", "false"):
        answer = steward.upload(dry_run=dry_run)
        assert answer.status_code == 409
        assert "锁定" in said(answer)["zh"]


def test_the_audit_log_names_the_person_and_the_token(at_work, steward):
    steward.upload()
    with at_work.connect() as conn:
        rows = conn.execute(select(audit_table.c.login, audit_table.c.origin, audit_table.c.action)).all()
    opened = next(row for row in rows if row.action == "draft_opened")
    assert opened.login == "wangfang"
    assert opened.origin.endswith("via token 报表系统")


# -- the same request twice


def test_a_request_sent_twice_is_done_once(at_work, steward):
    key = {"Idempotency-Key": "upload-1"}
    first, second = (steward.figures({"measure": "visits", "value": 2900}, headers=key) for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    with at_work.connect() as conn:
        assert conn.scalar(select(func.max(draft_version.c.version))) == 2
    handed_in = [
        steward.http.post(
            f"/v1/submissions/{first.json()['draft']}/submit", json={"version": 2}, headers={"Idempotency-Key": "s"}
        )
        for _ in range(2)
    ]
    assert [each.status_code for each in handed_in] == [201, 201]
    assert handed_in[0].json() == handed_in[1].json()


def test_a_key_of_another_request_is_refused(steward):
    key = {"Idempotency-Key": "upload-1"}
    steward.figures({"measure": "visits", "value": 2900}, headers=key)
    answer = steward.figures({"measure": "visits", "value": 2901}, headers=key)
    assert answer.status_code == 422
    assert "幂等键" in said(answer)["zh"]


def test_a_key_is_ones_own(at_work, steward):
    other = Caller(at_work, hire(at_work, "limei", "330200", Grant("steward", "330200"), name="李梅"))
    key = {"Idempotency-Key": "upload-1"}
    assert steward.figures({"measure": "visits", "value": 1}, headers=key).status_code == 201
    assert other.figures({"measure": "app_users", "value": 2}, headers=key, replace="true").status_code == 201


def test_what_failed_is_not_remembered(at_work, steward):
    key = {"Idempotency-Key": "k"}
    calendar.lock(at_work, OCTOBER, by=everybody())
    assert steward.figures({"measure": "visits", "value": 1}, headers=key).status_code == 409
    calendar.unlock(at_work, OCTOBER, by=everybody())
    assert steward.figures({"measure": "visits", "value": 1}, headers=key).status_code == 201


def test_many_at_the_same_moment_do_it_once(at_work, steward):
    draft = steward.upload().json()

    def submit(_):
        path = f"/v1/submissions/{draft['draft']}/submit"
        return steward.http.post(path, json={"version": draft["version"]}, headers={"Idempotency-Key": "once"})

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(submit, range(6)))
    assert {each.status_code for each in answers} <= {201, 409}
    done = {each.json()["submission"] for each in answers if each.status_code == 201}
    assert len(done) == 1
    assert all("幂等键" in said(each)["zh"] for each in answers if each.status_code == 409)
    assert submit(0).json()["submission"] in done


def test_a_request_cut_off_is_taken_up_again_later(at_work, steward, monkeypatch):
    actor = steward.actor
    assert requests._claim(at_work, "k", "f", actor) is None
    with pytest.raises(requests.Refused) as refused:
        requests.once(at_work, "k", "f", lambda: requests.Answer(200, {}), by=actor)
    assert refused.value.reason == "under_way"
    later = months.now() + requests.GIVEN_UP * 2
    monkeypatch.setattr(months, "now", lambda: later)
    assert requests.once(at_work, "k", "f", lambda: requests.Answer(200, {}), by=actor).status == 200


# -- who may read what

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


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/metrics/nonsense/values", 404),
        (f"{VALUES}?unit=999999", 404),
        (f"{VALUES}?month=2019-01", 404),
        (f"{VALUES}?month=2026-13", 422),
        (f"{VALUES}?revision=99", 404),
        (f"{VALUES}?revision=0", 422),
        (f"{VALUES}?period=week", 422),
        (f"{VALUES}?children=maybe", 422),
        ("/v1/units?on=2026-02-31", 422),
        ("/v1/units?dryrun=true", 422),
        ("/v1/submissions/99", 404),
        ("/v1/nowhere", 404),
    ],
)
def test_what_is_asked_wrong_is_a_sentence(steward, path, status):
    answer = steward.http.get(path)
    assert answer.status_code == status
    said(answer)


def test_another_method_is_told_which_there_are(steward):
    answer = steward.http.put("/v1/units")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    said(answer)


def test_too_many_requests_are_told_when_to_come_back(steward, monkeypatch):
    monkeypatch.setattr(door, "asked", Counts(2, door.WINDOW, door.MOST))
    assert [steward.http.get("/v1/units").status_code for _ in range(3)] == [200, 200, 429]
    answer = steward.http.get("/v1/units")
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.headers["retry-after"] in said(answer)["to_do"]["en"]


def test_made_up_tokens_of_an_address_are_stopped_and_a_real_one_goes_on(steward):
    assert steward.http.get("/v1/units").status_code == 200
    answers = [
        steward.http.get("/v1/units", headers={"Authorization": f"Bearer made-up-{nth}"})
        for nth in range(door.WRONG + 1)
    ]
    assert [answer.status_code for answer in answers] == [401] * door.WRONG + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert steward.http.get("/v1/units").status_code == 200


def test_a_failure_leaks_nothing_but_a_reference(steward, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(months, "today", broken)
    answer = steward.http.get("/v1/units")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    reference = said(answer)["en"].rsplit(" ", 1)[1].rstrip(".")
    assert reference in caplog.text


def test_a_store_that_is_away_is_a_sentence(steward, monkeypatch, tmp_path):
    away = store.connect(f"sqlite:///{tmp_path}/nothing/../away.db")
    monkeypatch.setattr(store, "engine", lambda *_: away)
    answer = steward.http.get("/v1/units")
    assert answer.status_code == 503
    said(answer)


def test_the_documentation_asks_nothing_of_the_internet(steward):
    for lang, title in (("zh", "接口文档"), ("en", "Interface")):
        page = steward.http.get("/docs", params={"lang": lang}, headers={"Authorization": ""})
        assert page.status_code == 200
        assert title in page.text
        assert "/api/v1/submissions" in page.text
        assert "http:" not in page.text
        assert "https:" not in page.text
        assert "<script" not in page.text


def test_the_schema_is_openapi_3_1_and_names_the_token(steward):
    schema = steward.http.get("/openapi.json", headers={"Authorization": ""}).json()
    assert schema["openapi"].startswith("3.1")
    assert schema["servers"] == [{"url": "/api"}]
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path in schema["paths"].values():
        for operation in path.values():
            assert operation["security"] == [{"token": []}]
            assert {"401", "403", "429"} <= set(operation["responses"])


def test_a_list_that_did_not_change_is_confirmed_once(at_work, steward):
    asked = {"unit": "330200", "month": "2026-10"}
    done = steward.http.post("/v1/registers/problems/unchanged", params=asked)
    assert done.status_code == 201, done.json()
    with at_work.connect() as conn:
        assert handed_lists.pairs_of(conn, done.json()["batch"]) == [("problems", "330200", OCTOBER)]
    assert "已经报过" in said(steward.http.post("/v1/registers/problems/unchanged", params=asked))["zh"]
    later = steward.http.post("/v1/registers/problems/unchanged", params=asked | {"month": "2027-01"})
    assert (later.status_code, said(later)["en"].split(";")[0]) == (409, "2027-01 has not come")
    other = steward.http.post("/v1/registers/problems/unchanged", params=asked | {"unit": "330100"})
    assert other.status_code == 403
    assert steward.http.post("/v1/registers/nonsense/unchanged", params=asked).status_code == 404
    assert steward.http.post("/v1/registers/applications/unchanged", params=asked).status_code == 409
