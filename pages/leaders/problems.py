"""Problems: which ones burn, and whose are they?"""

from metrics.problems import (
    closed_loop_rate,
    days_to_close,
    on_time_rate,
    problems_open,
    problems_overdue,
    problems_reopened,
)
from ui.overview.lists import lists
from ui.page import strip
from ui.registers import problem_panels
from ui.registers.counted import by_age, grid
from ui.registers.page import register_page
from ui.scope import pick_scope

KPIS = (problems_overdue, problems_open, closed_loop_rate, on_time_rate, days_to_close, problems_reopened)

scope = pick_scope()

register_page(
    scope,
    "problems",
    head={"tiles": strip(KPIS, scope)},
    counted=lambda: {
        "heat": lists(scope),
        "by_list": grid(scope, "problems", "list", "standing"),
        "by_department": problem_panels.by_department(scope),
        "by_unit": problem_panels.by_unit(scope),
        "by_age": by_age(scope, "problems"),
    },
    before_rows=lambda: {"trend": problem_panels.trend(scope), "flow": problem_panels.flow(scope)},
    css="burning",
)
