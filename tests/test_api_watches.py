"""Watches, and what of a metric closes an instruction, over HTTP and on the command line: the same rules and rights, in words."""

import pytest

from data import store
from data.clocks import reading as clocks
from data.instructions import conditions
from data.watching import reading
from metrics.__main__ import main
from tests.pages.stores import with_ningbo
from tests.test_api_rows import caller

PREPARED = with_ningbo
HAISHU, NINGBO = "330203", "330200"
PATH = "/v1/watches"
NUMBER = {"subject": "metric", "metric": "satisfaction", "unit": HAISHU}
RULE = {"about": NUMBER, "kind": "behind", "threshold": 5}
CHARGED = {"text": "查清满意率。", "about": {"metric": "satisfaction", "unit": HAISHU, "month": "2024-10"}}


@pytest.fixture
def at(engine, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    return engine


def test_a_rule_is_begun_listed_and_ended_by_whose_it_is(at):
    leader, steward = caller(at, NINGBO), caller(at, HAISHU, role="steward")
    made = leader.post(PATH, json=RULE | {"draft": "请查清口径。"}, headers={"Idempotency-Key": "1"})
    assert made.status_code == 201
    told = made.json()
    assert (told["number"], told["kind"], told["threshold"], told["draft"]) == (1, "behind", 5, "请查清口径。")
    assert "海曙区" in told["name"]["zh"]
    assert told["last"] is None
    assert leader.post(PATH, json=RULE | {"draft": "请查清口径。"}, headers={"Idempotency-Key": "1"}).json() == told
    assert [each["number"] for each in leader.get(PATH).json()["watches"]] == [1]
    assert steward.get(PATH).json()["watches"] == []
    assert steward.delete(f"{PATH}/1").status_code == 409  # not theirs
    assert leader.delete(f"{PATH}/1").status_code == 204
    assert leader.get(PATH).json()["watches"] == []


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (RULE | {"about": NUMBER | {"metric": "nothing"}}, 404, "nothing"),
        (RULE | {"about": {"subject": "metric", "unit": HAISHU}}, 422, "metric"),
        (RULE | {"about": {"subject": "list", "unit": HAISHU, "register_key": "nothing"}}, 404, "nothing"),
        (RULE | {"about": {"subject": "row", "unit": HAISHU, "register_key": "problems"}}, 422, "key"),
        (RULE | {"threshold": 1000}, 409, "0 到 100"),
        (RULE | {"kind": "late", "threshold": 1}, 409, "另选"),
        (RULE | {"about": {"subject": "unit", "unit": "999999"}}, 409, "999999"),
        (RULE | {"about": {"subject": "list", "unit": HAISHU, "register_key": "oversight"}, "kind": "overdue"}, 403, ""),
        ({"about": {"subject": "list", "unit": HAISHU, "register_key": "problems"}, "kind": "overdue", "threshold": 3,
          "draft": ""}, 409, "不能拟交办"),
    ],
)  # fmt: skip
def test_what_cannot_be_watched_is_a_sentence(at, asked, status, said):
    answer = caller(at, NINGBO).post(PATH, json=asked)
    assert (answer.status_code, said in answer.text) == (status, True)


def test_nobody_watches_or_drafts_beyond_their_rights(at):
    steward = caller(at, HAISHU, role="steward")
    assert steward.post(PATH, json=RULE | {"about": NUMBER | {"unit": NINGBO}}).status_code == 403
    assert steward.post(PATH, json=RULE | {"draft": ""}).status_code == 403  # charges nobody
    assert steward.post(PATH, json=RULE).status_code == 201


def test_what_of_the_metric_closes_it_goes_with_an_instruction(at):
    leader = caller(at, NINGBO)
    bound = {"word": "at_least", "value": 0.95, "months": 2}
    told = leader.post("/v1/instructions", json=CHARGED | {"condition": bound}).json()["condition"]
    assert {name: told[name] for name in bound} == bound
    assert (told["holds"], told["run"]) == (False, told["run"])
    assert "95.0%" in told["reads"]["zh"]
    assert leader.post("/v1/instructions", json=CHARGED).json()["condition"] is None
    wrong = (bound | {"word": "at_most"}, bound | {"value": 95}, bound | {"months": 13})
    for nonsense in wrong:
        assert leader.post("/v1/instructions", json=CHARGED | {"condition": nonsense}).status_code == 409
    row = {"text": "请整改。", "about": {"register_key": "problems", "key": "W-01", "month": "2024-10"}}
    assert leader.post("/v1/instructions", json=row | {"condition": bound}).status_code == 409


def test_the_same_on_the_command_line(at, capsys):
    caller(at, NINGBO)
    with at.connect() as conn:
        login = conn.exec_driver_sql("SELECT login FROM person WHERE unit = '330200'").scalar_one()
    by = ["--by", login]
    assert main(["watches", "add", "behind", HAISHU, "--metric", "satisfaction", *by]) == 0
    assert main(["watches", "add", "overdue", HAISHU, "--draft", "请整改。", *by]) == 0
    assert main(["watches", "list", *by]) == 0
    assert "海曙区“满意率”" in capsys.readouterr().out
    with at.connect() as conn:
        rules = {each.number: (each.kind, each.threshold, each.draft) for each in reading.live(conn, login)}
    assert rules == {1: ("behind", 5, None), 2: ("overdue", 5, "请整改。")}
    assert main(["watches", "end", "1", *by]) == 0
    assert main(["watches", "end", "1", *by]) == 1
    assert main(["watches", "add", "turned", HAISHU, "--metric", "nothing", *by]) == 2
    issue = ["instruct", "satisfaction", HAISHU, "查清满意率。", "--month", "2024-10", *by]
    assert main([*issue, "--at-least", "0.95", "--months", "3"]) == 0
    assert main([*issue, "--at-most", "0.95"]) == 1  # the wrong way round
    with at.connect() as conn:
        (one,) = clocks.listing(conn)
        condition = conditions.of(conn, one.number)
    assert condition is not None
    assert (condition.word, condition.value, condition.months) == ("at_least", 0.95, 3)
