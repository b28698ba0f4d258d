"""Files of the interface are sent compressed, by whichever way the server was started."""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from web import compressing
from web.compressing import Compressing

small = gzip.compress
LONG = b"const word = 1;" * 400


@pytest.fixture
def files(tmp_path):
    for name, content in {"a.js": LONG, "small.js": b"1;", "a.woff2": LONG}.items():
        (tmp_path / name).write_bytes(content)
    routes = [
        Route("/static/made.js", lambda _: Response(LONG, media_type="text/javascript")),
        Mount("/static", StaticFiles(directory=tmp_path)),
        Route("/a.js", lambda _: FileResponse(tmp_path / "a.js")),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Compressing)]))


@pytest.mark.parametrize(
    ("path", "headers", "small"),
    [
        ("/static/a.js", {}, True),
        ("/static/a.js", {"accept-encoding": "br"}, False),
        ("/static/a.js", {"range": "bytes=0-9"}, False),
        ("/static/small.js", {}, False),
        ("/static/a.woff2", {}, False),
        ("/static/none.js", {}, False),
        ("/static/made.js", {}, False),  # nothing says when it changes
        ("/a.js", {}, False),
    ],
)
def test_what_is_worth_it_is_sent_compressed(files, path, headers, small):
    answer = files.get(path, headers={"accept-encoding": "gzip"} | headers)
    assert (answer.headers.get("content-encoding") == "gzip") == small
    if small:
        assert answer.content == LONG
        assert int(answer.headers["content-length"]) < len(LONG) / 10
        assert answer.headers["vary"] == "Accept-Encoding"


def test_a_file_is_compressed_once_and_again_when_it_has_changed(files, tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(compressing.gzip, "compress", lambda body, level: done.append(body) or small(body))
    for _ in range(2):
        assert files.get("/static/a.js").content == LONG
    assert done == [LONG]
    (tmp_path / "a.js").write_bytes(LONG * 2)
    assert files.get("/static/a.js").content == LONG * 2
    assert len(done) == 2


def test_who_has_it_is_not_sent_it_again(files):
    etag = files.get("/static/a.js").headers["etag"]
    assert files.get("/static/a.js", headers={"if-none-match": etag}).status_code == 304
