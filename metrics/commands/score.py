"""Scores by an index system, as set and as tried."""

import argparse
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from data import rooms, units
from data.access import Actor
from data.settings import settings
from data.text import Text
from metrics.commands.acting import month_of
from metrics.commands.shared import ask_month, verb
from metrics.evaluation import GROUPS, MISSINGS, Asked, closed, evaluation, groups_of, systems, telling
from metrics.evaluation.system import System
from metrics.withheld import Sight

NONE_YET = Text(
    "还没有评价体系。请下载“评价指标体系”和“体系指标”的模板，填好后上传。",
    "There is no index system yet. Fill in the templates “Index systems” and “Metrics of index systems” and upload them.",
)
RESTRICTED = Text(
    "体系中有限制查看的清单的指标，请在页面上查看。", "The system scores a restricted register: look at it on the page."
)
NO_WEIGHT = Text("权重应写成 编号=分值，读到“{said}”。", "A weight is written KEY=POINTS; it says “{said}”.")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb of this file."""
    its = verb(verbs, "score", score)
    its.add_argument("system", metavar="SYSTEM", nargs="?", help="its key; the newest in force if not given")
    its.add_argument("--group", choices=GROUPS, help="who is compared with whom; the first it scores if not given")
    ask_month(its)
    its.add_argument("--rules", metavar="SYSTEM", help="what if: by the rules of another version")
    its.add_argument("--missing", choices=MISSINGS, help="what if: missing figures treated otherwise")
    its.add_argument("--weights", metavar="KEY=POINTS", nargs="+", default=[], help="what if: other weights")


def score(asked: argparse.Namespace) -> None:
    """python -m metrics score SYSTEM – units by an index system, and who would move by other rules or weights."""
    month = month_of(asked.month)
    wanted = Asked(asked.rules or "", asked.missing, weights=_weights(asked.weights))
    with rooms.engine(asked.room).connect() as conn:
        known, tree = systems(conn, month, asked.revision), units.load(conn).in_month(month)
        if not known:
            print(NONE_YET.zh, NONE_YET.en, sep="\n")
            return
        key = asked.system or known[0].key
        found = [each for each in known if each.key in (key, wanted.rules)]
        group = asked.group or _first_group(conn, found, key, tree, asked, month)
        # Who runs commands reads all but the restricted registers.
        nobody = Actor("operator", settings().unit, ())
        if closed(nobody, Sight(tree.codes), tree, tree.codes, found, month):
            raise ValueError(f"{RESTRICTED.zh}\n{RESTRICTED.en}")
        told = evaluation(conn, key, group, month, asked=wanted, revision=asked.revision)
    print(*telling.lines(told), sep="\n")


def _first_group(
    conn: Connection, found: Sequence[System], key: str, tree: units.Tree, asked: argparse.Namespace, month: date
) -> str:
    of = next((groups_of(conn, each, tree, month, asked.revision) for each in found if each.key == key), {})
    return next(iter(of), "")


def _weights(said: Sequence[str]) -> Mapping[str, float]:
    found = {}
    for each in said:
        key, _, points = each.rpartition("=")
        try:
            found[key] = float(points)
        except ValueError:
            raise ValueError(f"{NO_WEIGHT.in_('zh', said=each)}\n{NO_WEIGHT.in_('en', said=each)}") from None
    return found
