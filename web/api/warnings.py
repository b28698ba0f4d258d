"""Warnings over HTTP: how good each rule was, with the days of each step of the loop, and each warning marked true or false, by the
same functions as the page."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body
from pydantic import Field
from starlette.responses import JSONResponse

from data import months, rooms, store, units
from data.access import Actor
from data.requests import Answer
from data.training_mark import is_training
from data.watching import verdicts
from data.watching.kinds import KINDS
from data.watching.verdicts import Warned
from metrics.watching import loop_telling as telling
from metrics.watching.loops import STEPS, Loop, Raised, Rule, rules
from metrics.watching.naming import name_of
from web.api.door import Opened, Person
from web.api.once import IdempotencyKey, once
from web.api.problems import Stopped, responses
from web.api.scope import require_own
from web.api.shapes import Absent, Asked, Day, Month, Number, OfUnit, Said, Shape, number_or_null

NEWEST = 50  # warnings of a rule
ERRORS = ("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/warnings", tags=["watches"], responses=responses(*ERRORS))
True_ = Literal["true", "false", "open"]


class MarkOf(Shape):
    """How a warning was marked by hand."""

    verdict: True_
    reason: str
    by: str
    at: datetime


class WarningOf(Shape):
    """One warning, named by `rule`, `month`, `item` and `position`. `verdict`: as marked by hand, else by what happened; `lead`: so
    many days before the day it warns of (`came_on`), less than 0 after it."""

    rule: int
    month: str
    item: str
    position: int
    said: Said
    raised_at: datetime
    verdict: True_
    came_on: date
    lead: int
    marked: MarkOf | None


class Steps(Shape):
    """The median of days of each step of the loop, null of none: until it was instructed, received, reported, accepted."""

    decision: float | None
    control: float | None
    feedback: float | None
    improvement: float | None


class RuleOf(Shape):
    """A rule, whoever keeps it. `hit_rate`: true ones of those decided; `lead`: the median of days that true ones came ahead;
    `cries_wolf`: false again and again, and oftener than true."""

    unit: str
    metric: str
    name: Said
    kind: str
    threshold: float | None
    rule: Said
    raised: int
    true: int
    false: int
    open: int
    hit_rate: float | None
    lead: float | None
    cries_wolf: bool
    steps: Steps
    warnings: list[WarningOf]


class Warnings(Shape):
    """The rules about a unit and all below it that have warned, those that cry wolf first."""

    unit: str
    demo: bool
    sentence: Said
    rules: list[RuleOf]


class Mark(Asked):
    """Which warning, whether it was true, and why. `came_on`: of a true one the day on which it came about."""

    rule: Number
    month: Month
    item: Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    position: Number
    verdict: True_
    reason: Annotated[str, Field(max_length=2000)]
    came_on: Day | Absent = None


@router.get("", summary="How good warnings were")
def listing(actor: Person, engine: Opened, unit: OfUnit = None) -> Warnings:
    """Of rules whose warnings this person may mark: one's own, and those about units that one may instruct."""
    with store.reading(engine) as conn:
        tree, code = units.load(conn).on(months.today()), unit or actor.unit
        require_own(actor, code, tree)
        found = rules(conn, actor, tree.below(code), tree)
        return Warnings(
            unit=code,
            demo=is_training(conn),
            sentence=Said.of(telling.sentence(conn, found, tree)),
            rules=[_rule(conn, each, tree) for each in found],
        )


@router.post(
    "/verdicts",
    status_code=201,
    summary="Mark a warning as true or false",
    response_model=WarningOf,
    responses=responses("conflict"),
)
def mark(
    actor: Person, engine: Opened, asked: Annotated[Mark, Body()], idempotency_key: IdempotencyKey = None
) -> JSONResponse:
    """By who watches, or may instruct the unit; the last mark counts, and earlier ones stay in the audit log."""
    of = Warned(asked.rule, asked.month, asked.item, asked.position)

    def do() -> Answer:
        verdicts.mark(engine, of, asked.verdict, asked.reason, asked.came_on, by=actor)
        return Answer(201, _one(engine, of, actor).model_dump(mode="json"))

    return once(engine, idempotency_key, {"mark": asked.model_dump(mode="json")}, do, actor)


def _one(engine: rooms.Engine, of: Warned, actor: Actor) -> WarningOf:
    with store.reading(engine) as conn:
        tree = units.load(conn).on(months.today())
        found = (each for rule in rules(conn, actor, tree.by_code, tree) for each in rule.loop.warned)
        one = next((each for each in found if each.of == of), None)
        if one is None:
            raise Stopped("not_found", "body", what=of.written)
        return _warning(one)


def _rule(conn, each: Rule, tree: units.Tree) -> RuleOf:
    loop: Loop = each.loop
    return RuleOf(
        unit=each.watched.unit, metric=each.watched.metric, name=Said.of(name_of(conn, each.watched, tree)),
        kind=each.kind, threshold=each.threshold, rule=Said.of(KINDS[each.kind].written(each.threshold)),
        raised=len(loop.warned), true=loop.count("true"), false=loop.count("false"), open=loop.count("open"),
        hit_rate=number_or_null(loop.hit_rate), lead=number_or_null(loop.lead), cries_wolf=loop.cries_wolf,
        steps=Steps(**{name: number_or_null(loop.step(name)) for name in STEPS}),
        warnings=[_warning(one) for one in loop.warned[:NEWEST]],
    )  # fmt: skip


def _warning(each: Raised) -> WarningOf:
    mark = each.marked
    return WarningOf(
        rule=each.of.watch, month=months.label(each.of.month), item=each.of.item, position=each.of.position,
        said=Said.of(each.said), raised_at=each.raised_at, verdict=each.verdict, came_on=each.came_on, lead=each.lead,
        marked=MarkOf(verdict=mark.verdict, reason=mark.reason, by=mark.name, at=mark.at) if mark else None,
    )  # fmt: skip
