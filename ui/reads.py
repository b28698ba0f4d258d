"""What the screens read from the store: kept by revision, shared by all sessions, never stale and never cleared.

First the cheap question (`current_revision`), then the dear ones only if it moved. Sessions that ask for the same at the
same time wait for one of them: twenty viewers cost one set of queries. Frames are shared: nobody may change one.
"""

from contextlib import nullcontext
from datetime import date, datetime
from functools import partial, wraps
from inspect import signature
from typing import Any, NamedTuple, Protocol

import pandas as pd

from data import access, months, read_cache, revisions, standby, telemetry
from data import structure as structure_
from data import units as units_
from data.read_cache import ReadCache
from data.reporting import calendar, opening
from data.touched import Follower
from data.training_mark import is_training
from metrics import METRICS, duties, query, targets, withheld
from metrics.periods import MONTH, PERIODS, YEAR_TO_DATE, Period, PeriodKey
from metrics.withheld import Sight
from ui import room
from ui.actor import actor
from ui.kept import kept
from ui.room import Room

CELLS = 20_000  # units times months that are kept read of one state of a store: about 60 MB


class AtRevision(Protocol):
    """Whatever says which revision is shown, of which room's store."""

    @property
    def revision(self) -> int: ...

    @property
    def room(self) -> Room: ...


class State(NamedTuple):
    """The store at a revision: when it came about (None while empty) and whether everything in it is invented or tried."""

    at: datetime | None
    demo: bool


def by_revision(read: Any = None, *, rows: bool = False, of: str = "") -> Any:
    """Keep what `read(conn, revision, …)` gives, for each room and revision (and the scope's `moment`) and arguments; asked
    as `read(scope, …)`.

    `read` gets None for the present, which moves on; a revision that was asked for (the scope's `pinned`) by its number,
    also while it is the newest. Where it takes a `unit` and a `month`, whoever
    asks must be allowed to read that, every time and before anything kept is given: in the own subtree, or, but for the
    `rows` of registers, in a month that is published to all. Raises `access.Refused`.

    `of` names the argument with the unit or units that it reads, where it reads nothing but their numbers and those of all below:
    what is kept of the present then outlives every revision that touched none of them (`data.touched`).
    """
    if read is None:
        return partial(by_revision, rows=rows, of=of)
    names = list(signature(read).parameters)[2:]
    place = (names.index("unit"), names.index("month")) if "unit" in names else None
    about = names.index(of) if of else None

    @kept(400, lambda name, state, revision, room, *more: (name, state, room, *more))
    def shared(
        name: str, state: int, revision: int, room: Room, pinned: bool, moment: tuple, arguments: tuple
    ) -> Any:  # the name tells the readers' entries apart
        telemetry.READS_MISSED.add()
        return _ask(read, room, revision, pinned, arguments, moment)

    def guard(scope: AtRevision, arguments: tuple) -> None:
        if place:
            _require(scope, arguments[place[0]], arguments[place[1]], rows=rows)

    @wraps(read)
    def asked(scope: AtRevision, *arguments: Any) -> Any:
        guard(scope, arguments)
        telemetry.READS.add()
        name = f"{read.__module__}.{read.__qualname__}"
        state = scope.revision if about is None or _pinned(scope) else _since(scope, arguments[about])
        return shared(name, state, scope.revision, scope.room, _pinned(scope), getattr(scope, "moment", ()), arguments)

    asked.guard = guard  # type: ignore[attr-defined]
    return asked


def _since(scope: AtRevision, of: str | tuple[str, ...]) -> int:
    """The revision since which the numbers of units stand as they do at the scope's."""
    touched = _follower(scope.room).at(scope.revision, scope.room.engine.connect)
    return touched.since((of,) if isinstance(of, str) else of)


def reporting(scope: AtRevision, below: tuple[str, ...]) -> tuple[str, ...]:
    """Of a unit and those below it: the unit, and whoever ever reported anything; all of them where an earlier revision is shown."""
    if _pinned(scope):
        return below
    ever = _follower(scope.room).at(scope.revision, scope.room.engine.connect).reporting
    return (*below[:1], *(code for code in below[1:] if code in ever))


@kept(20)
def _follower(_room: Room) -> Follower:
    return Follower()


def once(read: Any, scope: AtRevision, *arguments: Any) -> Any:
    """What a reader of `by_revision` gives, not kept: for what is large and seldom asked twice, like an export."""
    read.guard(scope, arguments)
    return _ask(read.__wrapped__, scope.room, scope.revision, _pinned(scope), arguments)


def _pinned(scope: AtRevision) -> bool:
    return bool(getattr(scope, "pinned", False))


def moment() -> tuple:
    """What numbers hang on beside the revision (`duties.moment`): who is expected, and since when."""
    with room.engine().connect() as conn:
        return duties.moment(conn)


def published() -> frozenset[date]:
    """The months that are open to all, as of this moment."""
    with room.engine().connect() as conn:
        return calendar.published(conn)


def usual_month(current: int, since: tuple, *, owed: bool = False) -> date:
    """`opening.usual_month`: the month of a view that names none, at the newest revision and `moment`; `owed`: of one about what
    is to be reported."""
    return _usual_month(room.here(), current, since, owed)


@kept(200)
def _usual_month(at: Room, _current: int, _moment: tuple, owed: bool) -> date:
    """Revision and moment tell one state of the store from the next."""
    ask = opening.owed_month if owed else opening.usual_month
    with at.engine.connect() as conn:
        return ask(conn, months.today())


def _require(scope: AtRevision, unit: str, month: date, *, rows: bool) -> None:
    who, tree = actor(), units(scope).in_month(month)
    run = months.between(period_of(scope).first(month), month)
    if not access.may(who, "read", unit, tree) and (rows or unit not in tree or not published().issuperset(run)):
        raise access.Refused(who, "read", tree[unit].name_zh if unit in tree else unit)


@kept(3)
def _read_cache(_room: Room, _revision: int | None, _moment: tuple) -> ReadCache:
    """What the readers share: units and months that several of them ask about are read once. One for the present, whatever its
    revision, and one for each revision that was asked for."""
    return ReadCache(CELLS)


def _ask(read: Any, room: Room, revision: int, pinned: bool, arguments: tuple, moment: tuple | None = None) -> Any:
    """What a reader says at a revision; with a moment it shares with the others of that moment what it reads."""

    def ask(conn) -> Any:
        now = not pinned and revision == revisions.current(conn)
        if moment is not None:
            touched = _follower(room).at(revision, lambda: nullcontext(conn)) if now else None
            read_cache.carry(conn, _read_cache(room, None if now else revision, moment), touched)
        return read(conn, None if now else revision, *arguments)

    return standby.read(room.engine, ask)


def current_revision() -> int:
    """The newest revision of the store: the cheap question, never kept."""
    with room.engine().connect() as conn:
        return revisions.current(conn)


def known_on(day: date) -> int:
    """The revision that was the newest at the end of a day."""
    with room.engine().connect() as conn:
        return revisions.known_on(conn, day)


@by_revision
def units(conn, _revision) -> units_.Units:
    """Every unit with its terms."""
    return units_.load(conn)


@by_revision
def structure(conn, _revision, unit: str, month: date) -> structure_.Structure | None:
    """`structure.structure_of`: the systems that the unit's own structure has in a month."""
    return structure_.structure_of(conn, units_.load(conn).in_month(month), unit, month)


@by_revision
def state(conn, revision) -> State:
    """When the revision came about, and whether this is a training store."""
    shown = revisions.current(conn) if revision is None else revision
    return State(revisions.moment_of(conn, shown), is_training(conn))


def snapshot(scope: AtRevision, metrics: tuple[str, ...], unit: str, month: date) -> pd.DataFrame:
    """`query.snapshot` of metrics by their keys: the unit and its children in one month, or in the scope's period up to it,
    without what is withheld from who looks (`metrics.withheld`)."""
    period = period_of(scope)
    frame = withheld.without(_snapshot(scope, metrics, unit, month, period.key), hidden(scope))
    tree = units(scope).in_month(month)
    if access.may_see(actor(), frame["unit"].unique(), tree):
        return frame
    return withheld.of_snapshot(frame, Sight(access.readable(actor(), tree), published()), month, period)


def coverage(scope: AtRevision, metrics: tuple[str, ...], unit: str, month: date) -> pd.DataFrame:
    """`query.coverage` of metrics by their keys, of a unit of one's own: who reported, and no value that a view could hide."""
    return _coverage(scope, metrics, unit, month)


@by_revision(rows=True, of="unit")
def _coverage(conn, revision, metrics: tuple[str, ...], unit: str, month: date) -> pd.DataFrame:
    return query.coverage(conn, [METRICS[key] for key in metrics], unit, month, revision=revision)


@by_revision(of="unit")
def _snapshot(conn, revision, metrics: tuple[str, ...], unit: str, month: date, period: PeriodKey) -> pd.DataFrame:
    asked = [METRICS[key] for key in metrics]
    return query.snapshot(conn, asked, unit, month, period=PERIODS[period], revision=revision)


def history(
    scope: AtRevision, metrics: tuple[str, ...], of: tuple[str, ...], over: tuple[date, ...], by: str | None = None
) -> pd.DataFrame:
    """`query.history` of metrics by their keys: units over months (or the scope's periods up to them), by system or list
    where asked. Of units that are not one's own only the published months are there."""
    tree, period = units(scope).in_month(over[-1]), period_of(scope)
    if not all(access.may(actor(), "read", unit, tree) for unit in of):
        open_ = published()
        over = tuple(month for month in over if open_.issuperset(months.between(period.first(month), month)))
    if not over:
        return query.no_history(by)
    return withheld.without(_history(scope, metrics, of, over, by, period.key), hidden(scope))


@by_revision(of="of")
def _history(
    conn,
    revision,
    metrics: tuple[str, ...],
    of: tuple[str, ...],
    over: tuple[date, ...],
    by: str | None,
    period: PeriodKey,
) -> pd.DataFrame:
    asked = [METRICS[key] for key in metrics]
    return query.history(conn, asked, list(of), list(over), period=PERIODS[period], revision=revision, by=by)


def hidden(scope: AtRevision) -> tuple[str, ...]:
    """The numbers that a view is to say nothing of."""
    return getattr(scope, "hidden", ())


def period_of(scope: AtRevision) -> Period:
    """What is added up to the months of a scope; the month itself where it says nothing."""
    return PERIODS[getattr(scope, "period", MONTH.key)]


def path(scope: AtRevision, metric: str, unit: str, over: tuple[date, ...]) -> pd.DataFrame:
    """`targets.path_of`, where a line of the scope's period can be held against it: of a flow that is the year to date."""
    comparable = METRICS[metric].kind != "flow" or period_of(scope) is YEAR_TO_DATE
    return _path(scope, metric, unit, over[-1], over if comparable else ())


@by_revision
def _path(conn, revision, metric: str, unit: str, month: date, over: tuple[date, ...]) -> pd.DataFrame:
    return targets.path_of(conn, METRICS[metric], unit, over, revision)


@by_revision
def who_owes(conn, revision, metric: str, unit: str, month: date) -> query.Owing:
    """`query.who_owes`: the first of them, and how many."""
    return query.who_owes(conn, METRICS[metric], unit, month, revision=revision)
