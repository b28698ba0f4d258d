"""A unit: who is it, how does it stand, what does it owe, what has it, and who answers for it?"""

from ui.page import show
from ui.scope import pick_scope
from ui.unit import head, holdings, owed, people
from ui.unit.standing import conclusions, figures, problems, recent

scope = pick_scope()

show({"head": head.head(scope), "concluded": conclusions(scope)}, scope, key="kpis")
show(
    {
        "owed": owed.owed(scope),
        "figures": figures(scope),
        **owed.charged(scope),
        "problems": problems(scope),
        **({} if scope.wall else {"people": people.people(scope)}),  # telephone numbers are not for a room
        "changed": recent(scope),
        "objects": holdings.objects(scope),
        **holdings.below(scope),
    },
    scope,
    key="unit",
)
