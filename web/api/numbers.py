"""What leaders read, as JSON: every metric, its values and its months, of the units one may read."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query

from data import access, months, store
from data.access import Actor
from data.register_rights import may_read_rows
from data.registers import REGISTERS
from data.reporting import calendar
from data.settings import settings
from data.training_mark import is_training
from data.units import Tree
from metrics import METRICS, Metric, query, withheld
from metrics.judgement import judged
from metrics.language import Kind
from metrics.periods import MONTH, PERIODS, Period
from metrics.withheld import Sight
from metrics.wording import formula_text
from web.api.door import Opened, Person
from web.api.problems import Stopped, responses
from web.api.scope import known_at, tree_with
from web.api.shapes import Absent, Flag, Month, Number, OfMonth, OfUnit, Said, Shape, number_or_null

MOST_MONTHS = 120
READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/metrics", tags=["metrics"], responses=READS)

Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="A metric's key.", examples=["satisfaction"])]
OfPeriod = Annotated[Literal["month", "quarter", "ytd", "rolling"], Query(description="What is added up to the month.")]
AtRevision = Annotated[Number | Absent, Query(description="As known at this revision; the present if not given.")]


class Described(Shape):
    """What a metric means."""

    key: str
    zh: str
    en: str
    formula: Said
    kind: Kind
    format: str
    better: Literal["higher", "lower"]
    owner: Said
    why: Said
    measures: list[str]
    registers: list[str]


class Metrics(Shape):
    """Every metric, in the order leaders read them."""

    demo: bool
    metrics: list[Described]


class Coverage(Shape):
    """How many units stand behind a number; `own`: the unit's own report stands. `applications`: of how many applications it
    is the sum, and `silent`: how many more reported in one of the three months before."""

    own: bool
    expected: int
    reported: int
    carried: int
    missing: int
    applications: int
    silent: int


class Value(Shape):
    """A metric of one unit. What is not there, or not published to this person, is null. `judgement` says in words what the
    screens say: what is judged, the target, and how far it is from there; empty where nothing is."""

    unit: str
    zh: str
    en: str
    value: float | None
    qualifier: str
    grade: str
    published: bool
    coverage: Coverage
    mom: float | None
    mom_basis: bool
    yoy: float | None
    yoy_basis: bool
    ytd: float | None
    ytd_yoy: float | None
    target: float | None
    due: float | None
    attainment: float | None
    status: str | None
    status_partial: bool
    judgement: Said


class Values(Shape):
    """A metric of a unit in a month and, where asked, of the units right below it."""

    metric: str
    unit: str
    month: str
    period: str
    revision: int
    demo: bool
    values: list[Value]


class Point(Shape):
    """One month. `withheld`: the month is not published and the unit is not this person's."""

    month: str
    value: float | None
    qualifier: str
    expected: int
    reported: int
    carried: int
    missing: int
    withheld: bool


class History(Shape):
    """A metric of a unit through the months."""

    metric: str
    unit: str
    period: str
    revision: int
    demo: bool
    months: list[Point]


@router.get("", summary="Every metric with its definition")
def listing(actor: Person, engine: Opened) -> Metrics:
    """Key, names, formula in words, kind, direction, owner, and the measures or registers it is made of."""
    with store.reading(engine) as conn:
        return Metrics(demo=is_training(conn), metrics=[_described(each) for each in METRICS.values()])


@router.get("/{key}/values", summary="A metric of a unit and month")
def values(
    actor: Person,
    engine: Opened,
    key: Key,
    unit: OfUnit = None,
    month: OfMonth = None,
    period: OfPeriod = "month",
    revision: AtRevision = None,
    children: Annotated[Flag, Query(description="Also the units right below it.")] = False,
) -> Values:
    """Value, qualifier, grade, coverage, changes, target and status, as the tile on the wall shows them.

    A unit outside the subtrees of the person's roles is told for published months only.
    """
    metric, code, at = _metric(key), unit or actor.unit, month or months.last_full(months.today())
    with store.reading(engine) as conn:
        tree, known = tree_with(conn, code, at), known_at(conn, revision)
        reach = _Reach(conn, actor, tree, code)
        reach.require(metric, PERIODS[period], at)
        frame = query.snapshot(conn, [metric], code, at, period=PERIODS[period], revision=revision)
        asked = frame if children else frame[frame["unit"] == code]
        shown = withheld.of_snapshot(asked, reach.sight, at, PERIODS[period])
        rows = [_value(row, tree, at) for row in shown.to_dict("records")]
        return Values(
            metric=key,
            unit=code,
            month=months.label(at),
            period=period,
            revision=known,
            demo=is_training(conn),
            values=rows,
        )


@router.get("/{key}/history", summary="A metric through the months")
def history(
    actor: Person,
    engine: Opened,
    key: Key,
    unit: OfUnit = None,
    first: Annotated[Month | Absent, Query(alias="from", description="Twelve months in all if not given.")] = None,
    last: Annotated[Month | Absent, Query(alias="to", description="The last full month if not given.")] = None,
    period: OfPeriod = "month",
    revision: AtRevision = None,
) -> History:
    """One value a month, oldest first: at most the 120 months up to `to`."""
    metric, code, end = _metric(key), unit or actor.unit, last or months.last_full(months.today())
    start = max(first or months.shift(end, -11), months.shift(end, 1 - MOST_MONTHS), settings().months.first)
    with store.reading(engine) as conn:
        reach = _Reach(conn, actor, tree_with(conn, code, end), code)
        reach.require_register(metric)
        run, known = months.between(start, end), known_at(conn, revision)
        told = query.history(conn, [metric], [code], run, period=PERIODS[period], revision=revision) if run else None
        rows = [] if told is None else told.to_dict("records")
        return History(
            metric=key,
            unit=code,
            period=period,
            revision=known,
            demo=is_training(conn),
            months=[_point(row, reach, PERIODS[period]) for row in rows],
        )


class _Reach:
    """What an actor may read of one unit and those below it: everything of their own, else what is published."""

    def __init__(self, conn, actor: Actor, tree: Tree, unit: str):
        self.actor, self.tree, self.unit = actor, tree, unit
        self.sight = Sight(access.readable(actor, tree), calendar.published(conn))

    def may(self, first: date, last: date) -> bool:
        """Whether all of these months may be read."""
        return self.sight.may(self.unit, first, last)

    def require(self, metric: Metric, period: Period, month: date) -> None:
        """Stop where the number may not be read."""
        self.require_register(metric)
        if not self.may(period.first(month), month):
            raise Stopped("forbidden", "query unit")

    def require_register(self, metric: Metric) -> None:
        """Stop where the number counts rows of a restricted register that the actor may not read."""
        keys = {word.register for word in metric.rows if REGISTERS[word.register].restricted}
        if not all(may_read_rows(self.actor, register, self.unit, self.tree) for register in keys):
            raise Stopped("forbidden", "path key")


def _metric(key: str) -> Metric:
    if key not in METRICS:
        raise Stopped("not_found", "path key", what=key)
    return METRICS[key]


def _described(metric: Metric) -> Described:
    return Described(
        key=metric.key,
        zh=metric.zh,
        en=metric.en,
        formula=Said.of(formula_text(metric)),
        kind=metric.kind,
        format=metric.format,
        better=metric.better,
        owner=Said.of(metric.owner),
        why=Said.of(metric.why),
        measures=[measure.key for measure in metric.measures],
        registers=sorted({word.register for word in metric.rows}),
    )


NUMBERS = ("value", "mom", "yoy", "ytd", "ytd_yoy", "target", "due", "attainment")


def _value(row: dict[Any, Any], tree: Tree, month: date) -> Value:
    there = {name: number_or_null(row[name]) for name in NUMBERS}
    return Value(
        unit=row["unit"],
        zh=tree[row["unit"]].name_zh,
        en=tree[row["unit"]].name_en,
        qualifier=row["qualifier"],
        grade=row["grade"] or "",
        published=bool(row["published"]),
        coverage=Coverage(**{name: row[name] for name in Coverage.model_fields}),
        mom_basis=bool(row["mom_basis"]),
        yoy_basis=bool(row["yoy_basis"]),
        status=row["status"] or None,
        status_partial=bool(row["status_partial"]),
        judgement=_judgement(row, month),
        **there,
    )


def _judgement(row: dict[Any, Any], month: date) -> Said:
    told = judged(row, METRICS[row["metric"]], month)
    return Said(zh=told.told("zh"), en=told.told("en"))


def _point(row: dict[Any, Any], reach: _Reach, period: Period = MONTH) -> Point:
    month = row["month"].date()
    withheld = not reach.may(period.first(month), month)
    counts = {name: 0 if withheld else int(row[name]) for name in ("expected", "reported", "carried", "missing")}
    return Point(
        month=months.label(month),
        value=None if withheld else number_or_null(row["value"]),
        qualifier="exact" if withheld else row["qualifier"],
        withheld=withheld,
        **counts,
    )
