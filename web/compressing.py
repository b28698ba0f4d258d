"""Streamlit gives its own files as they are, three megabytes for a first view: compressed here, each once, and kept.

A first view asks for seventy of them at the very moment at which its script runs. One that never changes is handed out from
memory: each thread that would read it from the disk waits for the script first.

Behind the proxy of `docs/deploy` they are kept compressed there; a server that is asked directly does it itself."""

import gzip
from dataclasses import dataclass

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.held import Held

FILES = ("/static/", "/style/")
KINDS = ("text/css", "text/javascript", "application/javascript", "application/json", "application/wasm", "image/svg")
SMALLEST = 1024  # bytes


@dataclass(frozen=True)
class _Kept:
    """A file as it is sent: what it was when it was read, and whether it stays that for good."""

    etag: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    for_good: bool

    async def send(self, onward: Send) -> None:
        # A list of its own: who passes it on adds to it.
        await onward({"type": "http.response.start", "status": 200, "headers": list(self.headers)})
        await onward({"type": "http.response.body", "body": self.body})


class Compressing:
    """Compresses the files of the interface for who takes them so; every other answer passes as it is."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.kept: dict[str, _Kept] = {}  # by path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_asked(scope):
            await self.app(scope, receive, send)
            return
        kept = self.kept.get(scope["path"])
        if kept and kept.for_good and "if-none-match" not in Headers(scope=scope):
            await kept.send(send)
            return
        answer = _Answer(self.kept, scope["path"], send)
        await self.app(scope, receive, Held(send, _is_kept, answer.finish).send)


def _is_asked(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not any(each in scope["path"] for each in FILES):
        return False
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


class _Answer:
    """The answer for one path, sent compressed where that is worth it."""

    def __init__(self, kept: dict[str, _Kept], path: str, onward: Send):
        self.kept, self.path, self.onward = kept, path, onward

    async def finish(self, start: Message, body: bytes) -> None:
        etag = Headers(raw=start["headers"])["etag"]
        kept = self.kept.get(self.path)
        if kept is None or kept.etag != etag:
            kept = await to_thread.run_sync(_compressed if _is_worth_it(start) else _as_it_is, start, body)
            self.kept[self.path] = kept
        await kept.send(self.onward)


def _compressed(start: Message, body: bytes) -> _Kept:
    small = gzip.compress(body, 9)
    headers = MutableHeaders(raw=list(start["headers"]))
    etag = headers["etag"]
    headers["content-encoding"], headers["content-length"] = "gzip", str(len(small))
    headers.add_vary_header("Accept-Encoding")
    headers["etag"] = etag if etag.startswith("W/") else f"W/{etag}"
    return _Kept(etag, headers.raw, small, _stays(start))


def _as_it_is(start: Message, body: bytes) -> _Kept:
    return _Kept(Headers(raw=start["headers"])["etag"], list(start["headers"]), body, _stays(start))


def _is_kept(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    told = "etag" in headers and "content-encoding" not in headers  # without one nothing says when it changes
    return start["status"] == 200 and told and (_stays(start) or _is_worth_it(start))


def _stays(start: Message) -> bool:
    return "immutable" in Headers(raw=start["headers"]).get("cache-control", "")


def _is_worth_it(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    known = headers.get("content-type", "").startswith(KINDS)
    return known and int(headers.get("content-length", SMALLEST)) >= SMALLEST
