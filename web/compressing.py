"""Streamlit gives its own files as they are, three megabytes for a first view: compressed here, each once.

Behind the proxy of `docs/deploy` they are kept compressed there; a server that is asked directly does it itself."""

import gzip

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.held import Held

FILES = ("/static/", "/style/")
KINDS = ("text/css", "text/javascript", "application/javascript", "application/json", "application/wasm", "image/svg")
SMALLEST = 1024  # bytes


class Compressing:
    """Compresses the files of the interface for who takes them so; every other answer passes as it is."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.kept: dict[str, tuple[str, bytes]] = {}  # path → what the file was when it was compressed, and compressed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_asked(scope):
            await self.app(scope, receive, send)
            return
        answer = _Answer(self.kept, scope["path"], send)
        await self.app(scope, receive, Held(send, _is_worth_it, answer.finish).send)


def _is_asked(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not any(each in scope["path"] for each in FILES):
        return False
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


class _Answer:
    """The answer for one path, sent compressed."""

    def __init__(self, kept: dict[str, tuple[str, bytes]], path: str, onward: Send):
        self.kept, self.path, self.onward = kept, path, onward

    async def finish(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(scope=start)
        etag = headers.get("etag", "")
        was, small = self.kept.get(self.path, ("", b""))
        if not small or was != etag:
            small = await to_thread.run_sync(gzip.compress, body, 9)
            self.kept[self.path] = (etag, small)
        headers["content-encoding"], headers["content-length"] = "gzip", str(len(small))
        headers.add_vary_header("Accept-Encoding")
        if etag and not etag.startswith("W/"):
            headers["etag"] = f"W/{etag}"
        await self.onward(start)
        await self.onward({"type": "http.response.body", "body": small})


def _is_worth_it(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    known = headers.get("content-type", "").startswith(KINDS)
    large = int(headers.get("content-length", SMALLEST)) >= SMALLEST
    told = "etag" in headers  # what says when it changes is kept, all else would be kept for good
    return start["status"] == 200 and known and large and told and "content-encoding" not in headers
