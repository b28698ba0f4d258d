"""Slides over HTTP: of a page, a storyline and a seal that are the caller's, and a deck brought to another month."""

import io
from base64 import b64decode

import pytest
from pptx import Presentation

from data import audit, store
from data.access import Grant
from data.decks import links
from data.media_types import PPTX
from data.presenting import storylines
from data.presenting.reading import Step
from data.presenting.views import View
from data.seals import keeping
from data.seals.content import Content
from data.text import Text
from metrics.papers import making as printing
from tests import cases
from tests.calling import OCTOBER, Caller
from tests.calling import at_work as at_work
from tests.staff import hire

CITY, AWAY = "330200", "330100"
STEPS = (
    Step(View("map", CITY, OCTOBER, (("metric", "visits"),)), Text("访问量", "Visits"), "先说访问量。"),
    Step(View("instructions", CITY, OCTOBER)),
)


@pytest.fixture
def caller(at_work):
    with store.writing(at_work) as conn:
        cases.report(conn, cases.reports(f"unit | month | visits\n{CITY} | 2026-09 | 10\n{CITY} | 2026-10 | 12"))
    return Caller(at_work, hire(at_work, "lan", CITY, Grant("presenter", CITY), name="兰"))


@pytest.fixture
def storyline(at_work, caller):
    return storylines.create(at_work, Text("例会", "Meeting"), CITY, STEPS, by=caller.actor)


def titles(content: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(content)).slides]


def test_a_page_a_storyline_and_a_seal_are_slides_for_whose_they_are(at_work, caller, storyline, tmp_path, monkeypatch):
    monkeypatch.setenv("COCKPIT_SEALS_KEY_FILE", str(tmp_path / "key.pem"))
    content = Content(
        title=Text("例会", "Meeting"), storyline=storyline, version=1, unit=CITY, room="real", revision=1, steps=2, slides="", style="", script=""
    )  # fmt: skip
    seal = keeping.keep(at_work, content, by=caller.actor)
    page = caller.http.get("/v1/deck", params={"unit": CITY, "month": "2026-10", "view": "map?metric=visits"})
    assert page.headers["content-type"] == PPTX
    assert page.headers["content-disposition"] == 'attachment; filename="map-330200-2026-10.pptx"'
    assert len(titles(page.content)) == 2
    for asked in ({"storyline": storyline}, {"seal": seal}):
        assert titles(caller.http.get("/v1/deck", params=asked).content) == ["例会", "访问量", "交办"]
    with at_work.connect() as conn:
        noted = audit.listing(conn, action="deck_made")
    assert list(noted["object"]) == [f"seal {seal}", f"storyline {storyline}", f"unit {CITY}"]


def test_a_storyline_is_a_pdf_too(caller, storyline, monkeypatch):
    monkeypatch.setattr(printing, "pdf", lambda sheets, *_, **how: f"{len(sheets)} on {how['paper']}".encode())
    answer = caller.http.get("/v1/pdf", params={"storyline": storyline, "paper": "A3"})
    assert answer.content == b"3 on A3"  # the map has a sheet of its own
    assert answer.headers["content-disposition"] == f'attachment; filename="storyline-{storyline}.pdf"'


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"storyline": 99}, 404), ({"seal": 99}, 404), ({"storyline": 1 << 40}, 422), ({"unit": AWAY, "month": "2026-10"}, 403)],
)  # fmt: skip
@pytest.mark.parametrize("file", ["deck", "pdf"])
def test_what_is_not_there_or_not_theirs_is_not_made(caller, file, asked, status):
    assert caller.http.get(f"/v1/{file}", params=asked).status_code == status


def test_another_presenters_storyline_is_none_of_theirs(at_work, storyline):
    other = Caller(at_work, hire(at_work, "yun", CITY, Grant("presenter", CITY), name="云"))
    assert other.http.get("/v1/deck", params={"storyline": storyline}).status_code == 404


def test_a_deck_is_brought_to_another_month_and_what_changed_is_told(at_work, caller):
    asked = {"unit": CITY, "month": "2026-09", "view": "map?metric=visits"}
    old = caller.http.get("/v1/deck", params=asked).content
    answer = caller.http.post("/v1/deck", params={"month": "2026-10"}, files={"file": ("old.pptx", old)})
    told = answer.json()
    assert (answer.status_code, told["month"], told["left"]) == (200, "2026-10", [])
    assert ("10人次", "12人次") in {
        (each["before"].replace(" ", ""), each["after"].replace(" ", "")) for each in told["changed"]
    }
    new = Presentation(io.BytesIO(b64decode(told["content"])))
    months = {link.month for slide in new.slides for shape in slide.shapes if (link := links.of_name(shape.name))}
    assert months == {OCTOBER}
    with at_work.connect() as conn:
        assert audit.listing(conn).iloc[0]["action"] == "deck_updated"
    for name, content in (("a.docx", old), ("a.pptx", b"no deck"), ("a.pptm", old)):
        refused = caller.http.post("/v1/deck", params={"month": "2026-10"}, files={"file": (name, content)})
        assert refused.status_code == 409, name
        assert refused.json()["zh"]
