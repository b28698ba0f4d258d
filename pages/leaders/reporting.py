"""Reporting: who has delivered what was asked for, who has not, and whom do I call?"""

from metrics.reporting import RATES, timeliness
from ui.delivery import calls, delivered
from ui.page import show, strip
from ui.places import ranking
from ui.scope import pick_scope

scope = pick_scope()

show(
    {
        "rates": strip(RATES, scope),
        "call": calls.to_call(scope),
        "waits": calls.waiting(scope),
        "order": ranking(timeliness, scope),
        "matrix": delivered.panel(scope),
    },
    scope,
    key="delivery",
)
