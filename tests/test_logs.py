"""The log: a line a record, as words or as JSON, with the name of its request, and nothing in it that is anybody's."""

import ast
import json
import logging
import sys

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from data import logs
from data.logs import Line
from data.settings import Accounts, Logs, Settings
from tests.frames import drawn
from tests.test_imports import FILES, ROOT
from ui import streamlit_private
from web import background, tracing
from web.api import _failed
from web.background import Job

LOGIN, NAME, MOBILE = "wangfang", "王芳", "13812345678"
TOKEN = "cockpit_3f9Kx-2mVh7QpL0aBcD4eFgH1iJkLmNoPq"
SECRETS = (LOGIN, NAME, MOBILE, TOKEN, "hunter2", "wang@nb.gov.cn")
HELD = f"{LOGIN} {NAME} {MOBILE} {TOKEN} hunter2 wang@nb.gov.cn"


@pytest.fixture
def lines():
    """Every line that is written, as a log in JSON has it; the loggers are put back."""
    found = []

    class Kept(logging.Handler):
        def emit(self, record):
            found.append(json.loads(self.format(record)))

    kept, root = Kept(), logging.getLogger()
    kept.setFormatter(Line("json"))
    root.addHandler(kept)
    before = {name: logging.getLogger(name).level for name in ("cockpit.requests", "cockpit.pages")}
    logging.getLogger("cockpit.requests").setLevel(logging.INFO)
    yield found
    root.removeHandler(kept)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def with_settings(monkeypatch, **more):
    made = Settings(logs=Logs(format="json", requests=True, slow_seconds=0.5), **more)
    monkeypatch.setattr(tracing, "settings", lambda: made)
    monkeypatch.setattr(logs, "settings", lambda: made)


def record(name: str, message: str, *args, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


# What a line may hold

SENTENCES = drawn(
    """
    logger            | message                                                       | said
    cockpit.gate      | A frame was refused: clear_cache                              | A frame was refused: clear_cache
    cockpit.gate      | GET /people?login=wangfang&token=x                            | GET /people?…
    cockpit.x         | postgresql://cockpit:hunter2@10.0.0.3/cockpit                 | postgresql://…@10.0.0.3/cockpit
    cockpit.x         | password=hunter2 and more                                     | password=… and more
    cockpit.x         | mail_password: hunter2                                        | mail_password: …
    cockpit.x         | with Bearer hunter2                                           | with Bearer …
    cockpit.x         | GET /v1/rows/{key} failed                                     | GET /v1/rows/{key} failed
    cockpit.x         | Authorization: hunter2                                        | Authorization: …
    cockpit.x         | presented cockpit_3f9Kx-2mVh7QpL0aBcD4eFgH1iJkLmNoPq          | presented …
    cockpit.x         | from wang@nb.gov.cn                                           | from …
    cockpit.x         | call 13812345678                                              | …
    cockpit.x         | cockpit_notices_oldest_seconds_and_more                       | cockpit_notices_oldest_seconds_and_more
    """
)


@pytest.mark.parametrize("row", SENTENCES.to_dict("records"), ids=lambda row: row["message"][:30])
def test_what_looks_like_a_secret_or_a_person_is_taken_out(row):
    assert logs.written(record(row["logger"], row["message"]))["message"] == row["said"]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "error",
    [
        ValueError(HELD),
        KeyError(HELD),
        IntegrityError(f"INSERT {HELD}", {"login": LOGIN}, Exception(f"DETAIL: Key (login)=({HELD})")),
        OperationalError(
            f"SELECT {HELD}", {"login": LOGIN}, Exception("server closed the connection\nDETAIL: " + HELD)
        ),
        FileNotFoundError(2, "No such file or directory", HELD),
        LookupError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_exception_says_its_kind_and_its_way_and_never_its_message(form, error):
    error.__cause__ = RuntimeError(HELD)
    line = Line(form).format(record("ui.calm", "Reference %s", "a1b2c3", error=raised(error)))
    assert not [each for each in SECRETS if each in line]
    assert type(error).__name__ in line
    assert "tests/test_logs.py:" in line
    assert "Reference a1b2c3" in line


def test_a_database_and_a_disk_speak_of_themselves():
    gone = raised(OperationalError("SELECT 1", {}, Exception("connection refused\nmore")))
    assert logs.written(record("cockpit.gate", "away", error=gone))["cause"] == "connection refused"
    full = raised(OSError(28, "No space left on device", "/srv/wangfang.xlsx"))
    assert logs.written(record("cockpit.gate", "away", error=full))["cause"] == "No space left on device"


def test_of_what_others_write_the_sentence_is_kept_without_what_they_put_into_it():
    assert logs.written(record("uvicorn.error", "%s said %s", LOGIN, NAME))["message"] == "%s said %s"
    said = f"Task exception was never retrieved\nfuture: <Task exception=Refused('{NAME}')>"
    assert logs.written(record("asyncio", said))["message"] == "Task exception was never retrieved"
    warned = f"/x/y.py:3: UserWarning: {NAME}\n  warn('{NAME}')"
    assert logs.written(record("py.warnings", "%s", warned))["message"] == "/x/y.py:3: UserWarning"


def test_words_and_json_say_the_same():
    told = record("cockpit.pages", "slow page")
    told.__dict__ |= {"page": "map", "seconds": 2.5, "login": LOGIN}
    with logs.working_for("ab12ab12"):
        words, line = Line("text").format(told), Line("json").format(told)
    assert words.endswith(
        "ERROR   cockpit.pages: slow page seconds=2.5 page=map request=ab12ab12".replace("ERROR", "error")
    )
    assert json.loads(line).items() >= {"page": "map", "seconds": 2.5, "request": "ab12ab12", "level": "error"}.items()
    assert LOGIN not in words + line
    assert "\n" not in line


# Whatever our own code puts into a line has been looked at: a kind of thing, a number, an address of a file, and nobody's.
MAY_SAY = {
    "error", "answer", "reference", "view", "step.view", "self.name", "self.failure", "ready.file()", "file()", "name",
    "type(error).__name__", "request.method", "route", "page",
    "streamlit.frame_kind(message.get('bytes') or b'') or 'unknown'",
}  # fmt: skip
SAYING = {"debug", "info", "warning", "error", "exception", "critical"}


def test_what_our_own_lines_say_has_been_looked_at():
    said = set()
    for path in [*FILES, ROOT / "app.py"]:
        source = path.read_text(encoding="utf-8")
        if "import logging" not in source and "logs" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING:
                if "log" not in ast.unparse(node.func.value).lower() and ast.unparse(node.func.value) != "pages":
                    continue
                assert isinstance(node.args[0], ast.Constant), f"{path}: the sentence of a line is written out"
                said |= {ast.unparse(each) for each in node.args[1:]}
    assert said <= MAY_SAY
    assert "ready.file()" in said  # they were found


# Whose line it is


def served() -> TestClient:
    async def broken(_request):
        raise ValueError(HELD)

    async def looking(request):
        logging.getLogger("cockpit.gate").warning("seen")
        return PlainTextResponse(request.headers[tracing.HEADER])

    def row(key: str):
        raise ValueError(key)

    api = FastAPI()
    api.add_exception_handler(Exception, _failed)
    api.add_api_route("/v1/rows/{key}", row)
    routes = [Route("/see", looking), Route("/static/x", looking), Mount("/api", api), Route("/{path:path}", broken)]
    return TestClient(tracing.Tracing(Starlette(routes=routes)), raise_server_exceptions=False)


def test_a_request_has_one_name_wherever_it_is_seen(lines, monkeypatch):
    with_settings(monkeypatch)
    answer = served().get(f"/see?token={TOKEN}")
    name = answer.headers[tracing.HEADER]
    assert answer.text == name
    assert {line["request"] for line in lines} == {name}
    assert [line["message"] for line in lines] == ["seen", "answered"]
    assert lines[1].items() >= {"kind": "page", "method": "GET", "status": 200}.items()
    assert logs.current() == ""


def test_nothing_of_whom_it_was_for_is_in_any_line(lines, monkeypatch):
    with_settings(monkeypatch)
    client = served()
    headers = {"authorization": f"Bearer {TOKEN}", "cookie": f"cockpit_session={TOKEN}"}
    for path in (f"/people/{LOGIN}?name={NAME}&code=hunter2", f"/api/v1/rows/{NAME}?token={TOKEN}", f"/{TOKEN}"):
        assert client.get(path, headers=headers).status_code == 500
    text = json.dumps(lines, ensure_ascii=False)
    assert not [each for each in SECRETS if each in text]
    assert {line["status"] for line in lines if line["message"] == "answered"} == {500}
    assert any(line["message"].startswith("GET /v1/rows/{key} failed, reference") for line in lines)


def test_files_and_monitors_are_not_told_of(lines, monkeypatch):
    with_settings(monkeypatch)
    served().get("/static/x")
    assert [line["message"] for line in lines] == ["seen"]


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [(1, "ab12" * 8, True), (0, "ab12" * 8, False), (1, "wangfang", False), (1, "ab\nab12ab12", False), (1, "", False)],
)
def test_only_a_proxy_of_ours_names_a_request(monkeypatch, proxies, given, kept):
    with_settings(monkeypatch, accounts=Accounts(proxies=proxies))
    answer = served().get("/see", headers={tracing.HEADER: given.encode()})
    assert (answer.text == given) is kept
    assert tracing.NAME.fullmatch(answer.text)


def test_work_in_the_background_has_a_name_of_its_own_each_time(lines):
    def do(_now):
        logging.getLogger("cockpit.x").warning("doing")
        raise ValueError(HELD)

    job = Job("outbox", background.timedelta(0), do, each=True)
    job.run(background.months.now())
    job.run(background.months.now())
    names = [line["request"] for line in lines]
    assert names[0] == names[1]  # what it did and how it failed
    assert len(set(names)) == 2
    assert lines[1].items() >= {"work": "outbox", "message": "outbox failed: ValueError; trying again"}.items()


def test_a_slow_page_is_named_with_its_scope_also_where_it_fails(lines, monkeypatch):
    with_settings(monkeypatch)
    passed = iter([0.0, 0.4, 0.0, 0.6])
    monkeypatch.setattr(logs, "perf_counter", lambda: next(passed))
    scope = {"unit": "330200", "month": "2026-10", "revision": 7, "room": "real", "wall": False}
    for _ in range(2):
        with pytest.raises(LookupError), logs.named_if_slow("map", scope):
            raise LookupError
    assert [line["message"] for line in lines] == ["slow page"]
    assert lines[0].items() >= (scope | {"page": "map", "seconds": 0.6}).items()


def test_streamlit_and_the_server_write_by_our_handler(monkeypatch, capsys):
    """Breaks: lines of Streamlit stand between ours in a form of their own (`web/tracing.py`)."""
    own = streamlit_private.own_log
    root, before = logging.getLogger(), {name: list(each.handlers) for name, each in own._loggers.items()}
    root_before = (list(root.handlers), root.level)
    monkeypatch.setattr(own, "setup_formatter", own.setup_formatter)
    with_settings(monkeypatch)
    try:
        tracing.begin()
        own.init_uvicorn_logs()
        access = logging.getLogger(streamlit_private.ACCESS)
        access.propagate = False  # as uvicorn has it, which writes a line for each request where there is a handler
        assert not access.hasHandlers()
        logging.getLogger("uvicorn.error").setLevel(logging.INFO)
        logging.getLogger("uvicorn.error").info("connection open")
        own.get_logger("streamlit.later").error("later %s", LOGIN)
        logging.getLogger("uvicorn.error").error("before")
        logging.getLogger("cockpit.x").warning("ours")
        found = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert [line["message"] for line in found] == ["later %s", "before", "ours"]
    finally:
        logging.captureWarnings(capture=False)
        root.handlers, root.level = root_before
        for name, each in own._loggers.items():
            each.handlers = before.get(name, [logging.StreamHandler(sys.stderr)])
        own._loggers.pop("streamlit.later")
