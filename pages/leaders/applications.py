"""Applications: what is on the ledger, what runs, and what is only planned?"""

from metrics.applications import (
    applications,
    applications_building,
    applications_live,
    usage_rate,
    visits,
    visits_per_user,
)
from ui.exporting import export_button
from ui.page import show, strip
from ui.registers import ledger
from ui.scope import pick_scope

KPIS = (applications, applications_live, applications_building, visits, usage_rate, visits_per_user)

scope = pick_scope()

show({"tiles": strip(KPIS, scope)}, scope, key="kpis")
if ledger.any_applications(scope):
    show(
        {"by_status": ledger.by_system(scope, "status"), "by_stage": ledger.by_system(scope, "stage")}, scope, key="two"
    )
    chosen = ledger.filters(scope)
    show({"rows": ledger.rows(scope, chosen)}, scope, key="list")
    if scope.is_own(scope.unit):
        export_button(ledger.export(scope, chosen), scope)
else:
    show({"empty": ledger.nothing_yet(scope)}, scope, key="empty")
