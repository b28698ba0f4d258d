"""The rules in order, and which of what they find is said: the worst first, and not the same thing three times."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import Connection

from data.settings import settings
from metrics.conclusions import goals, leaps, reports, shares
from metrics.conclusions.conclusion import GRADES, Conclusion
from metrics.conclusions.evidence import Evidence, gather

RULES: dict[str, Callable[[Evidence], Iterable[Conclusion]]] = {
    "concentrated": shares.concentrated,
    "came_back": shares.came_back,
    "behind": goals.behind,
    "falling": goals.falling,
    "leapt": leaps.leapt,
    "rushed": leaps.rushed,
    "disagreed": leaps.disagreed,
    "corrected": leaps.corrected,
    "missing": reports.missing,
    "coverage": reports.coverage,
    "late": reports.late,
    "estimated": reports.estimated,
}


def conclusions(
    conn: Connection, unit: str, month: date, *, revision: int | None = None, most: int | None = None
) -> tuple[Conclusion, ...]:
    """What stands out in a unit and below it, the worst first, as known at a revision (None: now); () where nothing does.

    At most `most` of them (the owner's `conclusions.most`). Whoever is shown them must be allowed to read the unit's rows and earlier months. Raises ValueError
    for a unit that is not there in the month.
    """
    evidence = gather(conn, unit, month, revision)
    found = [each for rule in RULES.values() for each in rule(evidence)]
    return tuple(chosen(found)[: settings().conclusions.most if most is None else most])


def chosen(found: Iterable[Conclusion]) -> list[Conclusion]:
    """The worst of each rule first, then the rest; a number is said to be too high once: where it lies tells more."""
    order = sorted(found, key=lambda each: (list(GRADES).index(each.grade), -each.beyond))
    concentrated = {each.metric for each in order if each.rule == "concentrated"}
    order = [each for each in order if not (each.rule == "behind" and each.metric in concentrated)]
    first: dict[str, Conclusion] = {}
    for each in order:
        first.setdefault(each.rule, each)
    worst = [each for each in order if first[each.rule] is each]
    return worst + [each for each in order if first[each.rule] is not each]
