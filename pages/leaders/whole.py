"""The whole reform: what does it consist of, how does each part stand, and what has nobody entered yet?"""

from ui.page import show
from ui.reform.kept import groups
from ui.reform.picture import picture
from ui.scope import pick_scope

scope = pick_scope()

show({"picture": picture(scope)}, scope, key="kpis")
show(groups(scope), scope, key="whole")
