"""Which versions of figures and register rows count, and a unit's own figures made of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache

import pandas as pd
from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Subquery,
    Table,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from data import registers
from data.measures import MEASURES
from data.schema import batch, figure, figure_month, rollup, training, withdrawal

# From the strongest promise to the weakest; a sum keeps the weakest of its parts (numbers: qualifiers).
QUALIFIERS = {"under": -1, "exact": 0, "more_than": 1, "at_least": 2, "reaches": 3, "about": 9}


OWN = ["measure", "unit", "month", "value", "qualifier", "grade", "subjects"]
BY_SUBJECT = ["measure", "unit", "month", "subject", "value", "qualifier"]
BETWEEN = "\x1f"  # the applications of a sum; in which order they stand is the database's own
USUAL = {
    "qualifier": "exact",
    "grade": "",
    "subjects": "",
}  # travels as NULL: a third of the time of reading was making these strings


def live_batches(revision: int | ColumnElement[int] | None = None) -> Select[tuple[int]]:
    """The numbers of the batches that count at a revision (default: now).

    In a training store only what is invented or tried there, in a real one only what is real.
    """
    return _live_now() if revision is None else _live(revision)


def of_this_world() -> ColumnElement[bool]:
    """Whether a batch is of the kind that the store holds: invented or tried in a training store, else real. A demonstration
    that a real store held before it had a training store beside it is never shown again."""
    return batch.c.demo == (select(func.count()).select_from(training).scalar_subquery() > 0)


def _live(revision: int | ColumnElement[int] | None) -> Select[tuple[int]]:
    batches = select(batch.c.number).outerjoin(withdrawal, withdrawal.c.batch == batch.c.number)
    if revision is None:
        return batches.where(withdrawal.c.batch.is_(None), of_this_world())
    gone = withdrawal.c.revision
    return batches.where(batch.c.revision <= revision, or_(gone.is_(None), gone > revision), of_this_world())


@cache
def _live_now() -> Select[tuple[int]]:
    """Nearly every question asks for what counts now: it is put together once."""
    return _live(None)


def as_of(
    table: Table,
    revision: int | ColumnElement[int] | None = None,
    only: ColumnElement[bool] | None = None,
    *,
    removed: bool = False,
) -> Subquery:
    """The version of each key of `table` that counts at a revision (default: now): the newest in a live batch.

    Withdrawn figures and removed rows are left out, unless they are asked for (`removed`). `only` narrows the rows before they are asked for a newer version;
    whether there is one is looked up in the primary key, a third of the time of ranking all versions with a window.
    """
    live, newest = _newest_now(table) if revision is None else _newest(table, revision)
    standing = true() if removed else _stands(table)
    return select(table).where(live, true() if only is None else only, standing, newest).subquery()


def _newest(table: Table, revision: int | ColumnElement[int] | None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a row is of a live batch, and whether no newer one has its key."""
    newer, live = _newer(table), live_batches(revision)
    same_key = (newer.c[column.name] == column for column in table.primary_key if column.name != "batch")
    replaced = exists().where(*same_key, newer.c.batch > table.c.batch, newer.c.batch.in_(live))
    return table.c.batch.in_(live), ~replaced.correlate(table)


@cache
def _newer(table: Table) -> FromClause:
    return table.alias("newer")


@cache
def _newest_now(table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _newest(table, None)


def _stands(table: Table) -> ColumnElement[bool]:
    if "removed" in table.c:
        return table.c.removed.is_(False)
    return or_(table.c.value.is_not(None), table.c.grade != "")


def whole(figures: Subquery) -> Select:
    """Each unit's own figure of a month: its subject-less figure, else the sum of its subjects'; never of an index.

    Columns as those of the rollup, `system` is ''.
    """
    unnamed = figures.c.subject == ""
    counted = case((figures.c.value.is_not(None), figures.c.subject))
    has_unnamed = func.max(case((unnamed, 1), else_=0)) == 1
    return (
        select(
            literal("").label("system"),
            figures.c.measure,
            figures.c.unit,
            figures.c.month,
            case(
                (has_unnamed, func.max(case((unnamed, figures.c.value)))),
                else_=func.sum(figures.c.value),
            ).label("value"),
            case(
                (has_unnamed, func.max(case((unnamed, figures.c.qualifier)))),
                else_=weakest(figures.c.qualifier),
            ).label("qualifier"),
            func.coalesce(func.max(case((unnamed, figures.c.grade))), "").label("grade"),
            case((has_unnamed, ""), else_=func.coalesce(func.aggregate_strings(counted, BETWEEN), "")).label(
                "subjects"
            ),
        )
        .where(or_(unnamed, _adds_up(figures)))
        .group_by(figures.c.measure, figures.c.unit, figures.c.month)
    )


def by_system(figures: Subquery, revision: int | None = None) -> Select:
    """The sums over a unit's applications of each system; columns as those of the rollup."""
    applications = as_of(registers.TABLES["applications"], revision)
    system = applications.c.system
    return (
        select(
            system,
            figures.c.measure,
            figures.c.unit,
            figures.c.month,
            func.sum(figures.c.value).label("value"),
            weakest(figures.c.qualifier).label("qualifier"),
            literal("").label("grade"),
            func.aggregate_strings(figures.c.subject, BETWEEN).label("subjects"),
        )
        .join(applications, applications.c.key == figures.c.subject)
        .where(figures.c.value.is_not(None), _printed_of_none(figures))
        .group_by(system, figures.c.measure, figures.c.unit, figures.c.month)
    )


def indices() -> tuple[str, ...]:
    """The measures that are no sum of anything."""
    return tuple(key for key, measure in MEASURES.items() if measure.kind == "index")


def _adds_up(figures: FromClause) -> ColumnElement[bool]:
    """Whether a figure of an application is added into its unit's: never of an index."""
    return figures.c.measure.not_in(indices()) & _printed_of_none(figures)


def _printed_of_none(figures: FromClause) -> ColumnElement[bool]:
    """Not what was printed about one application: nobody printed the others, so it is no number of its unit."""
    printed = select(batch.c.number).where(batch.c.source == "published")
    return or_(figures.c.subject == "", figures.c.batch.not_in(printed))


def weakest(qualifier: ColumnElement[str]) -> ColumnElement[str]:
    """The weakest promise a sum can keep; more than one bound and less than another leave only “about”."""
    ranks = case(QUALIFIERS, value=qualifier)
    most, least = func.max(ranks), func.min(ranks)
    names = {rank: name for name, rank in QUALIFIERS.items() if rank >= 0}
    return case(((least == -1) & (most > 0), "about"), (least == -1, "under"), else_=case(names, value=most))


def own(
    conn: Connection,
    measures: Sequence[str],
    units: Sequence[str],
    first: date,
    last: date,
    *,
    revision: int | None = None,
    system: str = "",
) -> pd.DataFrame:
    """Units' own figures from `first` to `last`, as reported: OWN. `subjects` names the applications of a sum, BETWEEN them."""
    columns = own_columns(conn, measures, units, first, last, revision=revision, system=system)
    return pd.DataFrame(columns, dtype=object).astype({"value": float})


def own_columns(
    conn: Connection,
    measures: Sequence[str],
    units: Sequence[str],
    first: date,
    last: date,
    *,
    revision: int | None = None,
    system: str = "",
) -> dict[str, Sequence]:
    """The columns of `own` as plain sequences, months as dates."""
    return own_columns_of(conn, [system], measures, units, first, last, revision=revision)[system]


def own_columns_of(
    conn: Connection,
    systems: Sequence[str],
    measures: Sequence[str],
    units: Sequence[str],
    first: date,
    last: date,
    *,
    revision: int | None = None,
) -> dict[str, dict[str, Sequence]]:
    """The same of each of several systems, from one question."""
    asked = own_query(measures, units, first, last, revision=revision, systems=systems)
    # The driver's own tuples, column by column and without guessing types: a fifth of the time of a frame made of rows.
    with conn.execute(asked) as result:
        rows = result.cursor.fetchall()
    by_system: dict[str, list] = {system: [] for system in systems}
    for system, *row in rows:
        by_system[system].append(row)
    days = {written: _day(written) for written in {row[1 + OWN.index("month")] for row in rows}}
    return {system: _columns(of, days) for system, of in by_system.items()}


def _columns(rows: list, days: Mapping[date | str, date]) -> dict[str, Sequence]:
    columns: dict[str, Sequence] = dict(zip(OWN, zip(*rows, strict=True) if rows else [()] * len(OWN), strict=True))
    columns["month"] = [days[written] for written in columns["month"]]
    return columns | {name: [word or usual for word in columns[name]] for name, usual in USUAL.items()}


def by_subject(
    conn: Connection,
    measures: Sequence[str],
    units: Sequence[str],
    first: date,
    last: date,
    *,
    subjects: Collection[str],
    revision: int | None = None,
) -> list[Row]:
    """The figures of these applications that may be added up to units' own ones: BY_SUBJECT."""
    among = figure.c.measure.in_(measures) & figure.c.unit.in_(units) & figure.c.month.between(first, last)
    held = as_of(figure, revision, among & figure.c.subject.in_(subjects))
    asked = select(*(held.c[name] for name in BY_SUBJECT)).where(_adds_up(held), held.c.value.is_not(None))
    return list(conn.execute(asked))


def _day(written: date | str) -> date:
    """A day as the driver gives it: SQLite keeps the text."""
    return date.fromisoformat(written) if isinstance(written, str) else written


def own_query(
    measures: Sequence[str],
    units: Sequence[str],
    first: date,
    last: date,
    *,
    revision: int | None = None,
    systems: Sequence[str] = ("",),
) -> Select:
    """The question behind `own`, each row with its `system` before it: of whole units (`""` alone), or of some systems.

    The present is read from the rollup; of an earlier revision what has moved since is computed from the figures by the same
    two queries that fill the rollup.
    """
    source = rollup if revision is None else _at(revision, measures, units, first, last, systems)
    words = (func.nullif(source.c[name], usual).label(name) for name, usual in USUAL.items())
    return select(source.c.system, *(source.c[name] for name in OWN if name not in USUAL), *words).where(
        source.c.system.in_(systems),
        source.c.measure.in_(measures),
        source.c.unit.in_(units),
        source.c.month.between(first, last),
    )


def _at(
    revision: int, measures: Sequence[str], units: Sequence[str], first: date, last: date, systems: Sequence[str]
) -> Subquery:
    only = figure.c.measure.in_(measures) & figure.c.unit.in_(units) & figure.c.month.between(first, last)
    if any(systems):  # an application may have been of another system then, whatever its figures
        return by_system(as_of(figure, revision, only), revision).subquery()
    moved = _moved(revision, units, first, last)
    here = tuple_(figure.c.unit, figure.c.month).in_(select(moved.c.unit, moved.c.month))
    fresh = whole(as_of(figure, revision, figure.c.measure.in_(measures) & here)).cte().prefix_with("MATERIALIZED")
    stayed = (rollup.c.unit.in_(units), rollup.c.month.between(first, last), rollup.c.measure.in_(measures))
    gone = exists().where(moved.c.unit == rollup.c.unit, moved.c.month == rollup.c.month)
    return union_all(select(rollup).where(rollup.c.system == "", *stayed, ~gone), select(fresh)).subquery()


def _moved(revision: int, units: Sequence[str], first: date, last: date) -> CTE:
    """Units and months of which figures came or went after a revision. Made once a question: left to themselves the databases
    look it up anew for each figure."""
    went = select(withdrawal.c.batch).where(withdrawal.c.revision > revision)
    since = select(batch.c.number).where(or_(batch.c.revision > revision, batch.c.number.in_(went)))
    among = (figure_month.c.unit.in_(units), figure_month.c.month.between(first, last))
    asked = select(figure_month.c.unit, figure_month.c.month).where(*among, figure_month.c.batch.in_(since)).distinct()
    return asked.cte().prefix_with("MATERIALIZED")
