"""What is at hand to watch and is not yet: the unit in view, the numbers of its first screen, its list of problems."""

from collections.abc import Iterator

from markupsafe import Markup

from data.registers import REGISTERS
from data.text import Text
from data.watching import reading, rights
from data.watching.kinds import KINDS, kinds_of
from data.watching.reading import Watched
from metrics import OVERVIEW
from metrics.watching import keeping
from metrics.watching.keeping import of_metric
from ui import room
from ui.actor import actor
from ui.cards import Tile, tiles
from ui.panels import Panel
from ui.rows.fields import register_name
from ui.scope import Scope
from ui.tables import Column, link, table

TITLE = Text("{unit}可以关注的", "To watch in {unit}")
TEXTS = {
    "name": Text("关注什么", "What"),
    "run": Text("近一年", "A year"),
    "value": Text("现在", "Now"),
    "kinds": Text("可在这些变化时提醒", "Told when"),
    "watch": Text("关注", "Watch"),
    "join": Text("、", "; "),
}
COLUMNS = {"name": "main", "run": "run", "value": "number", "kinds": "", "watch": "act"}


def suggested(scope: Scope) -> dict[str, Panel]:
    """A panel of what stands at hand, each with a link to the form with it chosen; none where all of it is watched or nothing may be."""
    me = actor()
    if not me.login or scope.pinned:
        return {}
    with room.engine().connect() as conn:
        mine = [each.watched for each in reading.live(conn, me.login)]
    offered = [each for each in _at_hand(scope) if each[0] not in mine and rights.may_watch(me, each[0], scope.tree)]
    if not offered:
        return {}
    shown = {each.key: each for each in tiles(OVERVIEW, scope)}
    rows = [_row(watched, name, query, shown.get(watched.metric), scope) for watched, name, query in offered]
    columns = [Column(key, TEXTS[key].in_(scope.lang) if css != "act" else "", css) for key, css in COLUMNS.items()]
    return {"suggested": Panel(TITLE.in_(scope.lang, unit=scope.name(scope.unit)), table(columns, rows, empty=""))}


def _row(watched: Watched, name: str, query: dict[str, str], tile: Tile | None, scope: Scope) -> dict[str, object]:
    """What it is, how it stands, and of which changes one may be told."""
    told = [KINDS[key].name.in_(scope.lang) for key in keeping.kinds_for(watched, kinds_of(watched.subject))]
    return {
        "name": Markup("<b>{}</b>").format(name),
        "run": tile.line if tile else "",
        "value": f"{tile.value} {tile.unit}".strip() if tile else "",
        "kinds": TEXTS["join"].in_(scope.lang).join(told),
        "watch": link(TEXTS["watch"].in_(scope.lang), scope.link("watching", **query)),
    }


def _at_hand(scope: Scope) -> Iterator[tuple[Watched, str, dict[str, str]]]:
    """Thing, its name, and the address of the form with it chosen."""
    yield Watched("unit", scope.unit), scope.name(scope.unit), {"metric": "", "watch": "unit"}
    for metric in OVERVIEW:
        yield of_metric(metric.key, scope.unit), metric.name(scope.lang), {"metric": metric.key, "watch": "metric"}
    register = REGISTERS["problems"].key
    here = {"metric": "", "watch": "list", "register": register}
    yield Watched("list", scope.unit, "", register), register_name(register, scope), here
