"""Every part of Streamlit in use that it does not promise to keep. Nothing private of it is named anywhere else.

`tests/test_streamlit_private.py` asks each after an upgrade and says what of ours breaks. It imports nothing of ours, so
that the gate (`web/`), which otherwise knows no Streamlit, can ask it too.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from logging import Handler, Logger
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import streamlit
import streamlit as st
from streamlit import logger as own_log
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.config import get_option
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext, SharedRunState
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

__all__ = ["DeltaGenerator", "PagesManager", "StreamlitPage", "add_script_run_ctx", "get_script_run_ctx"]

# What a viewer's browser sends; all else are tools of who develops an app, or clear what everybody shares.
FRAMES = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"})
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})

# Where the server listens; `web/gate.py` decides who may ask there.
STREAM = "/_stcore/stream"
UPLOADS = "/_stcore/upload_file/"
HEALTH = "/_stcore/health"
INNER = ("/_stcore/", "/media/", "/component/")
ACCESS = "uvicorn.access"
# Read by Streamlit's page as it starts: with the address and what it would ask of the host, it opens its socket at once. Else it
# first asks two addresses, and on a page other than the front page two wrong ones before.
CONNECTS_AT_ONCE = (
    'window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href, '
    "HOST_CONFIG: {allowedOrigins: [location.origin], useExternalAuthToken: false}}"
)
# It fetches the letters of all its icons as it starts (375 KB); with this they come where one is drawn.
ICONS_WHEN_SEEN = (
    "{const load = document.fonts.load.bind(document.fonts); document.fonts.load = (font, ...text) => "
    'font.includes("Material Symbols") ? Promise.resolve([]) : load(font, ...text)}'
)
# Where its document begins its program, which then may begin later: after what our document shows first.
PROGRAM = re.compile(rb'<script type="module" crossorigin src="([^"]+)"></script>')
PARTS = ("Html", "purify.es", "BidiComponent", "serialization", "recordbatch", "_arrayReduce")
SIGN_IN = frozenset({"/auth/login", "/auth/logout", "/oauth2callback"})  # with an identity provider


@cache
def parts_of_every_view() -> tuple[str, ...]:
    """The files of Streamlit's page that it fetches only once a first element wants them, and every view of ours does."""
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    return tuple(path.name for part in PARTS for path in sorted(folder.glob(f"{part}.*.js")))


def frame_kind(frame: bytes) -> str:
    """What a frame of the browser asks for, "" for what is none; an operation by its own name."""
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except Exception:  # protobuf's DecodeError, which has another class in each of its implementations
        return ""
    kind = message.WhichOneof("type") or ""
    return (
        (message.backend_operation_request.WhichOneof("payload") or "") if kind == "backend_operation_request" else kind
    )


def may_pass(frame: bytes) -> bool:
    """Whether a frame is one of a viewer's."""
    return frame_kind(frame) in (FRAMES | OPERATIONS) - {"backend_operation_request"}


def apart(script: Callable[[], None], query: Mapping[str, str], state: Mapping[str, Any]) -> set[str]:
    """Run a script beside the run that asks, or where none does, with a query and a session state of its own; nothing it shows reaches
    a browser. Which kinds of elements it would have shown. What the script raises is raised here; `st.stop` ends it quietly."""
    shown: set[str] = set()
    failed: list[BaseException] = []
    requests = ScriptRequests()  # otherwise `st.stop` would end the run that asks

    def note(message: Any) -> None:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            shown.add(message.delta.new_element.WhichOneof("type"))
        if requests.on_scriptrunner_yield():
            raise StopException

    beside = get_script_run_ctx(suppress_warning=True)
    run = replace(
        beside or _nobodys(), _enqueue=note, query_string=urlencode(query), session_state=SafeSessionState(SessionState(), lambda: None),
        fragment_storage=MemoryFragmentStorage(), shared=SharedRunState(), cursors={}, script_requests=requests, yield_check=lambda: None,
    )  # fmt: skip

    def there() -> None:
        if beside is None:  # otherwise the thread is given what the run beside it knows of itself
            add_script_run_ctx(ctx=run)
        try:
            with run.session_state.query_params() as asked:
                asked.populate_from_query_string(run.query_string)
            for name, value in state.items():
                st.session_state[name] = value
            script()
        except StopException:
            pass
        except BaseException as error:  # told where it was asked for
            failed.append(error)

    thread = Thread(target=there)
    add_script_run_ctx(thread, run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return shown


def _nobodys() -> ScriptRunContext:
    """The run of a script that no browser asked for."""
    state = SafeSessionState(SessionState(), lambda: None)
    pages, files = PagesManager("app.py"), MemoryUploadedFileManager("")
    return ScriptRunContext("", lambda _: None, "", state, files, "app.py", {}, MemoryFragmentStorage(), pages)


def cookies_of(session: str) -> Mapping[str, str] | None:
    """The cookies with which the browser of a session of the script came; None where there is no such session."""
    client = Runtime.instance().get_client(session) if Runtime.exists() else None
    context = client.client_context if client else None
    return context.cookies if context else None


def uploaded_bytes() -> dict[str, int]:
    """How much each session of the script holds of files that were sent to it."""
    files = Runtime.instance().uploaded_file_mgr if Runtime.exists() else None
    if not isinstance(files, MemoryUploadedFileManager):
        return {}
    return {
        session: sum(len(each.data) for each in list(held.values()))
        for session, held in list(files.file_storage.items())
    }


def largest_upload() -> int:
    """Bytes of the largest file that may be sent."""
    return int(get_option("server.maxUploadSize")) * 1024 * 1024


def provider_login(provider: str) -> str:
    """The address at which signing in with that identity provider begins."""
    return "/auth/login?provider=" + encode_provider_token(provider)


def provider_cookie(cookies: Mapping[str, str]) -> str:
    """The cookie that Streamlit gives after a sign-in with the provider, as it came; "" without one."""
    return cookies.get(USER_COOKIE_NAME, "")


def provider_claims(cookies: Mapping[str, str]) -> dict[str, Any] | None:
    """What the provider says of somebody, if the cookie is signed by this installation and says they are signed in."""

    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1", "replace")) if value else None

    told = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    try:
        claims = json.loads(told) if told else None
    except ValueError:
        return None
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") is True else None


def log_through(handler: Handler) -> None:
    """Have Streamlit, and the server below it, write their log by that handler and no other: also where they begin later.
    Without a handler the server writes no line for each request, as Streamlit asks it not to."""

    def only(logger: Logger) -> None:
        logger.handlers = [] if logger.name == ACCESS else [handler]

    own_log.setup_formatter = only
    for each in own_log._loggers.values():
        only(each)


def header(name: str) -> str:
    """A header with which the browser of this run opened its socket; "" where there is none, as in tests without one."""
    return st.context.headers.get(name) or ""
