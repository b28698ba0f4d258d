"""What a viewer may send through the gate: their own frames, and files into their own session, so many."""

import pytest
from sqlalchemy import update
from starlette.requests import HTTPConnection
from streamlit.proto.BackMsg_pb2 import BackMsg

from data import schema, store
from data.access import Actor, Grant
from data.people import sessions
from data.people.sessions import Session
from data.settings import settings
from tests.gated import HERE
from tests.gated import browser as browser
from tests.gated import served as served
from tests.gated import signed as signed
from ui import streamlit_private as streamlit
from web import uploading


def frame(**told):
    """A frame of a browser; a name with a dot is an operation."""
    made = BackMsg()
    for name, value in told.items():
        if name in ("deferred_file", "dataframe_chunk", "install_skills", "dismiss_skills_nudge"):
            getattr(made.backend_operation_request, name).SetInParent()
        elif made.DESCRIPTOR.fields_by_name[name].message_type:
            getattr(made, name).SetInParent()
        else:
            setattr(made, name, value)
    return made.SerializeToString()


VIEWERS = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "deferred_file", "dataframe_chunk"}
TOOLS = {
    "clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime",
    "install_skills", "dismiss_skills_nudge",
}  # fmt: skip


def test_only_the_frames_of_a_viewer_pass(signed):
    with signed.websocket_connect("/_stcore/stream", headers=HERE) as socket:
        socket.receive_text()
        for name in sorted(VIEWERS):
            for tool in sorted(TOOLS):
                socket.send_bytes(frame(**{tool: True}))
            socket.send_bytes(b"\xff\xff no frame")
            socket.send_bytes(b"")
            socket.send_text("text")
            socket.send_bytes(frame(**{name: True}))
            assert socket.receive_text() == name


def test_every_frame_there_is_has_been_thought_about():
    """A frame that a later Streamlit knows passes for nobody until it stands in one of the two lists."""
    kinds = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    operations = BackMsg.DESCRIPTOR.fields_by_name["backend_operation_request"].message_type
    there = kinds - {"backend_operation_request"} | {each.name for each in operations.oneofs_by_name["payload"].fields}
    assert there == VIEWERS | TOOLS
    assert streamlit.FRAMES - {"backend_operation_request"} | streamlit.OPERATIONS == VIEWERS


@pytest.fixture
def kept(monkeypatch, signed):
    """What Streamlit holds: a session `own` of the one who is signed in, and one of somebody else."""
    cookies = {"own": {sessions.COOKIE: signed.cookies[sessions.COOKIE]}, "theirs": {sessions.COOKIE: "other"}}
    held = {}
    monkeypatch.setattr(streamlit, "cookies_of", cookies.get)
    monkeypatch.setattr(streamlit, "uploaded_bytes", lambda: held)
    limits = settings().limits.model_copy(update={"session_mb": 1})
    monkeypatch.setattr(uploading, "settings", lambda: settings().model_copy(update={"limits": limits}))
    return held


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(("to", "status"), [("own", 200), ("theirs", 403), ("nobody", 403), ("", 403)])
def test_a_file_goes_into_ones_own_session_alone(signed, kept, method, to, status):
    assert signed.request(method, f"/_stcore/upload_file/{to}/a", content=b"x").status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [("steward", 200), ("leader", 200), ("approver", 200), ("presenter", 200), ("administrator", 200), ("kiosk", 403)],
)
def test_whoever_may_read_sends_files_for_all_may_have_a_text_checked(served, signed, kept, role, status):
    with store.writing(served) as conn:
        conn.execute(update(schema.role_grant).values(role=role))
    assert signed.put("/_stcore/upload_file/own/a", content=b"x").status_code == status


def test_what_one_sign_in_holds_at_once_is_limited(signed, kept):
    half = b"x" * 600_000
    assert signed.put("/_stcore/upload_file/own/a", content=half).status_code == 200
    kept["own"] = len(half)
    assert signed.put("/_stcore/upload_file/own/b", content=half).status_code == 413
    kept["own"] = 0  # handed in
    assert signed.put("/_stcore/upload_file/own/b", content=half).status_code == 200
    assert signed.put("/_stcore/upload_file/own/c", content=iter([half])).status_code == 411


def test_files_on_their_way_count_from_their_first_byte(kept, signed):
    here = uploading.Arriving()
    here.begin(signed.cookies[sessions.COOKIE], 900_000)
    asked = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/own/a"}
    cookie = f"{sessions.COOKIE}={signed.cookies[sessions.COOKIE]}".encode()
    connection = HTTPConnection(asked | {"headers": [(b"cookie", cookie), (b"content-length", b"200000")]})
    who = Session(Actor("x", "330200", (Grant("steward", "330200"),)))
    assert here.refusal(connection, who) == 413
    here.end(signed.cookies[sessions.COOKIE], 900_000)
    assert here.refusal(connection, who) is None
