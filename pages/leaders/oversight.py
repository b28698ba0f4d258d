"""Oversight: which warnings about the use of public power are still open, and where?"""

from ui.exporting import export_button
from ui.page import show
from ui.registers import oversight
from ui.scope import pick_scope

scope = pick_scope()

if oversight.any_warnings(scope):
    show({"by_kind": oversight.by_kind(scope), "by_unit": oversight.by_unit(scope)}, scope, key="two")
    chosen = oversight.filters(scope)
    show({"rows": oversight.rows(scope, chosen)}, scope, key="list")
    export_button(oversight.export(scope, chosen), scope)
else:
    show({"empty": oversight.nothing_yet(scope)}, scope, key="empty")
