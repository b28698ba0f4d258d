"""The files that show what was done: looked at as those of questions are, and given as downloads only."""

from sqlalchemy import Connection, insert, select

from data import bulk
from data.access import Actor
from data.clocks import reading
from data.files import keep as keep_content
from data.files import kept
from data.instructions import rights
from data.questions.evidence import Checked, File, checked
from data.questions.kinds import Refused
from data.schema import instruction_file

__all__ = ["Checked", "File", "checked", "file_of", "keep"]


def keep(conn: Connection, files: tuple[Checked, ...], number: int, position: int) -> None:
    """Attach files to a step, for who holds the write lock."""
    for file in files:
        what = {"file_name": file.name, "kind": file.kind, "size": len(file.content), "scanned": file.scanned}
        place = {"number": bulk.next_number(conn, instruction_file), "instruction": number, "position": position}
        conn.execute(insert(instruction_file).values(**place, **what, sha256=keep_content(conn, file.content)))


def file_of(conn: Connection, number: int, actor: Actor) -> tuple[str, str, bytes]:
    """An attached file: its name, its media type and its content. Refused where there is none that the actor may read."""
    row = conn.execute(select(instruction_file).where(instruction_file.c.number == number)).first()
    one = reading.one(conn, row.instruction) if row else None
    if row is None or one is None or not rights.may_read(actor, one, rights.tree_for(conn, one.standing.unit)):
        raise Refused("gone")
    return row.file_name, row.kind, kept(conn, row.sha256)
