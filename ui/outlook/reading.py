"""The forecasts that are kept, as pages read them: nothing is worked out while a page is drawn."""

from collections.abc import Mapping
from datetime import date

from data import forecasts, units
from metrics import METRICS
from metrics.outlook.hierarchy import Hierarchy, kept_hierarchy
from metrics.outlook.looking import Ahead, ahead
from ui import reads, room
from ui.scope import Scope


@reads.by_revision(rows=True)
def kept(conn, revision, unit: str, month: date, _made: int) -> dict[str, Ahead]:
    """`ahead` of a unit. It rests on months that may not be published: who asks must be allowed to read all of the unit.
    `_made`: how many forecasts there are, for they come after the revision they are made from."""
    return ahead(conn, unit, month, revision)


@reads.by_revision
def adding_up(conn, revision, unit: str, metric: str, month: date, _made: int) -> Hierarchy | None:
    """`kept_hierarchy` of a unit that whoever asks may read all of. `_made`: how many forecasts there are of it."""
    tree = units.load(conn).in_month(month)
    return kept_hierarchy(conn, METRICS[metric], unit, month, tree, revision)


def count(scope: Scope) -> int:
    """How many forecasts there are of the unit that whoever looks may read: the cheap question, and a part of the key of
    whatever is drawn of them. None are to be read of a unit that is not one's own."""
    if not scope.is_own(scope.unit):
        return 0
    with room.engine().connect() as conn:
        return forecasts.count(conn, scope.unit)


def foreseen(scope: Scope, made: int) -> Mapping[str, Ahead]:
    """By metric what lies ahead of the unit, of so many forecasts (`count`)."""
    return kept(scope, scope.unit, scope.month, made) if made else {}
