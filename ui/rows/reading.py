"""What the screens read of registers: rows, counts, one row and its versions, of units that whoever asks may read."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from data import references, row_versions
from data.ledgers import Page
from data.references import Referring
from data.register_rights import readable_of, units_named, units_readable
from data.registers import REGISTERS
from data.row_versions import Version
from data.text import Text
from metrics import row_moves, standings
from metrics.standings import Asked
from ui import reads
from ui.actor import actor
from ui.reads import by_revision
from ui.scope import Scope

Equal = tuple[tuple[str, str], ...]


def units_of(scope: Scope, register: str) -> tuple[str, ...]:
    """The unit, and of those below it whoever ever reported anything, whose rows of the register this person may read, asked anew
    each time."""
    return readable_of(actor(), register, reads.reporting(scope, scope.tree.below(scope.unit)), scope.tree)


def counts(scope: Scope, register: str, *fields: str) -> pd.DataFrame:
    """`standings.counts` by fields, of the scope's unit and all below. What the pages of a register count by is read once,
    but for what is kept counted."""
    together = REGISTERS[register].counted_together
    kept = len(set(fields) - {"unit", "standing"}) <= 1 and not scope.pinned
    if kept or not set(fields) <= set(together):
        return row_counts(scope, register, units_of(scope, register), scope.month, *fields)
    found = row_counts(scope, register, units_of(scope, register), scope.month, *together)
    sums = found.groupby(list(fields), as_index=False, sort=True)["count"].sum()
    return sums.sort_values("count", ascending=False, kind="stable", ignore_index=True)


@by_revision(of="units")
def row_counts(
    conn, revision, register: str, units: tuple[str, ...], month: date, *fields: str
) -> pd.DataFrame:  # `units`: those that whoever asks may read
    """`standings.counts`."""
    return standings.counts(conn, register, units, month, *fields, revision=revision)


def fields_of(scope: Scope, register: str, *names: str) -> pd.DataFrame:
    """`standings.fields` of the scope's unit and all below, with the fields a row is called by."""
    declared = REGISTERS[register]
    called = dict.fromkeys(each for each in (declared.title_field, declared.title_en) if each)
    return row_fields(scope, register, units_of(scope, register), scope.month, *dict.fromkeys((*called, *names)))


@by_revision
def row_fields(
    conn, revision, register: str, units: tuple[str, ...], month: date, *names: str
) -> pd.DataFrame:  # `units`: those that whoever asks may read
    """`standings.fields`."""
    return standings.fields(conn, register, units, month, *names, revision=revision)


@by_revision
def moved_rows(
    conn, revision, register: str, field: str, units: tuple[str, ...], since: date, until: date
) -> pd.DataFrame:  # `units`: those that whoever asks may read
    """`row_moves.moves`."""
    return row_moves.moves(conn, register, field, units, since, until, revision=revision)


@by_revision
def row_ages(conn, revision, register: str, units: tuple[str, ...], month: date) -> list[tuple[Text, int]]:
    """`standings.ages`."""
    return standings.ages(conn, register, units, month, revision=revision)


@by_revision
def row_page(
    conn,
    revision,
    register: str,
    units: tuple[str, ...],
    month: date,
    standing: str,
    equal: Equal,
    words: str,
    sort: str,
    limit: int,
    offset: int,
) -> Page:
    """`standings.rows`: one page of them."""
    asked = Asked(standing, dict(equal), words, sort)
    return standings.rows(conn, register, units, month, asked, revision=revision, limit=limit, offset=offset)


@by_revision
def row_of(conn, revision, register: str, key: str, units: tuple[str, ...], month: date) -> pd.DataFrame:
    """`standings.one`."""
    return standings.one(conn, register, key, units, month, revision=revision)


@by_revision
def row_history(conn, revision, register: str, key: str) -> list[Version]:
    """`row_versions.versions`; asked for a row that was read before."""
    return row_versions.versions(conn, register, key, revision)


@by_revision
def row_titles(conn, revision, register: str, keys: tuple[str, ...]) -> dict[str, tuple[Text, str]]:
    """`references.titles`."""
    return references.titles(conn, register, keys, revision)


def referring_to(scope: Scope, register: str, key: str) -> list[Referring]:
    """Who refers to a row, as far as this person may read it."""
    found = row_referring(scope, register, key)
    may = {other: units_readable(actor(), other, scope.tree) for other in {each.register for each in found}}
    return [each for each in found if each.unit in may[each.register]]


@by_revision
def row_referring(conn, revision, register: str, key: str) -> list[Referring]:
    """`references.referring` of one row, of whichever unit: `referring_to` asks who may read them."""
    return references.referring(conn, register, (key,), revision).get(key, [])


def titles_of(scope: Scope, register: str, keys: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """By key what a row is called, and whether this person may open it. A row of a unit that is neither theirs nor above
    theirs, or of a register that is not for them, has its key for a name."""
    asked = tuple(sorted(set(keys)))
    may, named = (ask(actor(), register, scope.tree) for ask in (units_readable, units_named))
    shown: dict[str, tuple[str, bool]] = dict.fromkeys(asked, ("", False))
    for key, (text, unit) in row_titles(scope, register, asked).items():
        shown[key] = (text.in_(scope.lang) if unit in named else key, unit in may)
    return {key: (name or key, may_open) for key, (name, may_open) in shown.items()}
