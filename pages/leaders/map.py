"""Map: how does one number stand and grow place by place, and what spread from where to whom?"""

from ui.landscape.asked import asked, controls
from ui.landscape.deep import deep
from ui.landscape.diffusion import diffusion, in_list
from ui.landscape.over_time import over_time, table_of
from ui.page import show
from ui.panels import Panel
from ui.scope import pick_scope

scope = pick_scope()
chosen = asked(scope)

show({"controls": Panel("", controls(scope, chosen))}, scope, key="controls")
if chosen.deep:
    deep(scope, chosen.metric)
else:
    show({"landscape": over_time(scope, chosen.metric, chosen.shows), "diffusion": diffusion(scope)}, scope, key="maps")
show({"list": Panel("", table_of(scope, chosen.metric, chosen.shows) + in_list(scope))}, scope, key="list")
