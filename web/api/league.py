"""The fair league, as JSON: places that chance does not give, of units that are peers."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from data import access, months, store, units
from data.reporting import calendar
from data.training_mark import is_training
from metrics import METRICS, Metric
from metrics import league as leagues
from metrics.league import OUTSIDE, League, Ranked, View, telling
from metrics.withheld import Sight
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import Stopped, responses
from web.api.scope import known_at, tree_of
from web.api.shapes import Absent, OfMonth, Said, Shape, number_or_null

READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/league", tags=["metrics"], responses=READS)

Group = Annotated[
    str,
    Query(
        pattern=rf"^({'|'.join([*leagues.GROUPS, *leagues.BANDS])}|{leagues.LIKE}\d{{6}})$",
        description="Who is compared with whom: by level and kind of area, by a band of people, means or first year, "
        "or those most like a county (like:330203).",
        examples=["cities", "people_some", "like:330203"],
    ),
]
Key = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="A metric's key.", examples=["satisfaction"])]


class Runner(Shape):
    """A unit in the league. `place_first` to `place_last`: its place, a run where it is not told apart; units whose places
    overlap are in no order. `rank_low` to `rank_high`: where it may stand. `moved`: against itself a year ago, where
    progress is compared. `low` and `high`: limits of the true level, or progress, in nine of ten draws."""

    unit: str
    zh: str
    en: str
    place_first: int
    place_last: int
    rank_low: int
    rank_high: int
    top: float
    bottom: float
    value: float
    size: float | None
    moved: float | None
    low: float | None
    high: float | None


class Outside(Shape):
    """A unit that does not run, and why."""

    unit: str
    reason: str
    said: Said


class MovedOf(Shape):
    """A unit that surely stands elsewhere than the month before: its places then and now (null: it did, or does, not run), and why:
    its own value, its peers', the group compared, what was reported (coverage), what the number means (definition)."""

    unit: str
    was_first: int | None
    was_last: int | None
    now_first: int | None
    now_last: int | None
    why: list[Literal["value", "peers", "group", "coverage", "definition"]]


class Ranking(Shape):
    """A league. `moved`: since the month before, null where nobody was ranked then, or that is not this person's to see. `leaders` and `last`: who is among the first, and the last, at a probability of 0.9; often nobody."""

    metric: str
    group: str
    month: str
    view: Literal["level", "progress"]
    revision: int
    demo: bool
    sentence: Said
    leaders: list[str]
    last: list[str]
    units: list[Runner]
    outside: list[Outside]
    moved: list[MovedOf] | None


@router.get("", summary="A group of peers on a metric")
def ranking(
    actor: Person,
    engine: Opened,
    metric: Key,
    group: Group = "cities",
    month: OfMonth = None,
    view: Annotated[
        Literal["level", "progress"] | Absent, Query(description="What is fair for the metric if not given.")
    ] = None,
    revision: AtRevision = None,
) -> Ranking:
    """Who is surely ahead and behind, and who cannot be told apart. It tells of every unit of the group: where one of them is
    not this person's, all months it reads have to be published."""
    asked, at = _metric(metric), month or months.last_full(months.today())
    shown = view or leagues.usual_view(asked)
    with store.reading(engine) as conn:
        tree, known = tree_of(conn, at), known_at(conn, revision)
        peers = leagues.peers_of(conn, tree, group, at, revision)
        if not peers:
            raise Stopped("not_found", "query group", what=group)
        sight = Sight(access.readable(actor, tree), calendar.published(conn))
        run = leagues.months_read(asked, at, shown)
        if not all(sight.may(unit, each, each) for unit in peers for each in run):
            raise Stopped("forbidden", "query group")
        earlier = leagues.months_read(asked, months.shift(at, -1), shown)
        before = all(sight.may(unit, each, each) for unit in peers for each in earlier)
        told = leagues.league(conn, asked, group, at, shown, revision=revision)
        return Ranking(
            metric=asked.key,
            group=group,
            month=months.label(at),
            view=shown,
            revision=known,
            demo=is_training(conn),
            sentence=Said.of(telling.sentence(told, tree)),
            leaders=list(told.leaders),
            last=list(told.last),
            units=[_runner(each, tree) for each in told.ranked],
            outside=_outside(told),
            moved=_moved(conn, asked, group, at, shown, revision) if before else None,
        )


def _moved(conn, metric: Metric, group: str, month: date, view: View, revision: int | None) -> list[MovedOf] | None:
    found = leagues.since(conn, metric, group, month, view, revision=revision)
    if found is None:
        return None
    return [
        MovedOf(
            unit=each.unit,
            was_first=each.was.first if each.was else None,
            was_last=each.was.last if each.was else None,
            now_first=each.now.first if each.now else None,
            now_last=each.now.last if each.now else None,
            why=list(each.why),
        )
        for each in found
    ]


def _metric(key: str) -> Metric:
    if key not in METRICS or not leagues.fits(METRICS[key]):
        raise Stopped("not_found", "query metric", what=key)
    return METRICS[key]


def _runner(each: Ranked, tree: units.Tree) -> Runner:
    place = each.place
    return Runner(
        unit=place.unit,
        zh=tree[place.unit].name_zh,
        en=tree[place.unit].name_en,
        place_first=place.first,
        place_last=place.last,
        rank_low=place.low,
        rank_high=place.high,
        top=place.top,
        bottom=place.bottom,
        value=each.value,
        size=number_or_null(each.size),
        moved=number_or_null(each.moved),
        low=number_or_null(each.low),
        high=number_or_null(each.high),
    )


def _outside(told: League) -> list[Outside]:
    return [Outside(unit=unit, reason=why, said=Said.of(OUTSIDE[why])) for unit, why in sorted(told.outside.items())]
