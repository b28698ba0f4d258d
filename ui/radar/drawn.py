"""One odd series as a drawing: what was seen in a sentence, its months with those marked, what else may lie behind it, the way to ask."""

import pandas as pd
from markupsafe import Markup

from charts.lines import lines
from data import months
from data.text import Text
from metrics import METRICS, formats
from metrics.radar import telling
from metrics.radar.looking import Odd
from metrics.radar.signs import SIGNS
from ui.panels import Panel, beside_title
from ui.scope import Scope
from ui.tables import link

NAMED = 7  # months below a line of half a page
TEXTS = {
    "title": Text("{unit} · {measure}", "{unit} · {measure}"),
    "ask": Text("查看并提问", "Open and ask"),
    "alt": Text("{unit}{measure}：虚线标出可疑的月份", "{unit}: {measure}; dashed lines mark what looks odd"),
}


def drawn(each: Odd, scope: Scope) -> Panel:
    """The panel of one series."""
    name = {"unit": scope.name(each.unit), "measure": each.name.in_(scope.lang)}
    return Panel(
        TEXTS["title"].in_(scope.lang, **name),
        seen(each, scope) + _months(each, TEXTS["alt"].in_(scope.lang, **name), scope) + honest(each, scope),
        beside_title(asking(each, scope)),
    )


def seen(each: Odd, scope: Scope) -> Markup:
    """What was seen, a line a sign."""
    said = [
        Markup("<b>{}</b> {}").format(SIGNS[sign.key].name.in_(scope.lang), telling.counted(sign).in_(scope.lang))
        for sign in each.signs
    ]
    return Markup('<p class="radar-seen">{}</p>').format(Markup("<br>").join(said))


def honest(each: Odd, scope: Scope) -> Markup:
    """What else may lie behind it."""
    said = dict.fromkeys(SIGNS[sign.key].honest.in_(scope.lang) for sign in each.signs)
    return Markup('<p class="quiet">{}</p>').format(Markup("<br>").join(said))


def asking(each: Odd, scope: Scope) -> Markup:
    """The way to the number, where one asks."""
    return link(TEXTS["ask"].in_(scope.lang), scope.link("passport", unit=each.unit, metric=each.metric))


def marked(each: Odd) -> list[int]:
    """The places of the months that signs were seen at."""
    return sorted({place for sign in each.signs for place in sign.at})


def _months(each: Odd, alt: str, scope: Scope) -> Markup:
    metric = METRICS[each.metric]
    names = [months.label(months.shift(each.first, place)) for place in range(len(each.run))]
    # Of a rate the run is one of its amounts, which is written as a plain number.
    scale = formats.scale_for([value for value in each.run if value == value], scope.lang)

    def show(value: float) -> str:
        return f"{formats.in_scale(value, scale)}{scale.suffix if value else ''}"

    data = pd.DataFrame(
        {
            "part": metric.key,
            "at": names,
            "value": each.run,
            "text": [
                f"{name}\n{show(value)}" if value == value else name
                for name, value in zip(names, each.run, strict=True)
            ],
        }
    )
    marks = {names[place]: "" for place in marked(each)}
    return lines(
        data, names={metric.key: ""}, colours={metric.key: "accent"}, show=show, alt=alt, marks=marks, most=NAMED
    )
