"""What leaves the cockpit as a file leaves a line in the audit log, at whichever button."""

import ast
from contextlib import nullcontext

from sqlalchemy import select

from data.schema import audit
from tests.people import somebody
from tests.test_imports import ROOT
from ui import exporting

STEWARD = somebody("steward", "330200", login="wang")
# Buttons whose file is not noted when it is pressed, and why.
NOTED_WHEN_MADE = "made before with a button, which notes it"
NOTED_OTHERWISE = {
    "ui/exporting.py": "`taken_along` notes the list and its rows",
    "ui/presenting/papers.py": NOTED_WHEN_MADE,
    "ui/presenting/briefs.py": NOTED_WHEN_MADE,
    "ui/presenting/decks.py": NOTED_WHEN_MADE,
    "ui/proofreading/found.py": NOTED_WHEN_MADE,
    "ui/desk/files.py": "a steward's own draft, as they are typing it",
    "ui/desk/steward.py": "a template to be filled in by who reports the unit",
    "ui/people/roster.py": "an empty template",
}


def downloads():
    """File and what the button gives, of every download button."""
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "download_button":
                yield str(path.relative_to(ROOT)), ast.unparse(node.args[1])


def test_each_download_is_noted():
    found = list(downloads())
    assert len(found) >= 14
    unnoted = {path for path, given in found if not given.startswith("given_out(")}
    assert unnoted == set(NOTED_OTHERWISE)


def test_what_is_given_out_is_noted_when_the_button_is_pressed(conn, lasting_engine, monkeypatch):
    monkeypatch.setattr(exporting, "later", lambda make: make)
    monkeypatch.setattr(exporting, "actor", lambda: STEWARD)
    monkeypatch.setattr(exporting.room, "engine", lambda: lasting_engine)
    monkeypatch.setattr(exporting.disclosures.store, "writing", lambda _: nullcontext(conn))
    button = exporting.given_out("question 3", "说明.pdf", lambda: b"%PDF")
    assert not conn.execute(select(audit.c.number)).all()
    assert button() == b"%PDF"
    line = conn.execute(select(audit.c.login, audit.c.action, audit.c.object, audit.c.after)).one()
    assert (line.login, line.action, line.object) == ("wang", "file_downloaded", "question 3")
    assert "说明.pdf" in line.after
