"""The units side by side over a year, for a wide wall: who moves, where the map says only how it stands."""

from collections.abc import Sequence

from markupsafe import Markup

from charts.multiples import Multiple, multiples
from data.text import Text
from metrics import formats
from metrics.conclusions import Conclusion
from metrics.judgement import has_value
from metrics.language import Metric
from ui import reads
from ui.cards import fresh, run_up, value_of
from ui.links import unit_href
from ui.overview.stories import shown_first
from ui.panels import Panel, beside_title
from ui.places import rows_of
from ui.scope import Scope
from ui.templates import render
from ui.texts import tell

TITLE = Text("各地一年走势 · {metric}", "A year of each · {metric}")
SCALE = Text("同一尺度", "one scale")


def units_over_a_year(told: Sequence[Conclusion], scope: Scope) -> Panel:
    """The number that the map tells first, for every unit of the map; the unit it is about stands out."""
    metric, about = shown_first(told, scope)
    title = TITLE.in_(scope.lang, metric=metric.name(scope.lang))
    rows = rows_of(metric, scope)
    units = [unit for unit in scope.compared if has_value(rows.loc[unit])]
    if len(units) < 2:
        return Panel(title, render("empty", text=tell(scope.lang, "no_value")))
    lines = _lines(metric, tuple(units), scope)
    scale = formats.scale_for(rows.loc[units, "value"], scope.lang)
    drawn = [
        Multiple(
            scope.name(unit),
            lines.get(unit, []),
            value_of(metric, rows.loc[unit], scope, scale),
            unit_href(scope, unit),
            first=unit == about,
        )
        for unit in units
    ]
    shown = Markup('<div class="says" data-says="{}">{}</div>').format(metric.key, multiples(drawn))
    return Panel(title, shown, beside_title(SCALE.in_(scope.lang)))


def _lines(metric: Metric, units: tuple[str, ...], scope: Scope) -> dict[str, list[float]]:
    found = fresh(reads.history(scope, (metric.key,), units, run_up(scope)))
    return {
        str(unit): line.sort_values("month")["value"].astype(float).tolist() for unit, line in found.groupby("unit")
    }
