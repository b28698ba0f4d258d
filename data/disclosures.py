"""What left the cockpit as a list, or was opened although few may see it, in the audit log: whoever has it can pass it on."""

from sqlalchemy import Engine

from data import audit, store
from data.access import Actor


def list_exported(engine: Engine, title: str, unit: str, rows: int, *, by: Actor) -> None:
    """A list of a unit was taken along as a workbook of so many rows."""
    with store.writing(engine) as conn:
        audit.add(conn, by, "list_exported", f"list {title}", after={"unit": unit, "rows": rows})


def file_downloaded(engine: Engine, about: str, name: str, *, by: Actor) -> None:
    """The file behind `about` (“batch 12”, “submission 3”) was given out as it came in."""
    with store.writing(engine) as conn:
        audit.add(conn, by, "file_downloaded", about, after={"file": name})


def register_opened(engine: Engine, register: str, unit: str, *, by: Actor) -> None:
    """A restricted register was opened in a unit by somebody who is named for it."""
    with store.writing(engine) as conn:
        audit.add(conn, by, "register_opened", f"register {register}", after={"unit": unit})
