"""Applications: what is on the ledger, what runs, and what is only planned?"""

from metrics.applications import (
    applications,
    applications_building,
    applications_live,
    usage_rate,
    visits,
    visits_per_user,
)
from ui.page import strip
from ui.registers import ledger_panels
from ui.registers.counted import grids
from ui.registers.page import register_page
from ui.scope import pick_scope

KPIS = (applications, applications_live, applications_building, visits, usage_rate, visits_per_user)

scope = pick_scope()

register_page(
    scope,
    "applications",
    head={"tiles": strip(KPIS, scope)},
    counted=lambda: ledger_panels.panels(scope) | grids(scope, "applications"),
    css="ledger",
)
