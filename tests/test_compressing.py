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
        Route("/static/hashed/{name}", lambda asked: _hashed(tmp_path / asked.path_params["name"])),
        Route("/static/made.js", lambda _: Response(LONG, media_type="text/javascript")),
        Mount("/static", StaticFiles(directory=tmp_path)),
        Route("/a.js", lambda _: FileResponse(tmp_path / "a.js")),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Compressing)]))


def _hashed(path):
    return FileResponse(path, headers={"cache-control": "public, immutable, max-age=31536000"})


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


@pytest.mark.parametrize("name", ["a.js", "small.js", "a.woff2"])
def test_a_file_that_stays_for_good_is_read_once(files, tmp_path, name):
    first = files.get(f"/static/hashed/{name}")
    (tmp_path / name).unlink()
    again = files.get(f"/static/hashed/{name}")
    assert (again.status_code, again.content, again.headers) == (200, first.content, first.headers)


def test_one_that_stays_for_good_is_handed_as_it_is_to_who_takes_nothing_compressed(files):
    files.get("/static/hashed/a.js")
    plain = files.get("/static/hashed/a.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == LONG
