"""What a program must know beforehand: units, measures, batches, and what a unit owes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import APIRouter, Query

from data import access, batches, months, store, units
from data.measures import MEASURES, Measure
from data.registers import REGISTERS
from data.reporting import calendar, obligations
from data.settings import settings
from data.training_mark import is_training
from web.api.door import Opened, Person
from web.api.problems import Stopped, responses
from web.api.shapes import Absent, Day, Number, OfMonth, OfUnit, Said, Shape

PAGE, LARGEST = 100, 1000
READS = responses("unauthorized", "forbidden", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1", responses=READS)


class Place(Shape):
    """A unit as it was called and where it stood on the day."""

    code: str
    zh: str
    en: str
    level: str
    parent: str | None
    holds_from: date
    holds_to: date | None


class Units(Shape):
    """The units, each after the one above it."""

    on: date
    units: list[Place]


class Declared(Shape):
    """A number people upload. `kind`: a flow adds up, a stock is read at the end of a period, an index never adds up."""

    key: str
    zh: str
    en: str
    kind: Literal["flow", "stock", "index"]
    unit_of_measure: Said
    owner: str
    definition: Said
    reported_as: Literal["month", "ytd"]
    part_of: str | None
    by_application: bool
    owed: bool


class Measures(Shape):
    """Every measure, in the order of the template."""

    measures: list[Declared]


class Taken(Shape):
    """When a batch was taken back, by whom and why."""

    at: datetime
    by: str
    reason: str


class Batch(Shape):
    """What came in at once. The counts are null where it holds more than this person may read."""

    number: int
    revision: int
    at: datetime
    by: str
    source: str
    demo: bool
    file_name: str
    note: str
    correction: str
    approved_by: str
    handed_in: datetime | None
    added: int | None
    changed: int | None
    same: int | None
    withdrawn: Taken | None


class Batches(Shape):
    """A page of batches, newest first; `before` asks for the next one, null after the last."""

    demo: bool
    batches: list[Batch]
    before: int | None


class Owed(Shape):
    """A measure or a register that a unit owes, and the last moment on which it is on time."""

    unit: str
    what: str
    kind: Literal["measure", "register"]
    zh: str
    en: str
    every: int
    due: datetime


class Obligations(Shape):
    """A page of what a unit and all below it owe for a month; `next` is the offset of the next page, null at the end."""

    unit: str
    month: str
    state: calendar.State
    total: int
    next: int | None
    obligations: list[Owed]


@router.get("/units", tags=["lists"], summary="The tree of units on a day")
def list_units(
    actor: Person,
    engine: Opened,
    on: Annotated[Day | Absent, Query(description="A day like 2026-10-31; today if not given.")] = None,
) -> Units:
    """Codes, names and places of all units that held on the day."""
    day = on or months.today()
    with store.reading(engine) as conn:
        tree = units.load(conn).on(day)
    return Units(on=day, units=[_place(tree[code]) for code in tree.codes])


@router.get("/measures", tags=["lists"], summary="Every measure")
def list_measures(actor: Person, engine: Opened) -> Measures:
    """Keys, names, units of measure and definitions of what people upload."""
    return Measures(measures=[_asked(measure) for measure in MEASURES.values()])


@router.get("/batches", tags=["lists"], summary="What came in")
def list_batches(
    actor: Person,
    engine: Opened,
    before: Annotated[Number | Absent, Query(description="Only batches with a smaller number.")] = None,
    limit: Annotated[Number, Query(description=f"At most {LARGEST}.")] = PAGE,
) -> Batches:
    """The batches that hold anything this person may read."""
    many = min(limit, LARGEST)
    with store.reading(engine) as conn:
        found = batches.listing(conn, limit=many + 1, before=before, actor=actor)
        demo = is_training(conn)
    rows = [_batch(row) for row in found.head(many).to_dict("records")]
    return Batches(demo=demo, batches=rows, before=rows[-1].number if len(found) > many else None)


@router.get("/obligations", tags=["lists"], summary="What a unit owes", responses=responses("not_found"))
def list_obligations(
    actor: Person,
    engine: Opened,
    unit: OfUnit = None,
    month: OfMonth = None,
    offset: Annotated[Number | Absent, Query(description="Rows passed over.")] = None,
    limit: Annotated[Number, Query(description=f"At most {LARGEST}.")] = PAGE,
) -> Obligations:
    """The duties of a unit of the person's own and all below it for a month, and until when."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    with store.reading(engine) as conn:
        tree = units.load(conn).in_month(at)
        if code not in tree or at < settings().months.first:
            raise Stopped("not_found", "query unit" if code not in tree else "query month", what=code)
        if code not in access.readable(actor, tree):
            raise Stopped("forbidden", "query unit")
        owed = obligations.owed(conn, at, code)
        state = calendar.state(conn, at)
    start, many = offset or 0, min(limit, LARGEST)
    rows = [_owed(row) for row in owed.iloc[start : start + many].to_dict("records")]
    following = start + many if start + many < len(owed) else None
    return Obligations(
        unit=code, month=months.label(at), state=state, total=len(owed), next=following, obligations=rows
    )


def _place(unit: units.Unit) -> Place:
    return Place(
        code=unit.code,
        zh=unit.name_zh,
        en=unit.name_en,
        level=unit.level,
        parent=unit.parent,
        holds_from=unit.holds_from,
        holds_to=unit.holds_to,
    )


def _asked(measure: Measure) -> Declared:
    return Declared(
        key=measure.key,
        zh=measure.zh,
        en=measure.en,
        kind=measure.kind,
        unit_of_measure=Said.of(measure.unit),
        owner=measure.owner,
        definition=Said.of(measure.definition),
        reported_as=measure.reported_as,
        part_of=measure.part_of,
        by_application=measure.by_application,
        owed=measure.owed,
    )


def _count(value: Any) -> Any:
    return None if pd.isna(value) else int(value)


def _batch(row: dict[Any, Any]) -> Batch:
    gone = not pd.isna(row["withdrawn_at"])
    same = ("number", "revision", "at", "source", "demo", "file_name", "note", "correction", "approved_by")
    counts = ("added", "changed", "same")
    return Batch(
        **{name: row[name] for name in same} | {name: _count(row[name]) for name in counts},
        by=row["actor"],
        handed_in=None if pd.isna(row["handed_in"]) else row["handed_in"],
        withdrawn=Taken(at=row["withdrawn_at"], by=row["withdrawn_by"], reason=row["reason"]) if gone else None,
    )


def _owed(row: dict[Any, Any]) -> Owed:
    declared = MEASURES.get(row["what"]) or REGISTERS[row["what"]]
    return Owed(
        unit=row["unit"],
        what=row["what"],
        kind="measure" if row["what"] in MEASURES else "register",
        zh=declared.zh,
        en=declared.en,
        every=row["every"],
        due=row["due"],
    )
