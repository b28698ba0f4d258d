"""What a wall shows: the step to which somebody leads it, else the step of its rotation, else its own view.

Where a rotation stands is computed from the clock and nowhere written, so any number of processes agree without telling each
other, and one that was restarted goes on where the others are.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from data import months
from data.people import grants
from data.presenting import reading, running
from data.presenting.reading import Step
from data.presenting.running import Followed
from data.presenting.spans import Span
from data.presenting.views import PAGES
from data.registers import REGISTERS
from data.reporting.opening import usual_month
from data.schema import rotation, storyline, wall
from data.text import Text, filled
from data.units import Tree

SKIPPED = {
    "page": Text("页面“{what}”已不存在", "there is no page “{what}” any more"),
    "unit": Text("单位“{what}”已不存在", "there is no unit “{what}” any more"),
    "narrow": Text("“{what}”不在这块大屏可显示的单位内", "this wall may not show {what}"),
    "metric": Text("指标“{what}”已不存在", "there is no metric “{what}” any more"),
    "register": Text("清单“{what}”已不存在", "there is no list “{what}” any more"),
}


@dataclass(frozen=True)
class Shown:
    """What a wall shows: `until` when, where it goes by itself, and `led` by whom, where somebody presents."""

    step: Step
    until: datetime | None = None
    led: running.Running | None = None


@dataclass(frozen=True)
class Rotation:
    """A storyline on a wall in its hours. `steps` are those that can be shown, `skipped` why others cannot, by their place;
    `gone`: the storyline was ended."""

    number: int
    wall: int
    storyline: int
    title: Text
    span: Span
    moves_on: bool
    made_name: str
    gone: bool
    steps: tuple[Step, ...]
    skipped: tuple[tuple[int, Text], ...] = ()

    def at(self, now: datetime) -> Shown | None:
        """The step of this moment; None outside of its hours, or where nothing is left to show."""
        held = self.span.of_day(now)
        if held is None or not self.steps:
            return None
        first, last = held
        into = (now - first).total_seconds() % sum(each.seconds for each in self.steps)
        for step in self.steps:
            if into < step.seconds or step is self.steps[-1]:
                return Shown(step, min(now + timedelta(seconds=step.seconds - into), last))
            into -= step.seconds
        return None


@dataclass(frozen=True)
class Standing:
    """How all walls stand, as far as it is kept: what is led, and the rotations of each wall."""

    led: Followed
    rotations: Mapping[int, tuple[Rotation, ...]] = field(default_factory=dict)

    def of_wall(self, number: int, now: datetime) -> Shown | None:
        """What a wall shows at this moment; None: its own view."""
        if number in self.led.walls:
            leading, step = self.led.walls[number]
            return Shown(step, led=leading)
        found = (each.at(now) for each in self.rotations.get(number, ()))
        return next((each for each in found if each), None)

    def moves_at(self, now: datetime) -> datetime:
        """When a wall may show something else without anybody's doing: the end of a step, or a full minute."""
        minute = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        shown = (self.of_wall(number, now) for number in self.rotations)
        return min([minute, *(each.until for each in shown if each and each.until)])


def standing(conn: Connection, metrics: Container[str], now: datetime) -> Standing:
    """How all walls stand. `metrics` are the keys of those that there are."""
    return Standing(running.followed(conn), rotations(conn, metrics, now))


def steps_of(conn: Connection, number: int, metrics: Container[str], now: datetime) -> tuple[Shown, ...]:
    """What a wall may show: the step of this moment first, then the other steps of the same rotation, since two processes
    and a browser pass from one to the next some milliseconds apart. Nothing: its own view."""
    if found := running.of_wall(conn, number):
        return (Shown(found[1], led=found[0]),)
    for each in rotations(conn, metrics, now, number).get(number, ()):
        if shown := each.at(now):
            return shown, *(Shown(step) for step in each.steps if step != shown.step)
    return ()


def rotations(
    conn: Connection, metrics: Container[str], now: datetime, number: int | None = None
) -> dict[int, tuple[Rotation, ...]]:
    """The rotations that have not ended, by the number of their wall; of one wall or of all that are in use."""
    kept = rotation.c
    asked = (
        select(rotation, wall.c.unit, storyline.c.ended_at.is_not(None).label("gone"))
        .join(wall, wall.c.number == kept.wall)
        .join(storyline, storyline.c.number == kept.storyline)
        .where(kept.ended_at.is_(None), wall.c.revoked_at.is_(None))
        .order_by(kept.wall, kept.begins, kept.number)
    )
    rows = conn.execute(asked if number is None else asked.where(kept.wall == number)).mappings().all()
    if not rows:
        return {}
    tree, newest = grants.tree_of_today(conn), usual_month(conn, now.astimezone(months.SHANGHAI).date())
    told = {each: reading.at_version(conn, each, None) for each in {row["storyline"] for row in rows}}
    found: dict[int, list[Rotation]] = {}
    for row in rows:
        steps, skipped = _playable(told[row["storyline"]].steps, row["unit"], tree, metrics)
        if row["moves_on"]:
            steps = moved_on(steps, newest)
        span = Span(row["weekdays"], row["begins"], row["ends"])
        as_it_is = {name: row[name] for name in ("number", "wall", "storyline", "moves_on", "made_name", "gone")}
        made = Rotation(
            **as_it_is,
            title=told[row["storyline"]].title,
            span=span,
            steps=() if row["gone"] else steps,
            skipped=skipped,
        )
        found.setdefault(row["wall"], []).append(made)
    return {each: tuple(those) for each, those in found.items()}


def _playable(
    steps: tuple[Step, ...], unit: str, tree: Tree, metrics: Container[str]
) -> tuple[tuple[Step, ...], tuple[tuple[int, Text], ...]]:
    """Those that a wall of the unit can show, and why the others are passed over."""
    reach = frozenset(tree.below(unit)) if unit in tree else frozenset()
    why = {nth: unplayable(step, reach, tree, metrics) for nth, step in enumerate(steps, 1)}
    fit = tuple(step for nth, step in enumerate(steps, 1) if why[nth] is None)
    return fit, tuple((nth, text) for nth, text in why.items() if text)


def unplayable(step: Step, reach: frozenset[str], tree: Tree, metrics: Container[str]) -> Text | None:
    """Why a step cannot be shown on a wall that may show the units of `reach`; None where it can."""
    view, asked = step.view, dict(step.view.query)
    if view.page not in PAGES:
        return filled(SKIPPED["page"], {"what": view.page})
    if view.unit not in tree:
        return filled(SKIPPED["unit"], {"what": view.unit})
    if view.unit not in reach:
        named = tree[view.unit]
        return filled(SKIPPED["narrow"], {"what": Text(named.name_zh, named.name_en)})
    if asked.get("metric", "") and asked["metric"] not in metrics:
        return filled(SKIPPED["metric"], {"what": asked["metric"]})
    if asked.get("register", "") and asked["register"] not in REGISTERS:
        return filled(SKIPPED["register"], {"what": asked["register"]})
    return None


def moved_on(steps: tuple[Step, ...], newest: date) -> tuple[Step, ...]:
    """Steps, all so many months later that the last of them shows the newest month."""
    if not steps:
        return steps
    last = max(step.view.month for step in steps)
    by = (newest.year - last.year) * 12 + newest.month - last.month
    return tuple(replace(step, view=replace(step.view, month=months.shift(step.view.month, by))) for step in steps)
