"""The way to ask a unit something from its page: about what is worst there, or about what it has not reported."""

from data import access
from data.access import Actor
from data.text import Text
from metrics.problems import problems_overdue
from ui.scope import Scope
from ui.tables import link

ASK = Text("提问", "Ask")


def ask_way(scope: Scope, me: Actor) -> list:
    """The form of a question at the unit's own number, for who may ask there: none or one link."""
    if not me.login or not access.may(me, "ask", scope.unit, scope.tree):
        return []
    return [link(ASK.in_(scope.lang), scope.link("passport", metric=problems_overdue.key, question="new"))]
