"""A third party's assessment beside the own report, of the units one may read."""

from datetime import date

from markupsafe import Markup

from charts.reach import reach
from data.register_rights import units_readable
from data.text import Text
from metrics.evaluation import Evaluation, telling
from metrics.evaluation import beside as besides
from metrics.evaluation.beside import Assessed
from ui import reads
from ui.actor import actor
from ui.panels import Panel
from ui.scope import Scope
from ui.tables import Column, link, table

TEXTS = {
    "title": Text("第三方评估对照", "Beside a third party’s assessment"),
    "unit": Text("单位", "Unit"),
    "assessor": Text("评价方", "Assessor"),
    "published": Text("发布", "Published"),
    "third": Text("第三方", "Third party"),
    "own": Text("自评", "Own report"),
    "gap": Text("差距", "Gap"),
    "bar": Text("从第三方（竖线）到自评", "From the third party’s (mark) to the own"),
    "total": Text("本体系得分", "Score here"),
}


@reads.by_revision(rows=True)
def kept(conn, revision, units: tuple[str, ...], month: date) -> tuple[Assessed, ...]:
    """`beside` of units that whoever asks may read the ratings of."""
    return besides.beside(conn, units, month, revision)


def third(told: Evaluation, scope: Scope) -> dict[str, Panel]:
    """The panel, where there is any assessment of a unit scored here."""
    readable = units_readable(actor(), "ratings", scope.tree)
    units = tuple(sorted(each.unit for each in told.scores if each.unit in readable))
    found = kept(scope, units, scope.month) if units else ()
    if not found:
        return {}
    totals = {each.unit: telling.points_text(each.total) for each in told.scores}
    heads = [
        ("unit", "main"),
        ("assessor", ""),
        ("published", "short"),
        *((key, "number") for key in ("third", "own", "gap")),
        ("bar", "way"),
        ("total", "number"),
    ]
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in heads]
    said = Markup('<p class="league-said">{}</p>').format(besides.sentence(found, scope.tree).in_(scope.lang))
    points = [value for each in found for value in (each.score, each.own) if value == value]
    ends = (min(points) - 1, max(points) + 1)
    rows = [_row(each, totals[each.unit], ends, scope) for each in found]
    return {"third": Panel(TEXTS["title"].in_(scope.lang), said + table(columns, rows, empty=""))}


def _row(each: Assessed, total: str, ends: tuple[float, float], scope: Scope) -> dict[str, object]:
    return {
        "unit": link(scope.name(each.unit), scope.link("object", register="ratings", key=each.key), tip=each.name),
        "assessor": each.assessor,
        "published": f"{each.published:%Y-%m-%d}",
        "third": telling.points_text(each.score),
        "own": telling.points_text(each.own),
        "gap": _gap(each.gap),
        "bar": _bar(each, ends),
        "total": total,
    }


def _bar(each: Assessed, ends: tuple[float, float]) -> Markup:
    """All on one scale; coloured where the own report is the higher."""
    if each.gap != each.gap:
        return Markup("—")
    low, high = sorted((each.score, each.own))
    return reach(low, high, mark=each.score, ends=ends, status="near" if each.gap > 0 else "")


def _gap(gap: float) -> str:
    """With its sign; nothing between the two is 0."""
    sign = "+" if round(gap, 2) > 0 else ""
    return f"{sign}{telling.points_text(gap)}"
