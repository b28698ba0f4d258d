"""What left the cockpit as a file, or was opened although few may see it, in the audit log: whoever has it can pass it on."""

from collections.abc import Mapping

from sqlalchemy import Engine

from data import audit, store
from data.access import Actor


def list_exported(engine: Engine, title: str, unit: str, rows: int, *, by: Actor) -> None:
    """A list of a unit was taken along as a workbook of so many rows."""
    _note(engine, "list_exported", f"list {title}", {"unit": unit, "rows": rows}, by)


def file_downloaded(engine: Engine, about: str, name: str, *, by: Actor) -> None:
    """The file behind `about` (“batch 12”, “question 3”, “seal 1”) was given out."""
    _note(engine, "file_downloaded", about, {"file": name}, by)


def register_opened(engine: Engine, register: str, unit: str, *, by: Actor) -> None:
    """A restricted register was opened in a unit by somebody who is named for it."""
    _note(engine, "register_opened", f"register {register}", {"unit": unit}, by)


def deck_made(engine: Engine, about: str, told: Mapping[str, object], *, by: Actor) -> None:
    """A deck was made of a storyline or of a unit's page, and given out."""
    _note(engine, "deck_made", about, told, by)


def deck_updated(engine: Engine, told: Mapping[str, object], *, by: Actor) -> None:
    """A deck was brought to another month, and given out."""
    _note(engine, "deck_updated", "deck", told, by)


def brief_made(engine: Engine, about: str, name: str, revision: int, *, by: Actor) -> None:
    """A briefing was made of a storyline or of a unit's month, and given out."""
    _note(engine, "brief_made", about, {"name": name, "revision": revision}, by)


def pdf_made(engine: Engine, about: str, told: Mapping[str, object], *, by: Actor) -> None:
    """A PDF was made of a storyline, a seal or a page, and given out."""
    _note(engine, "pdf_made", about, told, by)


def picture_made(engine: Engine, about: str, told: Mapping[str, object], *, by: Actor) -> None:
    """A picture was made of a page or a panel of it, and given out."""
    _note(engine, "picture_made", about, told, by)


def text_marked(engine: Engine, remarks: int, *, by: Actor) -> None:
    """A copy of somebody's document with so many remarks was made and given out; nothing of its words."""
    _note(engine, "text_marked", "text", {"remarks": remarks}, by)


def _note(engine: Engine, action: str, about: str, told: Mapping[str, object], by: Actor) -> None:
    with store.writing(engine) as conn:
        audit.add(conn, by, action, about, after=dict(told))
