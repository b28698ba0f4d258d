"""The audit log: who did what, when, from where – and has anybody tampered with it?"""

from ui.exporting import export_button
from ui.first_steps import backed_up
from ui.page import show
from ui.panels import Panel
from ui.people.audit_log import export, filters, listed
from ui.people.audit_verified import verifying
from ui.scope import pick_scope

scope = pick_scope()
chosen = filters(scope)

verifying(scope)
show({"backup": Panel("", backed_up(scope))}, scope, key="backup")
show({"log": listed(scope, chosen)}, scope, key="log")
export_button(export(scope, chosen), scope)
