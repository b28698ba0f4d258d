"""A few rows of a register inside a panel of another page: what each is called, some of its fields, how it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from data.registers import REGISTERS
from data.text import Text
from ui.rows.fields import chip, linked, or_dash, title
from ui.rows.links import opened
from ui.scope import Scope
from ui.tables import Column, link, table

SHORT = ("choice", "date", "month")  # words and days that are not broken
STANDING = Text("状态", "Standing")


def few(
    scope: Scope, register: str, rows: Sequence[Mapping[Any, Any]], shown: Sequence[str], *, empty: str = ""
) -> Markup:
    """The rows as a table, each leading to its page, with the fields `shown` by their keys; `empty` where there is none."""
    lang, declared = scope.lang, REGISTERS[register]
    say = linked(register, rows, scope)
    columns = [Column("title", declared.field(declared.title_field).name.in_(lang), "main")]
    fields = [declared.field(key) for key in shown]
    columns += [Column(each.key, each.name.in_(lang), "short" if each.type in SHORT else "") for each in fields]
    columns += [Column("standing", STANDING.in_(lang), "standing")] if declared.states else []
    drawn = [
        {key: or_dash(say(key, row[key])) for key in shown}
        | {
            "title": link(title(declared, row, lang), opened(scope, register, row["key"])),
            "standing": chip(declared, row["standing"], lang),
        }
        for row in rows
    ]
    return table(columns, drawn, empty=empty)
