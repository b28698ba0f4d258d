"""Instructions over HTTP and on the command line: the same life, the same rights, a sentence for what cannot be."""

from base64 import b64encode

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


def test_evidence_goes_with_the_report_and_is_read_again(at):
    leader, steward, other = caller(at, NINGBO), caller(at, HAISHU, role="steward"), caller(at, YUYAO, role="steward")
    about = {"register_key": "problems", "key": "W-01", "month": "2024-10"}
    leader.post(PATH, json={"text": "请整改。", "about": about})
    step(steward, 1, "received")
    bare = step(steward, 2, "reported", text="已整改。")
    assert (bare.status_code, "佐证材料" in bare.json()["zh"]) == (409, True)
    broken = step(steward, 2, "reported", text="已整改。", evidence=[{"name": "a.txt", "content": "*"}])
    assert broken.status_code == 422
    content = b64encode("已整改，见说明。".encode()).decode()
    told = step(steward, 2, "reported", text="已整改。", evidence=[{"name": "说明.txt", "content": content}]).json()
    assert "state" in told, told
    assert (told["state"], told["stands"]["zh"], told["events"][-1]["named"]["zh"]) == (
        "reported",
        "待销号",
        "申请销号",
    )
    (file,) = told["events"][-1]["files"]
    saved = leader.get(f"{PATH}/1/files/{file['number']}")
    assert (saved.content.decode(), saved.headers["content-type"]) == ("已整改，见说明。", "application/octet-stream")
    assert saved.headers["content-disposition"].startswith("attachment")
    assert other.get(f"{PATH}/1/files/{file['number']}").status_code == 404
    assert leader.get(f"{PATH}/1/files/99").status_code == 404


def test_the_list_over_http_is_narrowed_to_whose_turn_it_is(at):
    leader, steward = caller(at, NINGBO), caller(at, HAISHU, role="steward")
    for text in ("查清满意率。", "补报访问量。"):
        leader.post(PATH, json=ISSUED | {"text": text})
    step(steward, 1, "received")
    step(steward, 2, "reported", text="已查清。")

    def listed(http, **asked) -> list[int]:
        return [each["number"] for each in http.get(PATH, params=asked).json()["instructions"]]

    assert (listed(steward, side="waiting"), listed(leader, side="waiting")) == ([2], [1])
    assert (listed(steward, side="given"), sorted(listed(leader, side="given"))) == ([], [1, 2])
    assert (listed(leader, q="补报"), listed(leader, clock="burning"), listed(leader, q="%")) == ([2], [], [])
    assert leader.get(PATH, params={"side": "all"}).status_code == 422
    about = {"register_key": "problems", "key": "W-01", "month": "2024-10"}
    row = leader.post(PATH, json={"text": "请整改。", "about": about}).json()
    assert (listed(leader, register="problems"), listed(leader, register="pilots")) == ([row["number"]], [])
    assert (len(listed(leader, issuer=row["issued_by"])), listed(leader, issuer="nobody")) == (3, [])


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


@pytest.fixture
def run(capsys):
    """A command of instructions: its code, and what it said."""

    def run(*words: str) -> tuple[int, str]:
        code = main(["instructions", *words])
        return code, "".join(capsys.readouterr())

    return run


def test_the_same_on_the_command_line(at, run):
    caller(at, NINGBO), caller(at, HAISHU, role="steward")
    leader, steward = ["--by", f"leader{NINGBO}0"], ["--by", f"steward{HAISHU}0"]
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


def test_parts_evidence_and_pages_on_the_command_line(at, run, tmp_path):
    caller(at, NINGBO), caller(at, NINGBO, role="steward"), caller(at, HAISHU, role="steward")
    leader, city, county = (["--by", login] for login in (f"leader{NINGBO}0", f"steward{NINGBO}0", f"steward{HAISHU}0"))
    run("issue", NINGBO, "请报送专班名单。", *leader)
    assert run("step", "1", "received", *city)[0] == 0
    code, said = run("issue", HAISHU, "请报送本区名单。", "--part-of", "1", "--person", f"steward{HAISHU}0", *leader)
    assert (code, "第 2 号" in said) == (0, True), said
    assert "第 2 号" in run("step", "1", "reported", "--text", "已报。", *city)[1]  # the whole waits for its part
    assert "请报送本区名单" in run("list", "--side", "waiting", *county)[1]
    assert run("list", "--side", "waiting", *leader)[1] == ""
    (tmp_path / "名单.txt").write_text("三人", encoding="utf-8")
    assert run("step", "2", "received", *county)[0] == 0
    assert run("step", "2", "reported", "--text", "见附件。", "--file", str(tmp_path / "名单.txt"), *county)[0] == 0
    assert "1  名单.txt" in run("show", "2", *leader)[1]
    assert run("file", "1", str(tmp_path / "saved.txt"), *leader)[0] == 0
    assert (tmp_path / "saved.txt").read_text(encoding="utf-8") == "三人"
    issuer = run("list", *leader)[1].split("  ")[-2]
    assert (run("list", "--issuer", "nobody", *leader)[1], run("list", "--register", "problems", *leader)[1]) == (
        "",
        "",
    )
    assert run("list", "--issuer", issuer, *leader) == run("list", *leader)
    one, rest = run("list", "--limit", "1", *leader), run("list", "--limit", "1", "--offset", "1", *leader)
    assert ("第 1—1 件，共 2 件" in one[1], "第 2—2 件，共 2 件" in rest[1]) == (True, True)
    assert "本区名单" in run("list", "--state", "reported", "--words", "本区", "--about-unit", HAISHU, *leader)[1]
    caller(at, YUYAO, role="steward")
    assert run("file", "1", str(tmp_path / "not.txt"), "--by", f"steward{YUYAO}0")[0] == 1
