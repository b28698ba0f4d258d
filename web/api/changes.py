"""What changed between two points, as JSON: the longest story first."""

from datetime import date, timedelta
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query

from data import months, store
from data.training_mark import is_training
from metrics import changes
from metrics.changes import WHATS, Change, Point
from metrics.changes.change import Kind, Turn
from metrics.changes.touched import by_whom
from web.api.door import Opened, Person
from web.api.problems import Stopped, responses
from web.api.scope import known_at, require_own, tree_with
from web.api.shapes import Absent, Count, Day, Number, OfMonth, OfUnit, Said, Shape, number_or_null

PAGE = 200
READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/changes", tags=["metrics"], responses=READS)


class Changed(Shape):
    """One change. `before` and `after` in words, `was` and `now` as numbers where they are. `distance`: how far, by the rule
    of its kind. `revision`, `batch`, `by`: the newest that touched it; null where only days passed."""

    kind: Literal[get_args(Kind)]  # type: ignore[valid-type]
    what: str
    named: Said
    turn: Literal[get_args(Turn)]  # type: ignore[valid-type]
    unit: str
    metric: str
    register_key: str
    key: str
    title: Said
    before: Said
    after: Said
    was: float | None
    now: float | None
    distance: float
    revision: int | None
    batch: int | None
    by: str | None


class Changes(Shape):
    """A page of what changed; `next` is the offset of the next page, null at the end."""

    unit: str
    from_revision: int
    from_month: str
    to_revision: int
    to_month: str
    demo: bool
    total: int
    next: int | None
    changes: list[Changed]


@router.get("", summary="What changed between two points")
def listing(
    actor: Person,
    engine: Opened,
    from_revision: Annotated[Count | Absent, Query(description="From this revision; or name a day.")] = None,
    from_day: Annotated[
        Day | Absent,
        Query(description="From the end of this day; of the last of the month before, if neither is given."),
    ] = None,
    to_revision: Annotated[Number | Absent, Query(description="To this revision; the present if not given.")] = None,
    to_day: Annotated[Day | Absent, Query(description="To the end of this day.")] = None,
    unit: OfUnit = None,
    month: OfMonth = None,
    offset: Annotated[Count, Query(description="How many to pass over.")] = 0,
) -> Changes:
    """Values, statuses, ranks, coverage, rows of registers, instructions, targets, duties, definitions and units, of a unit of
    one's own with all below it. Without a `month`, the newest month that was due at each point is compared."""
    code = unit or actor.unit
    with store.reading(engine) as conn:
        day = from_day or months.today().replace(day=1) - timedelta(days=1)
        then = _point(conn, from_revision, day, month)
        later = _point(conn, to_revision, to_day, month)
        require_own(actor, code, tree_with(conn, code, later.month))
        try:
            found = changes.between(conn, code, then, later, actor=actor)
        except ValueError as error:
            raise Stopped("not_found", "query from_revision", what=str(error)) from error
        here, after = found[offset : offset + PAGE], offset + PAGE
        who = by_whom(conn, [each.revision for each in here])
        return Changes(
            unit=code,
            from_revision=then.revision,
            from_month=months.label(then.month),
            to_revision=later.revision,
            to_month=months.label(later.month),
            demo=is_training(conn),
            total=len(found),
            next=after if after < len(found) else None,
            changes=[_changed(each, who.loc[each.revision] if each.revision else None) for each in here],
        )


def _point(conn, revision: int | None, day: date | None, month: date | None) -> Point:
    """A revision, else the end of a day, else this moment."""
    if revision is not None:
        return changes.of_revision(conn, known_at(conn, revision), month)
    return changes.now(conn, month) if day is None else changes.of_day(conn, day, month)


def _changed(one: Change, who) -> Changed:
    return Changed(
        kind=one.kind,
        what=one.what,
        named=Said.of(WHATS[one.what]),
        turn=one.turn,
        unit=one.unit,
        metric=one.metric,
        register_key=one.register,
        key=one.key,
        title=Said.of(one.title),
        before=Said.of(one.before),
        after=Said.of(one.after),
        was=number_or_null(one.was),
        now=number_or_null(one.now),
        distance=one.distance,
        revision=one.revision or None,
        batch=None if who is None else int(who["batch"]),
        by=None if who is None else str(who["actor"]),
    )
