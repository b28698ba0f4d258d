"""The small link “Watch” beside what can be watched."""

from markupsafe import Markup

from data.registers import REGISTERS
from data.text import Text
from data.watching import reading, rights
from data.watching.reading import Watched
from metrics.watching.keeping import of_metric
from ui import room
from ui.actor import actor
from ui.scope import Scope
from ui.tables import link

TEXTS = {
    "watch": Text("关注", "Watch"),
    "watched": Text("已关注", "Watched"),
}


def watch_metric(scope: Scope, metric: str) -> list[Markup]:
    """The way to watch a number of the scope's unit: none or one link."""
    return _way(scope, of_metric(metric, scope.unit), metric=metric, watch="metric")


def watch_unit(scope: Scope) -> list[Markup]:
    """The way to watch the scope's unit."""
    return _way(scope, Watched("unit", scope.unit), metric="", watch="unit")


def watch_row(scope: Scope, register: str, key: str, unit: str) -> list[Markup]:
    """The way to watch a row of a register."""
    here = Watched("row", unit, "", register, key)
    return _way(scope, here, unit=unit, metric="", watch="row", register=register, key=key)


def watch_list(scope: Scope, register: str) -> list[Markup]:
    """The way to watch a unit's list."""
    here = Watched("list", scope.unit, "", register)
    return _way(scope, here, metric="", watch="list", register=register)


def _way(scope: Scope, watched: Watched, **query: str) -> list[Markup]:
    me = actor()
    if not me.login or scope.wall or scope.pinned or not rights.may_watch(me, watched, scope.tree):
        return []
    with room.engine().connect() as conn:
        mine = [each for each in reading.live(conn, me.login) if each.watched == watched]
    name = TEXTS["watched" if mine else "watch"].in_(scope.lang)
    return [link(name, scope.link("watching", **query))]


def asked_watched(scope: Scope, query: dict[str, str]) -> Watched | None:
    """What an address asks to watch, of what this person may read; None otherwise."""
    register = query.get("register", "")
    kind, me = query.get("watch", ""), actor()
    if kind == "metric" and scope.metric:
        found = of_metric(scope.metric, scope.unit)
    elif kind == "unit":
        found = Watched("unit", scope.unit)
    elif kind == "list" and register:
        found = Watched("list", scope.unit, "", register)
    elif kind == "row" and register and query.get("key"):
        found = Watched("row", scope.unit, "", register, query["key"])
    else:
        return None
    if found.register and found.register not in REGISTERS:
        return None
    return found if rights.may_watch(me, found, scope.tree) else None
