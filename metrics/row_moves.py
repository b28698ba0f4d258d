"""How rows moved between two days: of one field with choices, or in how they stand, what each had then and what it has now."""

from collections.abc import Collection
from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, select

from data.dated import as_on
from data.registers import REGISTERS, TABLES, Register
from data.row_states import short_columns, standing, there
from data.text import Text

STANDING = "standing"
UNSAID, NOT_LISTED = Text("未注明", "Not stated"), Text("未列入", "Not listed")
ABSENT = "-"  # no row that day; "" is a row that does not say


def movable(register: Register) -> tuple[str, ...]:
    """What rows of a register move in: its fields with choices, and how they stand where that is declared."""
    own = (field.key for field in register.fields if field.choices)
    return (*own, *((STANDING,) if register.states else ()))


def names(register: Register, field: str) -> dict[str, Text]:
    """What each value of such a field is called, in their order; then those of a row that does not say, and of none."""
    said = {state.key: state.text for state in register.states}
    return (said if field == STANDING else dict(register.field(field).choices)) | {"": UNSAID, ABSENT: NOT_LISTED}


def moves(
    conn: Connection,
    register: str,
    field: str,
    units: Collection[str],
    since: date,
    until: date,
    *,
    revision: int | None = None,
) -> pd.DataFrame:
    """Each row that these units kept at the end of either day, as known at a revision: `key`, `unit`, the fields it is called
    by, and `was` and `now`, the value of `field` (one of `movable`) at the end of `since` and of `until` (`ABSENT`: not there).
    By key; unit and name as of the later day. Which units one may ask for: `register_rights.units_readable`."""
    declared = REGISTERS[register]
    called = [each for each in (declared.title_field, declared.title_en) if each]
    then, now = (_on(conn, declared, field, units, day, revision, called) for day in (since, until))
    rows = now.combine_first(then)
    found = pd.DataFrame({"was": then["value"], "now": now["value"]}).reindex(rows.index).fillna(ABSENT)
    return rows[["unit", *called]].join(found).rename_axis("key").reset_index()


def flow(moved: pd.DataFrame) -> pd.DataFrame:
    """How many rows of `moves` went from where to where: `was`, `now` and `count`, most first."""
    found = moved.groupby(["was", "now"], as_index=False).size().rename(columns={"size": "count"})
    return found.sort_values(["count", "was", "now"], ascending=[False, True, True], ignore_index=True)


def _on(
    conn: Connection,
    register: Register,
    field: str,
    units: Collection[str],
    day: date,
    revision: int | None,
    called: Collection[str],
) -> pd.DataFrame:
    """The rows of a day by their key: `unit`, what they are called, and `value`."""
    only = TABLES[register.key].c.unit.in_(sorted(units))
    columns = {"key", *short_columns(register), *called, *({field} - {STANDING})}
    rows = as_on(conn, register.key, day, revision, only, columns)
    value = standing(register, rows, rows.c.judged) if field == STANDING else func.coalesce(rows.c[field], "")
    asked = select(rows.c.key, rows.c.unit, *(rows.c[each] for each in called), value.label("value"))
    answer = conn.execute(asked.where(there(register, rows, rows.c.judged)).order_by(rows.c.key))
    return pd.DataFrame(answer.all(), columns=list(answer.keys())).set_index("key")
