"""To begin or change a rule: what holds at that moment is known already and not told."""

from sqlalchemy import Engine

from data import access, months, store
from data.access import Actor
from data.registers import REGISTERS
from data.watching import reading, steps
from data.watching.reading import Found, Watched
from metrics import METRICS
from metrics.outlook.series import fits
from metrics.watching.asked import Readings
from metrics.watching.evaluating import LOOKED_AT, evaluated, run_of


def of_metric(metric: str, unit: str) -> Watched:
    """A number of a unit, with the register that it counts."""
    register = next((word.register for word in METRICS[metric].rows), "")
    return Watched("metric", unit, metric, register)


def kinds_for(watched: Watched, offered: list[str]) -> list[str]:
    """Those of the kinds that can say anything of what is watched: rows turn where their register declares states, and
    are overdue where it declares a day due."""
    if watched.metric and not fits(METRICS[watched.metric]):
        offered = [kind for kind in offered if kind != "foreseen"]
    declared = REGISTERS.get(watched.register)
    if watched.subject == "metric" or declared is None:
        return offered
    has = {"turned": bool(declared.states), "late": bool(declared.due), "overdue": bool(declared.due)}
    return [kind for kind in offered if has.get(kind, True)]


def begin(
    engine: Engine, watched: Watched, kind: str, threshold: float | None, draft: str | None = None, *, by: Actor
) -> int:
    """`steps.add`, with how the months stand now."""
    return steps.add(engine, watched, kind, threshold, _known(engine, watched, kind, threshold, by), draft, by=by)


def change(engine: Engine, number: int, threshold: float | None, draft: str | None = None, *, by: Actor) -> None:
    """`steps.change`, with how the months stand by the new threshold."""
    with engine.connect() as conn:
        mine = reading.one(conn, number)
    if mine is None:
        raise steps.Refused("gone")
    steps.change(engine, number, threshold, _known(engine, mine.watched, mine.kind, threshold, by), draft, by=by)


def _known(engine: Engine, watched: Watched, kind: str, threshold: float | None, by: Actor) -> list[Found]:
    """How the months stand; nothing for a rule that is about to be refused."""
    steps.require_rule(watched, kind, threshold)
    with store.reading(engine) as conn:
        readings = Readings(conn)
        tree = readings.units.on(months.today())
        if watched.unit not in tree or not access.may(by, "read", watched.unit, tree):
            return []
        return evaluated(readings, by, watched, kind, threshold, run_of(LOOKED_AT, months.today()))
