"""What is at hand to watch and is not yet: the unit in view, the numbers of its first screen, its list of problems."""

from collections.abc import Iterator

from data.registers import REGISTERS
from data.text import Text
from data.watching import reading, rights
from data.watching.reading import Watched
from metrics import OVERVIEW
from metrics.watching.keeping import of_metric
from ui import room
from ui.actor import actor
from ui.panels import Panel
from ui.rows.fields import register_name
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

TITLE = Text("{unit}可以关注的", "To watch in {unit}")


def suggested(scope: Scope) -> dict[str, Panel]:
    """A panel of links to the form, each with its thing chosen; none where all of it is watched or nothing may be."""
    me = actor()
    if not me.login or scope.pinned:
        return {}
    with room.engine().connect() as conn:
        mine = [each.watched for each in reading.live(conn, me.login)]
    ways = [
        link(name, scope.link("watching", **query))
        for watched, name, query in _at_hand(scope)
        if watched not in mine and rights.may_watch(me, watched, scope.tree)
    ]
    if not ways:
        return {}
    title = TITLE.in_(scope.lang, unit=scope.name(scope.unit))
    return {"suggested": Panel(title, render("items", items=ways))}


def _at_hand(scope: Scope) -> Iterator[tuple[Watched, str, dict[str, str]]]:
    yield Watched("unit", scope.unit), scope.name(scope.unit), {"metric": "", "watch": "unit"}
    for metric in OVERVIEW:
        yield of_metric(metric.key, scope.unit), metric.name(scope.lang), {"metric": metric.key, "watch": "metric"}
    register = REGISTERS["problems"].key
    here = {"metric": "", "watch": "list", "register": register}
    yield Watched("list", scope.unit, "", register), register_name(register, scope), here
