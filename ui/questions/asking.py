"""The way to ask at a measure or a register of a unit: the passport of the number in which it is read, with the form open."""

from markupsafe import Markup

from data.questions.rights import may_ask
from data.text import Text
from metrics import METRICS
from metrics.language import Metric
from ui.actor import actor
from ui.scope import Scope
from ui.tables import link

ASK = Text("提问", "Ask")


def ask_way(scope: Scope, what: str) -> list[Markup]:
    """A link to the form at the unit's own measure or register, for who may ask there: none or one."""
    me, metric = actor(), metric_of(what)
    if not me.login or metric is None or not may_ask(me, what, scope.unit, scope.tree):
        return []
    at = f"{what}~{scope.unit}~{scope.month:%Y-%m}~"
    return [link(ASK.in_(scope.lang), scope.link("passport", metric=metric.key, question="new", at=at))]


def metric_of(what: str) -> Metric | None:
    """A metric in whose passport a measure or a register is read: the one of the same name, else the shortest."""
    made = [metric for metric in METRICS.values() if what in keys_of(metric)]
    return (
        METRICS.get(what) if METRICS.get(what) in made else min(made, key=lambda each: len(keys_of(each)), default=None)
    )


def keys_of(metric: Metric) -> list[str]:
    """The measures and registers behind a metric: at what one asks."""
    return list(dict.fromkeys([*(each.key for each in metric.measures), *(word.register for word in metric.rows)]))
