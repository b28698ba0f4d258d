"""A system: what runs in it, is it known, used and liked, who leads it, what changed, and what should be looked at?"""

from ui.page import show
from ui.reform import system, system_linked
from ui.reform.runways import runways
from ui.scope import pick_scope

scope = pick_scope()
asked = system.asked_system()

show({"head": system.head(scope, asked)}, scope, key="kpis")
panels = {
    "burning": system.burning(scope, asked),
    "funnel": system.funnel(scope, asked),
    "runways": runways(scope, asked),
}
show({**panels, **system_linked.panels(scope, asked), **system.registers(scope, asked)}, scope, key="system")
