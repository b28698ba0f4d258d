"""What of Streamlit is in use that it does not promise to keep. A test each: what fails here after an upgrade says what of
ours is broken by it."""

import re
from pathlib import Path
from types import MappingProxyType

import pytest
import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest
from streamlit.web.server import server_util
from streamlit.web.server.starlette import starlette_app_utils as signing
from streamlit.web.server.starlette import starlette_auth_routes, starlette_routes, starlette_websocket

from ui import streamlit_private as private

ROOT = Path(__file__).parent.parent
FRONTEND = Path(streamlit.__file__).parent / "static"
SECRET = "0123456789abcdef" * 2


def test_frames_of_the_socket():
    """Breaks: the gate lets nothing through (`web/gate.py`), so no page is drawn."""
    rerun = BackMsg()
    rerun.rerun_script.query_string = "unit=330200"
    assert private.frame_kind(rerun.SerializeToString()) == "rerun_script"
    assert private.frame_kind(b"\xff") == ""
    wanted = BackMsg()
    wanted.backend_operation_request.deferred_file.file_id = "x"
    assert private.may_pass(wanted.SerializeToString())


def test_addresses_of_the_server():
    """Breaks: the gate watches addresses at which nobody listens, and the real ones stand open."""
    assert f"/{starlette_websocket._ROUTE_WEBSOCKET_STREAM}" == private.STREAM
    assert f"/{starlette_routes.BASE_ROUTE_UPLOAD_FILE}/" == private.UPLOADS
    assert f"/{starlette_routes.ROUTE_HEALTH}" == private.HEALTH
    core = (starlette_routes.BASE_ROUTE_CORE, starlette_routes.BASE_ROUTE_MEDIA, starlette_routes.BASE_ROUTE_COMPONENT)
    assert tuple(f"/{each}/" for each in core) == private.INNER
    auth = starlette_auth_routes
    ways = (auth._ROUTE_AUTH_LOGIN, auth._ROUTE_AUTH_LOGOUT, auth._ROUTE_OAUTH_CALLBACK)
    assert {f"/{each}" for each in ways} == private.SIGN_IN


def test_how_its_page_starts():
    """Breaks: a page asks two addresses before its socket, or fetches late what every view needs (`web/document.py`)."""
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    program = "".join(path.read_text(encoding="utf-8") for path in folder.glob("index.*.js"))
    for name in ("window.__streamlit", "BACKEND_BASE_URL", "HOST_CONFIG", "allowedOrigins", "useExternalAuthToken"):
        assert name.removeprefix("window.") in private.CONNECTS_AT_ONCE
        assert name in program
    assert re.search(
        r"document\.fonts\.load\(`1em \"\$\{\w+\.materialIcons\}\"`\)", program
    )  # what `ICONS_WHEN_SEEN` leaves out
    assert "materialIcons:`Material Symbols" in "".join(
        path.read_text(encoding="utf-8") for path in folder.glob("utils.*.js")
    )
    document = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    assert len(private.PROGRAM.findall(document)) == 1  # which may begin later
    found = private.parts_of_every_view()
    assert [name.rpartition(".")[0].rpartition(".")[0] for name in found] == list(private.PARTS)


def test_whose_session_an_upload_names(monkeypatch):
    """Breaks: nobody can send a file (`web/uploading.py`)."""
    assert private.cookies_of("none") is None  # no server runs here

    class Context:
        cookies = MappingProxyType({"a": "b"})

    class Client:
        client_context = Context()

    class Server:
        uploaded_file_mgr = MemoryUploadedFileManager("/x")

        def get_client(self, session):
            return Client() if session == "own" else None

    monkeypatch.setattr(Runtime, "exists", lambda: True)
    monkeypatch.setattr(Runtime, "instance", Server)
    assert private.cookies_of("own") == {"a": "b"}
    assert private.cookies_of("other") is None
    assert callable(Runtime.get_client)
    assert isinstance(starlette_websocket.StarletteClientContext.cookies, property)
    Server.uploaded_file_mgr.add_file("own", UploadedFileRec("f", "a.xlsx", "", b"12345"))
    assert private.uploaded_bytes() == {"own": 5}


def test_the_cookie_of_the_identity_provider(monkeypatch):
    """Breaks: nobody gets in with the identity provider (`web/signing_in.py`), or a forged cookie does."""
    monkeypatch.setattr(private, "get_cookie_secret", lambda: SECRET)
    name = private.USER_COOKIE_NAME
    said = '{"is_logged_in": true, "sub": "u-1"}'
    good = signing.create_signed_value(SECRET, name, said).decode()
    assert private.provider_claims({name: good}) == {"is_logged_in": True, "sub": "u-1"}
    forged = signing.create_signed_value("another secret" * 3, name, said).decode()
    out = signing.create_signed_value(SECRET, name, '{"is_logged_in": false}').decode()
    for cookies in ({name: forged}, {name: good[:-2]}, {name: "x"}, {name: "名"}, {name: out}, {}):
        assert private.provider_claims(cookies) is None
    parts = {name: "chunks-2", f"{name}_1": said[:9], f"{name}_2": said[9:]}
    signed = {each: signing.create_signed_value(SECRET, each, part).decode() for each, part in parts.items()}
    assert private.provider_claims(signed) == {"is_logged_in": True, "sub": "u-1"}


def test_the_way_to_the_identity_provider(monkeypatch):
    """Breaks: the button of the provider leads nowhere."""
    monkeypatch.setattr("streamlit.auth_util.get_signing_secret", lambda: SECRET)
    address = private.provider_login("gov")
    assert starlette_auth_routes._parse_provider_token(address.partition("=")[2]) == "gov"


def test_no_page_is_found_before_ours_are_declared():
    """Breaks: on a cold server a page runs without the access check of `app.py`."""
    assert private.PagesManager.uses_pages_directory in (None, True, False)


def test_threads_of_a_run():
    """Breaks: a download is made by nobody (`ui/actor.py: later`)."""
    assert callable(private.add_script_run_ctx)
    assert private.get_script_run_ctx(suppress_warning=True) is None


def test_types_of_elements_and_pages():
    """Breaks: type checks only."""
    assert private.DeltaGenerator
    assert private.StreamlitPage


def test_where_streamlit_would_ask_the_internet():
    """The gate keeps foreign Origins from this function, which asks amazonaws.com. Gone: the gate may do less."""
    assert "get_external_ip" in server_util.is_url_from_allowed_origins.__code__.co_names
    assert starlette_websocket._is_origin_allowed("http://here:8501", "here:8501")


def test_session_of_the_first_frame():
    """Breaks: tests that speak over a socket of their own."""
    began = ForwardMsg()
    began.new_session.initialize.session_id = "x"
    assert began.WhichOneof("type") == "new_session"


FILES = [*(ROOT / "ui").rglob("*.css"), *(ROOT / "ui").rglob("*.js")]
MARKS = {
    mark for file in FILES for mark in re.findall(r"""data-testid[\^*$]?=['"]?([\w-]+)""", file.read_text("utf-8"))
}


@pytest.mark.parametrize("mark", sorted(MARKS | {"data-test-connection-state", "stMain"}))
def test_marks_in_the_page(mark, frontend):
    """Breaks: a style sheet or `board.js` that looks for this mark finds nothing."""
    assert mark in frontend


@pytest.fixture(scope="module")
def frontend() -> str:
    """Everything that Streamlit sends to a browser."""
    return "".join(file.read_text(encoding="utf-8") for file in FRONTEND.rglob("*.js"))


def test_a_run_beside_the_present_one():
    """Breaks: nothing can be sealed (`ui/sealing/drawing.py`), for no page is drawn without being shown."""

    def script():
        import streamlit as st

        from ui import streamlit_private as private

        def other():
            st.session_state["seen"] = "elsewhere"
            told.append((st.query_params["unit"], st.session_state["given"]))
            st.button("pressed", key="same")
            st.stop()

        def failing():
            raise KeyError("told here")

        told: list = []
        st.session_state["seen"] = "here"
        st.button("pressed", key="same")
        kinds = private.apart(other, {"unit": "330200"}, {"given": 5})
        try:
            private.apart(failing, {}, {})
        except KeyError as error:
            told.append(error.args)
        st.text(repr([sorted(kinds - {"empty"}), told, st.session_state["seen"], dict(st.query_params)]))

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.text[0].value == "[['button'], [('330200', 5), ('told here',)], 'here', {}]"
    assert len(app.button) == 1


def test_a_script_runs_where_no_browser_asked_for_it():
    """Breaks: nothing is drawn for a kiosk, nor small on the presenter's console."""

    def script() -> None:
        streamlit.empty()
        streamlit.write(streamlit.query_params["unit"], streamlit.session_state["who"])

    assert private.apart(script, {"unit": "330200"}, {"who": "lan"}) >= {"markdown"}
