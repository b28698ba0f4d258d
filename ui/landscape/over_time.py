"""One number as a landscape of columns, month by month: a slider that plays, beside the values in a list."""

from datetime import date
from math import isnan

import pandas as pd
from markupsafe import Markup

from charts.landscape import landscape
from charts.outlines import Sheet
from data import months
from data.text import Text
from metrics import formats
from metrics.language import Metric
from ui import reads, region
from ui.cards import run_up
from ui.landscape.shows import NOTHING, TITLES, Shows, values, written
from ui.panels import Panel
from ui.scope import Scope, month_name
from ui.templates import render
from ui.texts import tell

TEXTS = {
    "play": Text("播放", "Play"),
    "slide": Text("月份", "Month"),
}


def over_time(scope: Scope, metric: Metric, shows: Shows = "level") -> Panel:
    """The units compared; of levels a year of months, the scope's first, of all else that month."""
    title = TITLES[shows].in_(scope.lang, metric=metric.name(scope.lang))
    sheet = region.sheet(scope.compared)
    if sheet is None:
        return Panel(title, render("empty", text=tell(scope.lang, "no_outlines", unit=scope.name(scope.unit))))
    if shows != "level":
        return Panel(title, _of_month(scope, metric, shows, sheet, title))
    run = run_up(scope)
    data = reads.history(scope, (metric.key,), scope.compared, run)
    moments = [_moment(data[pd.to_datetime(data["month"]).dt.date == month], metric, month, scope) for month in run]
    drawn = landscape(
        moments,
        sheet,
        names={code: scope.name(code) for code in scope.compared},
        hrefs={code: scope.link("map", unit=code, metric=metric.key) for code in scope.compared},
        alt=title,
    )
    words = {key: TEXTS[key].in_(scope.lang) for key in ("play", "slide")}
    labels = [month_name(month, scope.lang) for month in run]
    body = render("landscape", drawn=drawn, labels=labels, words=words, source=tell(scope.lang, "map_source"))
    return Panel(title, body)


def _of_month(scope: Scope, metric: Metric, shows: Shows, sheet: Sheet, title: str) -> Markup:
    found = values(scope, metric, shows)
    if all(isnan(value) for value in found.values()):
        return render("empty", text=NOTHING[shows].in_(scope.lang))
    rows = [
        {
            "unit": unit,
            "value": value,
            "text": text,
            "tip": f"{scope.name(unit)} · {months.label(scope.month)}\n{text or '—'}",
        }
        for unit, value in found.items()
        for text in [written(value, metric, shows, scope)]
    ]
    more = {"show": shows}
    drawn = landscape(
        [pd.DataFrame(rows)],
        sheet,
        names={code: scope.name(code) for code in scope.compared},
        hrefs={code: scope.link("map", unit=code, metric=metric.key, **more) for code in scope.compared},
        alt=title,
    )
    words = {key: TEXTS[key].in_(scope.lang) for key in ("play", "slide")}
    labels = [month_name(scope.month, scope.lang)]
    return render("landscape", drawn=drawn, labels=labels, words=words, source=tell(scope.lang, "map_source"))


def _moment(data: pd.DataFrame, metric: Metric, month: date, scope: Scope) -> pd.DataFrame:
    values = data.set_index("unit")["value"].reindex(list(scope.compared)).astype(float)
    scale = formats.scale_for(values, scope.lang)
    shown = [
        formats.show(value, metric, language=scope.lang, scale=scale) if value == value else "" for value in values
    ]
    tips = [
        f"{scope.name(unit)} · {months.label(month)}\n{metric.name(scope.lang)} {text or '—'}"
        for unit, text in zip(values.index, shown, strict=True)
    ]
    return pd.DataFrame({"unit": list(values.index), "value": values.to_numpy(), "text": shown, "tip": tips})


def table_of(scope: Scope, metric: Metric, shows: Shows = "level") -> Markup:
    """The same numbers in words, for who cannot see the map."""
    if shows == "level":
        data = reads.history(scope, (metric.key,), scope.compared, (scope.month,))
        found = dict(zip(data["unit"], data["value"].astype(float), strict=True))
    else:
        found = values(scope, metric, shows)
    rows = [(scope.name(unit), written(value, metric, shows, scope) or "—") for unit, value in found.items()]
    source = Markup('<p class="quiet">{}</p>').format(tell(scope.lang, "map_source"))
    return render("facts", facts=rows) + source
