"""Instructions over HTTP and on the command line: the same life, the same rights, a sentence for what cannot be."""

import pytest

from data import store
from data.__main__ import main
from data.clocks import reading
from tests.pages.stores import with_ningbo
from tests.test_api_rows import caller

PREPARED = with_ningbo
HAISHU, NINGBO, YUYAO = "330203", "330200", "330281"
NUMBER = {"metric": "satisfaction", "unit": HAISHU, "month": "2024-10"}
ISSUED = {"text": "查清满意率为何低。", "about": NUMBER}
PATH = "/v1/instructions"


@pytest.fixture
def at(engine, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    return engine


def step(http, seen: int, kind: str, **more):
    return http.post(f"{PATH}/1/steps", json={"step": kind, "seen": seen, **more})


def test_the_whole_life_over_http(at):
    leader, steward = caller(at, NINGBO), caller(at, HAISHU, role="steward")
    issued = leader.post(PATH, json=ISSUED, headers={"Idempotency-Key": "1"})
    assert issued.status_code == 201
    told = issued.json()
    assert (told["unit"], told["department"], told["about"]["value"], told["state"]) == (HAISHU, "政务办", 0.9, "open")
    assert leader.post(PATH, json=ISSUED, headers={"Idempotency-Key": "1"}).json()["number"] == 1  # done once
    assert steward.get(PATH).json()["instructions"][0]["may"] == ["received", "asked_longer", "passed_on"]
    assert step(steward, 1, "received").json()["state"] == "received"
    assert step(steward, 2, "reported", text="已查清。").json()["may"] == []
    assert step(leader, 3, "sent_back", text="请附数据。").json()["returned"] == 1
    assert step(steward, 4, "reported", text="已附。").status_code == 201
    done = step(leader, 5, "accepted").json()
    assert [each["step"] for each in done["events"]] == [
        "issued", "received", "reported", "sent_back", "reported", "accepted",
    ]  # fmt: skip
    assert leader.get(PATH, params={"state": "accepted", "offset": 0}).json()["total"] == 1
    assert leader.get(PATH, params={"state": "overdue"}).json()["instructions"] == []


def test_a_row_is_charged_with_its_own_department(at):
    about = {"register_key": "problems", "key": "W-01", "month": "2024-10"}
    told = caller(at, NINGBO).post(PATH, json={"text": "请整改。", "about": about, "due": "2099-01-05"}).json()
    assert (told["department"], told["about"]["title"]["zh"], told["due"]) == ("财政局", "账实不符", "2099-01-05")


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"about": NUMBER | {"metric": "nothing"}}, 404, "nothing"),
        ({"about": NUMBER | {"unit": "999999"}}, 404, "999999"),
        ({"about": {"register_key": "nothing", "key": "x"}}, 404, "nothing"),
        ({"about": {"register_key": "problems", "key": "W-99", "month": "2024-10"}}, 404, "W-99"),
        ({"text": " "}, 409, "请写明内容"),
        ({"due": "2024-01-05"}, 409, "已过"),
        ({"unit": "330100"}, 403, "交办"),
        ({"helpers": ["999999"]}, 409, "999999"),
        ({"colour": "red"}, 422, "colour"),
    ],
)
def test_what_cannot_be_issued_is_a_sentence(at, asked, status, said):
    answer = caller(at, NINGBO).post(PATH, json=ISSUED | asked)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text


def test_each_does_what_is_theirs_and_who_came_second_is_told(at):
    leader, steward, other = caller(at, NINGBO), caller(at, HAISHU, role="steward"), caller(at, YUYAO, role="steward")
    leader.post(PATH, json=ISSUED)
    assert steward.post(PATH, json=ISSUED).status_code == 403
    assert other.get(f"{PATH}/1").status_code == 404
    assert other.get(PATH).json()["total"] == 0
    assert step(leader, 1, "received").status_code == 403
    step(steward, 1, "received")
    late = step(leader, 1, "cancelled", text="不必了")
    assert (late.status_code, "刚刚办了“签收”" in late.json()["zh"]) == (409, True)
    assert step(steward, 2, "accepted").status_code == 403


def test_the_same_on_the_command_line(at, capsys):
    caller(at, NINGBO), caller(at, HAISHU, role="steward")
    leader, steward = ["--by", f"leader{NINGBO}0"], ["--by", f"steward{HAISHU}0"]

    def run(*words: str) -> tuple[int, str]:
        code = main(["instructions", *words])
        return code, "".join(capsys.readouterr())

    code, said = run("issue", HAISHU, "请报送专班名单。", "--about", "专班名单", *leader)
    assert (code, "第 1 号" in said) == (0, True), said
    assert run("step", "1", "received", *leader)[0] == 1
    assert run("step", "1", "received", *steward)[0] == 0
    assert run("step", "1", "reported", "--text", "名单已报。", *steward)[0] == 0
    assert "待验收" in run("list", *leader)[1]
    assert run("step", "1", "accepted", *leader)[0] == 0
    shown = run("show", "1", *steward)[1]
    assert "名单已报。" in shown
    assert "验收通过" in shown
    assert run("issue", HAISHU, "请报送。", *steward)[0] == 1
    assert run("list")[0] == 0  # the operator reads nothing that is a unit's own
    with at.connect() as conn:
        assert [one.standing.state for one in reading.listing(conn)] == ["accepted"]
