"""A workbook that holds rows of a restricted register is for those alone who may read them, whoever shares the draft."""

from sqlalchemy import Connection

from data import months
from data.access import Actor
from data.refusal import Refusal
from data.register_rights import may_read_rows
from data.registers import REGISTERS
from data.reporting import rights
from data.reporting.drafted import Draft
from data.text import Text
from data.uploads.parse import Book
from data.uploads.understanding import headers

REFUSED = Text(
    "这份草稿里有“{register}”的内容，只有{owner}授权的人员可以打开。请由{name}提交或作废后再填，或请管理员授权。",
    "This draft holds rows of “{register}” and opens for those named for {owner} alone. Let {name} hand it in or throw it away "
    "first, or ask an administrator for the role.",
)


class Refused(Refusal):
    """A draft with rows that this person may not read."""


def require_readable(conn: Connection, actor: Actor, draft: Draft, book: Book) -> None:
    """Raise `Refused` where the workbook of a draft has rows of a register that the actor may not read."""
    tree = rights.tree_with(conn, draft.unit, months.end_of(draft.month))
    for key in sorted(restricted_in(book)):
        if not may_read_rows(actor, key, draft.unit, tree):
            register = REGISTERS[key]
            told = {"owner": register.owner, "name": draft.name}
            raise Refused(
                Text(REFUSED.zh.format(register=register.zh, **told), REFUSED.en.format(register=register.en, **told))
            )


def may_read_all(conn: Connection, actor: Actor, draft: Draft) -> bool:
    """Whether the actor may read the rows of every restricted register of the draft's unit."""
    tree = rights.tree_with(conn, draft.unit, months.end_of(draft.month))
    restricted = (key for key, register in REGISTERS.items() if register.restricted)
    return all(may_read_rows(actor, key, draft.unit, tree) for key in restricted)


def restricted_in(book: Book) -> frozenset[str]:
    """The restricted registers of which a workbook has rows, on hidden sheets too."""
    return frozenset(register for register, _ in restricted_sheets(book))


def restricted_sheets(book: Book) -> frozenset[tuple[str, str]]:
    """The same, each with the name of the sheet it stands on."""
    tables = (table for sheet in book.sheets for table in headers.tables(sheet))
    return frozenset(
        (table.register.key, table.sheet.name)
        for table in tables
        if table.register and table.register.restricted and (table.sheet.cells[table.first : table.last] != "").any()
    )
