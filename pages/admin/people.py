"""People: who may come in, and who may do what, where?"""

from ui.page import show
from ui.people.forms import adding
from ui.people.opened import opened
from ui.people.people import filters, listed
from ui.people.roster import bringing
from ui.people.staffing import staffing
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()

what_was_done(scope)
opened(scope)
adding(scope)
bringing(scope)
show({"people": listed(scope, filters(scope)), **staffing(scope)}, scope, key="people")
