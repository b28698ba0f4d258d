"""The rows of a list that a step shows, in words, for the pages after its numbers."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from data import months
from data.asked import as_number
from data.presenting.reading import Step
from data.register_rights import units_readable
from data.registers import REGISTERS, Field, Register
from data.registers.declaration import DEPARTMENT
from data.text import Text
from metrics import METRICS, standings
from metrics.decks.content import Listed
from metrics.decks.reading import Reader
from metrics.owners import office
from metrics.standings import Asked

OF_PAGE = {"problems": "problems", "applications": "applications"}
MOST = 120  # rows: who wants more takes the list along as a workbook
COLUMNS = 6
TEXTS = {
    "late": Text("超期天数", "Days overdue"),
    "standing": Text("状态", "Standing"),
    "count": Text("{name} · {count} 条", "{name} · {count} rows"),
    "cut": Text(
        "只印前 {most} 条，共 {count} 条；全部请在本页导出。",
        "The first {most} of {count} rows; the page itself exports all of them.",
    ),
}


def of_step(step: Step, reader: Reader, root: str) -> Listed | None:
    """The list of a step within what the reader may read; None where its page is no list, shows nothing, or where the step hides a
    number that is counted from it."""
    asked = dict(step.view.query)
    declared = REGISTERS.get(
        OF_PAGE.get(step.view.page, asked.get("register", "") if step.view.page == "register" else "")
    )
    if declared is None or any(_counts(key, declared) for key in step.hidden):
        return None
    known = as_number(asked.get("revision", ""))
    reader = reader if known is None else reader.at_revision(known)
    tree = reader.tree(step.view.month)
    mine = units_readable(reader.actor, declared.key, tree)
    units = [code for code in tree.below(step.view.unit) if code in mine] if step.view.unit in tree else []
    found = standings.rows(
        reader.conn, declared.key, units, step.view.month, _narrowed(declared, asked), revision=reader.asked, limit=MOST
    )
    if not units or found.rows.empty:
        return None
    shown = [field for field in declared.columns_of_list if field.type != "reference"][:COLUMNS]
    say = _words(declared, reader, step.view.month)
    rows = found.rows.to_dict("records")
    where = {
        "register": declared.key,
        "unit": step.view.unit,
        "month": months.label(step.view.month),
        "lang": reader.lang,
    }
    cut = TEXTS["cut"].in_(reader.lang, most=MOST, count=found.total) if found.total > len(rows) else ""
    return Listed(
        TEXTS["count"].in_(reader.lang, name=declared.name.in_(reader.lang), count=found.total),
        (declared.field(declared.title_field).name.in_(reader.lang), *(field.name.in_(reader.lang) for field in shown), *_more(declared, reader)),
        tuple(_row(declared, row, shown, say, reader) for row in rows),
        tuple(f"{root.rstrip('/')}/object?{urlencode({**where, 'key': row['key']})}" for row in rows),
        cut,
        source=reader.origin(step.view.month),
    )  # fmt: skip


def _counts(metric: str, register: Register) -> bool:
    return metric in METRICS and any(word.register == register.key for word in METRICS[metric].rows)


def _narrowed(register: Register, asked: Mapping[str, str]) -> Asked:
    """What the step's address narrows its list to."""
    states = {state.key for state in register.states}
    standing = asked.get("standing", "")
    equal = {field.key: asked[field.key] for field in register.filters_of_list if asked.get(field.key)}
    return Asked(standing if standing in states else "", equal, asked.get("q", ""))


def _more(register: Register, reader: Reader) -> list[str]:
    late = [TEXTS["late"].in_(reader.lang)] if register.due else []
    return late + ([TEXTS["standing"].in_(reader.lang)] if register.states else [])


def _row(
    register: Register, row: Mapping[Any, Any], shown: list[Field], say: Callable[[Field, Any], str], reader: Reader
) -> tuple[str, ...]:
    english = row.get(register.title_en) if reader.lang == "en" and register.title_en else None
    name = str((english if isinstance(english, str) else None) or row.get(register.title_field) or row["key"])
    late = [f"{int(row['late'])}" if pd.notna(row["late"]) else "—"] if register.due else []
    state = (
        [register.state(row["standing"]).text.in_(reader.lang) if row["standing"] else "—"] if register.states else []
    )
    return (name, *(say(field, row.get(field.key)) for field in shown), *late, *state)


def _words(register: Register, reader: Reader, month: date) -> Callable[[Field, Any], str]:
    """How a value is said: a choice in its words, a unit by its name, a number with its thousands apart, nothing as a dash."""
    tree = reader.tree(month)
    choices = {field.key: {key: text.in_(reader.lang) for key, text in field.choices} for field in register.fields}

    def say(field: Field, value: Any) -> str:
        if value is None or value != value or value == "":
            return "—"
        if field.type == "unit":
            return tree[value].name(reader.lang) if value in tree else str(value)
        if field.type in ("money", "number", "count"):
            return f"{value:,.10g}"
        if field.key == DEPARTMENT.key:
            return office(str(value)).in_(reader.lang)
        return choices[field.key].get(value, str(value))

    return say
