"""Passport: where does this one number come from, and what was it before?"""

from metrics import METRICS
from ui.definitions import choose
from ui.lines import by_revision, over_months
from ui.opened import TEXTS, coverage, earlier, formula, headline, months_line, opened, origins, revisions_line
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()
metric = METRICS.get(scope.metric)

if metric is None:
    show({"choose": choose(scope)}, scope, key="definitions")
else:
    number = opened(scope, metric.key, scope.unit, scope.month)
    show({"headline": headline(number, scope)}, scope, key="head")
    show({"formula": formula(number, scope), "coverage": coverage(number, scope)}, scope, key="two")
    over_months(months_line(number, scope), {metric: "accent"}, scope, title=TEXTS["months"].in_(scope.lang), key="months")
    show({"origins": origins(number, scope), "earlier": earlier(number, scope)}, scope, key="behind")
    by_revision(revisions_line(number, scope), metric, scope, title=TEXTS["by_revision"].in_(scope.lang), key="revisions")
