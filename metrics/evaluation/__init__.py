"""Evaluation (评价考核): units, departments or applications scored by index systems that are rows of the store, down to the points of each metric.

`system` reads the systems, `objects` who is scored, `facts` the numbers they score, `rules` turn a value into a share of its points, `scoring` makes scores
and places of them, `steadiness` says how much of the order is the weights', `trying` answers what if, `evaluating` does it all for a
group, `telling` puts it in words. The formulas: docs/numbers.md, “Scores”.
"""

from metrics.evaluation import choosing, telling
from metrics.evaluation.evaluating import Evaluation, closed, evaluation
from metrics.evaluation.facts import Fact, months_read
from metrics.evaluation.objects import GROUPS, Objects, divided_by, groups_of, units_told_of
from metrics.evaluation.rules import LACKS
from metrics.evaluation.scoring import Points, Score, score
from metrics.evaluation.steadiness import Steady
from metrics.evaluation.system import MISSINGS, Item, System, in_force, systems
from metrics.evaluation.trying import AS_SET, Asked, Moved, leanings

__all__ = [
    "AS_SET",
    "GROUPS",
    "LACKS",
    "MISSINGS",
    "Asked",
    "Evaluation",
    "Fact",
    "Item",
    "Moved",
    "Objects",
    "Points",
    "Score",
    "Steady",
    "System",
    "choosing",
    "closed",
    "divided_by",
    "evaluation",
    "groups_of",
    "in_force",
    "leanings",
    "months_read",
    "score",
    "systems",
    "telling",
    "units_told_of",
]
