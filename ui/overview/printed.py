"""What was published of a place, with its dates: on the first screen where no list has come in yet."""

import pandas as pd

from data import months, published
from data.text import Text
from metrics import METRICS
from ui.panels import Panel, beside_title
from ui.published import called, metric_of, shown
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

MOST = 9
ORDER = list(METRICS)  # the numbers that the screens show come first
TEXTS = {
    "title": Text("公布过的数", "Published figures"),
    "all": Text("全部 {count} 个", "All {count}"),
}


def printed(scope: Scope) -> Panel | None:
    """The newest figures that documents printed of the unit itself up to the month, else of those below it; None where there is
    none. Each leads to its number, or to the document in which it stands."""
    every = published.printed()
    known = every[every["counts"] & (every["application"] == "") & (every["month"] <= scope.month)]
    of = known[known["unit_code"] == scope.unit]
    if of.empty:
        of = known[known["unit_code"].isin(scope.tree.below(scope.unit))]
    if of.empty:
        return None
    metrics = [metric_of(measure) for measure in of["measure"]]
    places = [ORDER.index(metric.key) if metric else len(ORDER) for metric in metrics]
    newest = of.assign(place=places).sort_values(["month", "place"], ascending=[False, True], kind="stable")
    rows = [_row(row, scope) for _, row in newest.head(MOST).iterrows()]
    way = link(TEXTS["all"].in_(scope.lang, count=len(every)), scope.link("published", metric=""))
    return Panel(TEXTS["title"].in_(scope.lang), render("printed", rows=rows), beside_title(way))


def _row(row: pd.Series, scope: Scope) -> dict[str, str]:
    metric, unit = metric_of(row["measure"]), row["unit_code"]
    where = [] if unit == scope.unit else [scope.name(unit)]
    return {
        "name": called(row, scope),
        "of": " · ".join([*where, months.label(row["month"])]),
        "value": shown(row, scope),
        "href": scope.link("passport", metric=metric.key, unit=unit, month=row["month"])
        if metric
        else scope.link("published", metric="", source=row["source"]),
    }
