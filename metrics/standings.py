"""How the rows of a register stand at the end of a month, one by one: as its declaration says, and as the metrics count."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, case, select, true

from data.dated import as_at
from data.ledgers import MOST, TOTAL, Page, counted, matching, page_of
from data.registers import REGISTERS, TABLES, Register
from data.registers.declaration import NUMBERS
from data.row_states import days_between, judging_columns, order_of, short_columns, standing, there
from data.rows_now import counts_now, narrowed_now, page_now, standing_now
from data.text import Text

# Days past due, up to and including; the last has no end.
AGES: tuple[tuple[int | None, Text], ...] = (
    (30, Text("30 天以内", "Up to 30 days")),
    (90, Text("31–90 天", "31 to 90 days")),
    (180, Text("91–180 天", "91 to 180 days")),
    (None, Text("180 天以上", "More than 180 days")),
)


class Asked(NamedTuple):
    """Which rows are looked for; "" asks for all. `equal` are values of the register's fields; `sort` a field, with a minus
    before it from the last to the first, or "" for the worst first."""

    standing: str = ""
    equal: Mapping[str, str] | None = None
    words: str = ""
    sort: str = ""


ALL = Asked()


def rows(
    conn: Connection,
    register: str,
    units: Collection[str],
    month: date,
    asked: Asked = ALL,
    *,
    revision: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page:
    """A page of the register's rows that these units keep and that were there by the end of a month, the worst first.

    Which units one may ask for: `registers.reading.units_readable`. Columns: the register's, `judged` (the day as of which:
    the month's last, or that of its unit's last list), `standing` (the key of a state, "" where none is declared) and
    `late` (days past due, NaN unless it is past its day).
    """
    declared = REGISTERS[register]
    if revision is None:
        page = _page_now(conn, register, units, month, asked, min(limit, MOST), offset)
    else:
        found = _found(conn, register, units, month, asked, revision)
        page = page_of(conn, found, partial(_order, declared, asked.sort), limit=limit, offset=offset)
    shown = page.rows[[column for column in page.rows if not column.startswith("order_")]]
    return Page(shown.assign(late=_late(declared, shown)), page.total)


def _page_now(
    conn: Connection, register: str, units: Collection[str], month: date, asked: Asked, limit: int, offset: int
) -> Page:
    """A page of how rows stand now: of the whole list or of one state in its own order, in which it is kept; else of those
    that are looked for."""
    state, sort = asked.standing, asked.sort if _sorts_by(REGISTERS[register], asked.sort) else ""
    if not (asked.equal or asked.words or sort):
        counted_ = counts_now(conn, register, units, month, (), state)
        found = _frame(conn, page_now(conn, register, units, month, state, limit=limit, offset=offset))
        return Page(found, 0 if counted_ is None else int(counted_["count"].sum()))
    looked_for = matching(register, equal=asked.equal, words=asked.words, rows=TABLES[register])
    narrowed = partial(narrowed_now, conn, register, units, month, looked_for, state=state, sort=sort)
    found = _frame(conn, narrowed(limit=limit, offset=offset))
    counted_ = found if len(found) or not offset else _frame(conn, narrowed(limit=1, offset=0))
    return Page(found.drop(columns=TOTAL), int(counted_[TOTAL].max()) if len(counted_) else 0)


def _frame(conn: Connection, query: Select) -> pd.DataFrame:
    answer = conn.execute(query)
    return pd.DataFrame(answer.all(), columns=list(answer.keys()))


def one(
    conn: Connection, register: str, key: str, units: Collection[str], month: date, *, revision: int | None = None
) -> pd.DataFrame:
    """The row of that key, as `rows` gives it; empty where these units keep none that was there by then."""
    found = _found(conn, register, units, month, ALL, revision, key)
    page = page_of(conn, found, lambda _: (), limit=1)
    return page.rows.assign(late=_late(REGISTERS[register], page.rows))


def standing_of_each(
    conn: Connection, register: str, units: Collection[str], month: date, revision: int | None, *fields: str
) -> Select:
    """The question how every such row stands: key, unit, standing and the asked fields."""
    columns = {"key", "unit", *judging_columns(REGISTERS[register]), *fields}
    found = _found(conn, register, units, month, ALL, revision, columns=columns).order_by(None).subquery()
    return select(*(found.c[name] for name in ("key", "unit", "standing", *fields)))


def fields(
    conn: Connection,
    register: str,
    units: Collection[str],
    month: date,
    *names: str,
    revision: int | None = None,
) -> pd.DataFrame:
    """Every row of the register that these units keep, with the named fields (`judged` among them where asked): key, unit,
    standing and those; what is a number is a float, NaN for none. For registers that people keep by hand, whose rows together
    say something (`metrics.of_rows`)."""
    answer = conn.execute(standing_of_each(conn, register, units, month, revision, *names).order_by("key"))
    frame = pd.DataFrame(answer.all(), columns=list(answer.keys()))
    numbers = [each.key for each in REGISTERS[register].fields if each.type in NUMBERS and each.key in names]
    return frame.astype(dict.fromkeys(numbers, float))


def counts(
    conn: Connection,
    register: str,
    units: Collection[str],
    month: date,
    *fields: str,
    asked: Asked = ALL,
    revision: int | None = None,
) -> pd.DataFrame:
    """How many such rows by fields of the register or `standing`: the fields and `count`, most first."""
    if revision is None and not asked.words and not asked.equal:
        kept = counts_now(conn, register, units, month, fields, asked.standing)
        if kept is not None:
            return kept
    columns = None if asked.words else {*short_columns(REGISTERS[register]), *fields, *(asked.equal or {})}
    return counted(conn, _found(conn, register, units, month, asked, revision, columns=columns), *fields)


def ages(
    conn: Connection, register: str, units: Collection[str], month: date, *, revision: int | None = None
) -> list[tuple[Text, int]]:
    """How many rows past their day have been late for how long, in the order of AGES."""
    declared = REGISTERS[register]
    over = [state.key for state in declared.states if state.meaning == "over"]
    found = _found(conn, register, units, month, ALL, revision).order_by(None).subquery()
    late = days_between(found.c[declared.due], found.c.judged)
    step = case(
        *((late <= most, str(place)) for place, (most, _) in enumerate(AGES) if most is not None),
        else_=str(len(AGES) - 1),
    )
    steps = counted(conn, select(step.label("step")).where(found.c.standing.in_(over)), "step").set_index("step")
    return [(text, int(steps["count"].get(str(place), 0))) for place, (_, text) in enumerate(AGES)]


def _found(
    conn: Connection,
    register: str,
    units: Collection[str],
    month: date,
    asked: Asked,
    revision: int | None,
    key: str | None = None,
    columns: Collection[str] | None = None,
) -> Select:
    if revision is None and key is None:  # one row is found by its key, whatever is kept
        now = standing_now(conn, register, units, month)
        found = matching(register, equal=asked.equal, words=asked.words, rows=now)
        return found.where(now.c.standing == asked.standing) if asked.standing else found
    table, declared = TABLES[register], REGISTERS[register]
    only = table.c.unit.in_(sorted(units)) & (true() if key is None else table.c.key == key)
    at = as_at(conn, register, month, revision, only, columns)
    rows_ = matching(register, equal=asked.equal, words=asked.words, rows=at).subquery()
    stands = standing(declared, rows_, rows_.c.judged)
    narrowed = select(rows_, stands.label("standing")).where(there(declared, rows_, rows_.c.judged))
    return narrowed.where(stands == asked.standing) if asked.standing else narrowed


def _order(register: Register, sort: str, columns: Any) -> tuple[ColumnElement, ...]:
    """The order of `row_states.order_of`, or that of a field."""
    if name := _sorts_by(register, sort):
        column = columns[name]
        return (column.is_(None), column.desc() if sort.startswith("-") else column)
    if "order_title" in columns:
        return tuple(columns[f"order_{each}"] for each in ("urgency", "due", "lead", "title"))
    return tuple(order_of(register, columns, columns["standing"]).values())


def _sorts_by(register: Register, sort: str) -> str:
    """The field that a list is to be sorted by; "" where it names none."""
    name = sort.removeprefix("-")
    return name if name and (name == register.key_field.key or register.has(name)) else ""


def _late(register: Register, found: pd.DataFrame) -> pd.Series:
    over = {state.key for state in register.states if state.meaning == "over"}
    late = [
        (row["judged"] - row[register.due]).days if register.due and row["standing"] in over else None
        for row in found.to_dict("records")
    ]
    return pd.Series(late, index=found.index, dtype=float)
