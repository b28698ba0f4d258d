"""Files attached to a question or an answer: what they are is decided by their content, and they lie once by their hash."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from data import bulk, months, personal
from data.access import Actor
from data.questions import scanner
from data.questions.kinds import KINDS, Refused, looked_at
from data.questions.rights import require_to_read
from data.schema import batch_file, evidence, question
from data.settings import settings

__all__ = ["KINDS", "File", "Refused", "checked", "clean", "file_of", "keep", "looked_at"]

LONGEST_NAME = 100
HIDDEN = re.compile(r'[<>:"|?*\s]+')  # what no file system takes


@dataclass(frozen=True)
class File:
    """A file that somebody attaches, as the browser gave it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its name cleaned, its media type by its content, whether a virus scanner looked at it."""

    name: str
    kind: str
    content: bytes
    scanned: bool


def checked(files: tuple[File, ...], by: str = "") -> tuple[Checked, ...]:
    """The files of one message, each looked at. Refused with a sentence: too many, too large, or not what is taken."""
    if len(files) > settings().evidence.files:
        raise Refused("too_many", count=len(files), limit=settings().evidence.files)
    for file in files:
        personal.refuse(file.name)
    scanned = scanner.there_is_one()
    return tuple(Checked(clean(file.name), *looked_at(file.content, file.name, by), scanned) for file in files)


def keep(conn: Connection, files: tuple[Checked, ...], question_number: int, position: int, by: Actor) -> None:
    """Attach files to a message, for who holds the write lock. The same content is kept once."""
    for file in files:
        sha256 = hashlib.sha256(file.content).hexdigest()
        if conn.scalar(select(batch_file.c.sha256).where(batch_file.c.sha256 == sha256)) is None:
            conn.execute(insert(batch_file).values(sha256=sha256, content=file.content))
        place = {"number": bulk.next_number(conn, evidence), "question": question_number, "position": position}
        what = {"file_name": file.name, "kind": file.kind, "size": len(file.content), "sha256": sha256}
        what["scanned"] = file.scanned
        conn.execute(insert(evidence).values(**place, **what, at=months.now(), person=by.login))


def file_of(conn: Connection, number: int, actor: Actor) -> tuple[str, str, bytes]:
    """An attached file: its name, its media type and its content, to be given as a download and never shown in place.

    Refused where the actor may not read the unit it belongs to, or there is none of that number.
    """
    whose = select(question.c.measure, question.c.unit, question.c.month, evidence.c.file_name, evidence.c.kind)
    found = whose.add_columns(batch_file.c.content).join_from(evidence, question)
    row = conn.execute(found.join(batch_file).where(evidence.c.number == number)).first()
    if row is None:
        raise Refused("gone")
    require_to_read(conn, actor, row.measure, row.unit, row.month)
    return row.file_name, row.kind, row.content


def clean(file_name: str) -> str:
    """A name that is only a name: no folders, nothing invisible, nothing that turns the direction of writing."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", file_name))[-1]
    seen = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    stem, dot, ending = HIDDEN.sub("_", seen).strip("._ ").rpartition(".")
    return f"{(stem.strip('._ ') or 'evidence')[:LONGEST_NAME]}{dot or '.'}{ending.lower()}"
