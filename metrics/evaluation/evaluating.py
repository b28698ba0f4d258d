"""One evaluation: a group of units by one index system in one month, as set and as tried."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data import units as units_
from data.access import Actor
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.units import Tree
from metrics.evaluation.facts import facts, months_read
from metrics.evaluation.objects import Objects, divided_by, groups_of
from metrics.evaluation.scoring import Score, score
from metrics.evaluation.steadiness import Steady, steadiness
from metrics.evaluation.system import System, systems
from metrics.evaluation.trying import AS_SET, Asked, Moved, moved, tried
from metrics.withheld import Sight


@dataclass(frozen=True)
class Evaluation:
    """Scores of a group as known at a revision, best first. `system`: by which they are made – what was tried, where anything
    was; `as_set` the system itself; `objects`: who is scored, with their names. `moves`: who stands where as tried, who moves farthest first; empty where nothing is tried.
    `steady`: how steady each place is, by unit. `known`: every version there is."""

    system: System
    as_set: System
    known: tuple[System, ...]
    group: str
    objects: Objects
    month: date
    asked: Asked
    scores: tuple[Score, ...]
    steady: dict[str, Steady]
    moves: tuple[Moved, ...]

    @property
    def placed(self) -> tuple[Score, ...]:
        """Those that have a place."""
        return tuple(each for each in self.scores if each.place is not None)


def evaluation(
    conn: Connection, key: str, group: str, month: date, *, asked: Asked = AS_SET, revision: int | None = None
) -> Evaluation:
    """The scores of a group by the system of that key. Raises `ValueError` where there is no such system or group in the month,
    or what is asked cannot be tried."""
    known, tree = systems(conn, month, revision), units_.load(conn).in_month(month)
    system = next((each for each in known if each.key == key), None)
    if system is None:
        raise ValueError(f"没有评价体系 {key} / no index system {key}")
    objects = groups_of(conn, system, tree, month, revision).get(group)
    if not objects:
        raise ValueError(f"{month:%Y-%m} 评价体系 {key} 没有分组 {group} / no group {group} of {key} in that month")
    other = tried(system, known, asked)
    metrics = tuple(dict.fromkeys((*system.metrics, *other.metrics)))
    units = tuple(objects)
    told = facts(conn, metrics, system.unit, units, month, revision, divided_by(system))
    was = score(system, told, units)
    now = score(other, told, units) if asked.anything else was
    moves = moved(was, now) if asked.anything else ()
    return Evaluation(other, system, known, group, objects, month, asked, now, steadiness(other, now), moves)


def closed(
    actor: Actor, sight: Sight, tree: Tree, units: Collection[str], made_by: Collection[System], month: date
) -> list[date]:
    """The months that keep scores from somebody: they tell of every unit of the group, or of none. Of a metric over rows that
    not everybody may read, all months are."""
    run = months_read(made_by, month)
    restricted = {
        word.register
        for system in made_by
        for metric in system.metrics
        for word in metric.rows
        if REGISTERS[word.register].restricted
    }
    if any(not units_readable(actor, register, tree).issuperset(units) for register in restricted):
        return run
    return [each for each in run if not all(sight.may(unit, each, each) for unit in units)]
