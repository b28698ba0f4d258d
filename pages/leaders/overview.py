"""Overview: what is wrong, where, and whose is it?"""

from metrics import METRICS, OVERVIEW
from metrics.applications import visits
from metrics.services import satisfaction
from ui.board import board, shared
from ui.cards import cards
from ui.first_steps import steps
from ui.panels import longest_overdue, problems, trends
from ui.places import places, ranking
from ui.scope import Scope, pick_scope
from ui.templates import render
from ui.texts import teller


@shared
def overview(scope: Scope):
    compared = METRICS.get(scope.metric, satisfaction)
    panels = {
        "trends": trends(visits, scope),
        "problems": problems(scope),
        "map": places(compared, OVERVIEW, scope),
        "ranking": ranking(compared, scope),
        "late": longest_overdue(scope),
    }
    return render("overview", scope=scope, tiles=cards(OVERVIEW, scope), panels=panels, t=teller(scope.lang))


scope = pick_scope()
steps(scope)
board(overview(scope), key="overview", lang=scope.lang)
