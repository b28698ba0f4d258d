"""The gate before a real server: foreign pages get no socket and make nobody ask the internet; tools of Streamlit are
refused; files go into one's own session alone."""

from contextlib import closing
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from data.people import sessions
from tests.pages.conftest import EVERYBODY
from tests.pages.outside import ASKED


def socket(server, *, origin=None, who=EVERYBODY):
    """A socket as a browser of that person's opens it."""
    headers = {"cookie": f"{sessions.COOKIE}={server.cookies[who]}; _streamlit_xsrf=1"} if who else {}
    return connect(
        server.address.replace("http", "ws") + "/_stcore/stream",
        origin=server.address if origin is None else origin,
        additional_headers=headers,
        subprotocols=["streamlit"],
        max_size=None,
        proxy=None,
    )


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9", "http://localhost:1", "null"])
def test_a_page_of_another_site_gets_no_socket_and_nobody_is_asked_about_it(bare, origin):
    before = len(ASKED)
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        socket(bare, origin=origin).recv()
    request = Request(bare.address + "/_stcore/health", headers={"origin": origin})
    with closing(urlopen(request, timeout=10)) as answer:
        assert "access-control-allow-origin" not in answer.headers
    assert ASKED[before:] == []


def rerun(query: str) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = query
    return message.SerializeToString()


def told(stream) -> tuple[str, str]:
    """The session that the script runs for, and whether a run ended."""
    session = ""
    while True:
        message = ForwardMsg.FromString(stream.recv(timeout=60))
        kind = message.WhichOneof("type")
        if kind == "new_session":
            session = message.new_session.initialize.session_id
        if kind == "script_finished":
            return session, kind


def put(server, session, who):
    cookies = f"{sessions.COOKIE}={server.cookies[who]}"
    body = b'--b\r\ncontent-disposition: form-data; name="f"; filename="a.csv"\r\n\r\nx\r\n--b--\r\n'
    headers = {"cookie": cookies, "content-type": "multipart/form-data; boundary=b"}
    request = Request(f"{server.address}/_stcore/upload_file/{session}/f1", body, headers, method="PUT")
    try:
        urlopen(request, timeout=10).close()
    except HTTPError as refused:
        refused.close()
        return refused.code, refused.headers.get("content-length")
    return 204, None


def test_a_viewer_draws_pages_and_clears_nothing(bare):
    bare.person("nobodys")
    with socket(bare) as stream:
        stream.send(rerun("unit=330200"))
        session, _ = told(stream)
        tool = BackMsg(clear_cache=True)
        stream.send(tool.SerializeToString())  # it would answer with a frame of its own
        stream.send(rerun("unit=330300"))
        assert told(stream)[1] == "script_finished"
        # Ours: Streamlit itself asks for the token of the page next, so the gate has let it pass.
        assert put(bare, session, EVERYBODY)[0] == 403
        assert put(bare, session, "nobodys")[0] == 403
