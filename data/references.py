"""Which rows point at which: keys of other rows in the fields of a row."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, literal, or_, select

from data.figures import as_of
from data.registers import REGISTERS, TABLES, Field
from data.registers.declaration import MANY
from data.text import Text

FEW = 500  # keys that one question names


def keys_in(field: Field, value: object) -> tuple[str, ...]:
    """The keys that a field holds."""
    if not isinstance(value, str) or not value:
        return ()
    return tuple(value.split(MANY)) if field.many else (value,)


def incoming(register: str) -> tuple[tuple[str, Field], ...]:
    """The registers and fields that refer to rows of this one."""
    return tuple((each.key, field) for each in REGISTERS.values() for field in each.references if field.to == register)


def points_at(rows: FromClause, field: Field, key: str) -> ColumnElement[bool]:
    """Whether a row's field names the key."""
    column = rows.c[field.key]
    if not field.many:
        return column == key
    return (literal(MANY) + column + literal(MANY)).contains(f"{MANY}{key}{MANY}", autoescape=True)


def titles(
    conn: Connection, register: str, keys: Iterable[str], revision: int | None = None
) -> dict[str, tuple[Text, str]]:
    """What the rows of these keys are called, and whose unit they are; those there are."""
    asked = sorted(set(keys))
    found: dict[str, tuple[Text, str]] = {}
    for start in range(0, len(asked), FEW):
        table = TABLES[register]
        now = as_of(table, revision, table.c.key.in_(asked[start : start + FEW]))
        for row in conn.execute(select(*title_columns(register, now))):
            found[row.key] = (Text(row.zh or row.key, row.en or row.zh or row.key), row.unit)
    return found


def title_columns(register: str, rows: FromClause) -> tuple[ColumnElement, ...]:
    """`key`, `zh`, `en` (NULL without an English title) and `unit` of rows."""
    declared = REGISTERS[register]
    english = rows.c[declared.title_en or declared.title_field]
    return rows.c.key, rows.c[declared.title_field].label("zh"), english.label("en"), rows.c.unit


class Referring(NamedTuple):
    """A row that names another in one of its fields, and the unit that keeps it."""

    register: str
    field: str
    key: str
    unit: str


def referring(
    conn: Connection, register: str, keys: Iterable[str], revision: int | None = None
) -> dict[str, list[Referring]]:
    """By key, who refers to it now. Which of them one may be told of: `registers.reading.units_readable`."""
    asked = sorted(set(keys))
    found: dict[str, list[Referring]] = {}
    for other, field in incoming(register):
        table = TABLES[other]
        for start in range(0, len(asked), FEW):
            some = asked[start : start + FEW]
            now = as_of(table, revision, or_(*(points_at(table, field, key) for key in some)))
            for key, named, unit in conn.execute(select(now.c.key, now.c[field.key], now.c.unit)):
                for each in set(keys_in(field, named)) & set(some):
                    found.setdefault(each, []).append(Referring(other, field.key, key, unit))
    return found
