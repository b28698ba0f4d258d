"""How a number was published with a seal, beside what it is today; seals that are published are of the real room."""

from markupsafe import Markup

from data.seals import releasing
from data.text import Text
from metrics.language import Metric
from metrics.passport import Passport
from metrics.sealed import released
from ui import room
from ui.scope import Scope
from ui.tables import Column, table

TEXTS = {
    "published": Text("公布", "Published"),
    "heading": Text("公布过的数", "As published"),
    "day": Text("日期", "On"),
    "occasion": Text("场合", "Occasion"),
    "month": Text("月份", "Month"),
    "value": Text("公布为", "As"),
}


def facts(number: Passport, scope: Scope) -> list[tuple[str, str]]:
    """When, where and as what it was published; nothing where it was not."""
    if scope.room.is_training:
        return []
    with room.engine().connect() as conn:
        found = released.of_number(conn, number.metric.key, number.unit, number.month, scope.period)
    return [(TEXTS["published"].in_(scope.lang), each.in_(scope.lang)) for each in found]


def listed(metric: Metric, scope: Scope) -> Markup:
    """Beside the definition of a metric: what of it was published for the unit shown."""
    if scope.room.is_training:
        return Markup("")
    with room.engine().connect() as conn:
        found = releasing.of_number(conn, metric.key, scope.unit)
    if not found:
        return Markup("")
    css = {"day": "short", "occasion": "main", "month": "short", "value": "number"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), shown) for key, shown in css.items()]
    rows: list[dict[str, object]] = [
        {
            "day": str(each.day),
            "occasion": each.occasion,
            "month": f"{each.month:%Y-%m}",
            "value": released.value(each, scope.lang),
        }
        for each in found
    ]
    return Markup("<h3>{}</h3>{}").format(TEXTS["heading"].in_(scope.lang), table(columns, rows, empty=""))
