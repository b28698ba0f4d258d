"""How rows of registers stand now, and how many: kept beside the rollup, so that a list of a hundred thousand rows is counted
and opened in the time of a hundred.

It is derived from the registers and holds nothing else. A row stands otherwise only from the end of a month on which one of
its dates lies, so its states are runs of month ends. Earlier revisions are counted anew (`data.dated`).
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Executable,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    union,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from data import bulk
from data.dated import ALWAYS, held, spans
from data.registers import REGISTERS, TABLES, Register
from data.row_states import LONGEST, NEVER, columns_of_order, dates_of, order_of, short_columns, standing, there
from data.schema import row_count, row_rules, row_standing

VERSION = "2"  # of what is kept; another one makes all of it anew
COLUMNS = [column.name for column in row_standing.c]
# The statements of a refresh are put together once and asked of each batch: to put them together takes longer than to run them.
OF_BATCH = bindparam("of_batch", type_=Integer)


class month_end(GenericFunction):
    """The last day of the month of a day."""

    type = Date()
    inherit_cache = True


class month_end_after(GenericFunction):
    """The last day of the month of the day after a day."""

    type = Date()
    inherit_cache = True


@compiles(month_end, "sqlite")
def _end(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, 'start of month', '+1 month', '-1 day')"


@compiles(month_end)
def _end_pg(element: Any, compiler: Any, **kw: Any) -> str:
    day = compiler.process(element.clauses, **kw)
    return f"CAST(date_trunc('month', CAST({day} AS timestamp)) + interval '1 month - 1 day' AS date)"


@compiles(month_end_after, "sqlite")
def _end_after(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+1 day', 'start of month', '+1 month', '-1 day')"


@compiles(month_end_after)
def _end_after_pg(element: Any, compiler: Any, **kw: Any) -> str:
    day = compiler.process(element.clauses, **kw)
    return f"CAST(date_trunc('month', CAST({day} + 1 AS timestamp)) + interval '1 month - 1 day' AS date)"


def refresh(conn: Connection, number: int) -> None:
    """Bring it up to date for the rows of a batch, whether it has just come in or been withdrawn."""
    for register in registers_with_rows(conn, number):
        making = _making(REGISTERS[register], TABLES[register], conn.dialect.name, of_batch=True)
        _make(conn, making, {"of_batch": number})
        _note(conn, register)


def rebuild(conn: Connection) -> None:
    """Make all of it anew from the rows that count now."""
    for kept in (row_count, row_standing, row_rules):
        conn.execute(delete(kept))
    fill(conn)


def fill(conn: Connection) -> None:
    """Make what was never made, and what was made by another declaration."""
    known = dict(conn.execute(select(row_rules.c.register, row_rules.c.sha256)).all())
    for register in registers_with_rows(conn):
        if known.get(register) != _rules(register):
            _make(conn, _making(REGISTERS[register], TABLES[register], conn.dialect.name, of_batch=False), {})
            conn.execute(delete(row_rules).where(row_rules.c.register == register))
            _note(conn, register)


def _note(conn: Connection, register: str) -> None:
    """Note by which declaration a register is kept. One without rows is not noted: a new store has nothing in it."""
    noted = _upsert(conn.dialect.name)(row_rules).values(register=register, sha256=_rules(register))
    conn.execute(noted.on_conflict_do_nothing())


def _upsert(dialect: str):
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


def _rules(register: str) -> str:
    """All of a declaration that decides what is kept."""
    declared = REGISTERS[register]
    said = (
        VERSION,
        declared.states,
        declared.there_since,
        declared.due,
        declared.title_field,
        sorted(columns_of_order(declared)),
        declared.kept_counts,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def registers_with_rows(conn: Connection, number: int | None = None) -> list[str]:
    """The registers with any row, or with one of a batch; those whose table there is."""
    asked = _having_rows(tuple(TABLES.items()), of_batch=number is not None)
    return sorted(conn.scalars(asked, {} if number is None else {"of_batch": number}))


@cache
def _having_rows(tables: tuple[tuple[str, Table], ...], *, of_batch: bool) -> CompoundSelect:
    parts = []
    for register, table in tables:
        rows = select(table.c.key).where(table.c.batch == OF_BATCH) if of_batch else select(table.c.key)
        parts.append(select(literal(register).label("register")).where(rows.exists()))
    return union_all(*parts)


class _Making(NamedTuple):
    """The statements that take away what is kept, keep how rows stand now, and count them; in their order."""

    gone: tuple[Executable, ...]
    standing: Executable
    counted: tuple[Executable, ...]


@cache
def _making(register: Register, table: Table, dialect: str, *, of_batch: bool) -> _Making:
    """Of the rows of a batch (OF_BATCH), or of all of the register."""
    keys = select(table.c.key).where(table.c.batch == OF_BATCH) if of_batch else None
    mine = row_standing.c.register == register.key
    touched = mine if keys is None else mine & row_standing.c.key.in_(keys)
    count = row_count.c.register == register.key
    less = (delete(row_count).where(count),) if keys is None else _added(register, dialect, touched, -1)
    return _Making(
        gone=(*less, delete(row_standing).where(touched)),
        standing=insert(row_standing).from_select(COLUMNS, _runs(register.key, keys)),
        counted=(*_added(register, dialect, touched, 1), delete(row_count).where(count, row_count.c.count == 0)),
    )


def _make(conn: Connection, making: _Making, given: dict[str, int]) -> None:
    for step in making.gone:
        conn.execute(step, given)
    made = conn.execute(making.standing, given)
    bulk.study(conn, row_standing, made.rowcount)
    for step in making.counted:
        conn.execute(step, given)


def _runs(register: str, keys: Select | None) -> Select:
    """How rows stand, a line for each run of month ends at which one stands alike: the columns of `row_standing`."""
    declared, table = REGISTERS[register], TABLES[register]
    asked = {"key", "batch", *short_columns(declared), *columns_of_order(declared)}
    columns = [column.name for column in table.c if column.name in asked]
    only = None if keys is None else table.c.key.in_(keys)
    rows = spans(register, None, only, by_list=False, columns=columns)
    # What is worked out is called by names that no field of a register has (`events` has a day of its own).
    days = _days(rows, [*sorted(dates_of(declared)), "held_since", "held_until"]).subquery()
    of_day = and_(rows.c.key == days.c.key, rows.c.batch == days.c.batch)
    is_there = and_(held(rows, days.c.end_), there(declared, rows, days.c.end_))
    stands = case((is_there, standing(declared, rows, days.c.end_))).label("stands_")
    at = select(*(rows.c[name] for name in columns), days.c.end_, stands).join(days, of_day).subquery()
    before = func.lag(at.c.stands_).over(partition_by=(at.c.key, at.c.batch), order_by=at.c.end_)
    told = select(*at.c, before.label("before_")).subquery()
    turns = select(*told.c).where(told.c.stands_.is_distinct_from(told.c.before_)).subquery()
    after = func.lead(turns.c.end_).over(partition_by=(turns.c.key, turns.c.batch), order_by=turns.c.end_)
    run = select(*turns.c, after.label("next_")).subquery()
    said = {
        "register": literal(register),
        **order_of(declared, run.c, run.c.stands_),
        "key": run.c.key,
        "batch": run.c.batch,
        "since": run.c.end_,
        "until": func.coalesce(run.c.next_, NEVER),
        "unit": run.c.unit,
        "standing": run.c.stands_,
    }
    return select(*(said[name].label(name) for name in COLUMNS)).where(run.c.stands_.is_not(None))


def _days(rows: FromClause, dates: Iterable[str]):
    """The month ends (`end_`) at which a row may stand otherwise than at the one before, and a day before all of them."""
    moments = [ALWAYS, *(end(rows.c[name]) for name in dates for end in (month_end, month_end_after))]
    return union(*(select(rows.c.key, rows.c.batch, day.label("end_")).where(day.is_not(None)) for day in moments))


def _added(register: Register, dialect: str, touched: ColumnElement[bool], sign: int) -> tuple[Executable, ...]:
    """What adds up, or takes away, what the touched runs count for."""
    steps = []
    for field in ("", *register.kept_counts):
        new = _upsert(dialect)(row_count).from_select(
            [column.name for column in row_count.c], _counts(register.key, field, touched, sign)
        )
        steps.append(
            new.on_conflict_do_update(
                index_elements=list(row_count.primary_key), set_={"count": row_count.c.count + new.excluded["count"]}
            )
        )
    return tuple(steps)


def _counts(register: str, field: str, touched: ColumnElement[bool], sign: int) -> Select:
    """What comes on a day, and what goes: the columns of `row_count`."""
    table, kept = TABLES[register], row_standing
    value = func.coalesce(func.substr(table.c[field], 1, LONGEST), "") if field else literal("")
    of_row = and_(table.c.key == kept.c.key, table.c.batch == kept.c.batch)
    ends = []
    for day, counts in ((kept.c.since, sign), (kept.c.until, -sign)):
        end = select(
            kept.c.unit, value.label("value"), kept.c.standing, day.label("day"), literal(counts).label("count")
        )
        end = end.where(touched, day < NEVER)
        ends.append(end.join_from(kept, table, of_row) if field else end)
    both = union_all(*ends).subquery()
    parts = (both.c.unit, both.c.value, both.c.standing, both.c.day)
    total = func.sum(both.c["count"])
    return select(literal(register), literal(field), *parts, total.label("count")).group_by(*parts).having(total != 0)


class Differs(NamedTuple):
    """A row of a register that is kept otherwise than it stands, or ("" as key) whose counts are."""

    register: str
    key: str


def differing(conn: Connection, register: str, keys: Iterable[str]) -> list[Differs]:
    """Where what is kept of some rows, or the counts of their register, is not what the register says."""
    table, asked = TABLES[register], sorted(set(keys))
    named = select(table.c.key).where(table.c.key.in_(asked))
    mine = row_standing.c.register == register
    kept = {tuple(row) for row in conn.execute(select(row_standing).where(mine, row_standing.c.key.in_(asked)))}
    told = {tuple(row) for row in conn.execute(_runs(register, named))}
    place = COLUMNS.index("key")
    wrong = {row[place] for row in kept ^ told}
    for field in ("", *REGISTERS[register].kept_counts):
        sums = {tuple(row) for row in conn.execute(_counts(register, field, mine, 1))}
        held_ = select(row_count).where(row_count.c.register == register, row_count.c.field == field)
        if sums != {tuple(row) for row in conn.execute(held_)}:
            wrong.add("")
    return [Differs(register, key) for key in sorted(wrong)]
