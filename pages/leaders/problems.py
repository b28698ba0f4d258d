"""Problems: which ones burn, and whose are they?"""

from metrics.problems import (
    closed_loop_rate,
    days_to_close,
    on_time_rate,
    problems_open,
    problems_overdue,
    problems_reopened,
)
from ui.exporting import export_button
from ui.page import show, strip
from ui.registers import problem_list
from ui.scope import pick_scope

KPIS = (problems_overdue, problems_open, closed_loop_rate, on_time_rate, days_to_close, problems_reopened)

scope = pick_scope()

show({"tiles": strip(KPIS, scope)}, scope, key="kpis")
if problem_list.any_problems(scope):
    show(
        {
            "by_list": problem_list.by_list(scope),
            "by_department": problem_list.by_department(scope),
            "by_unit": problem_list.by_unit(scope),
            "by_age": problem_list.by_age(scope),
        },
        scope,
        key="burning",
    )
    chosen = problem_list.filters(scope)
    show({"trend": problem_list.trend(scope), "rows": problem_list.rows(scope, chosen)}, scope, key="list")
    if scope.is_own(scope.unit):
        export_button(problem_list.export(scope, chosen), scope)
else:
    show({"empty": problem_list.nothing_yet(scope)}, scope, key="empty")
