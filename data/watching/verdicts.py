"""Whether a warning was true: marked by hand, with a reason, by who watches or may instruct the unit. Only ever added to; the last
mark counts."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Engine, insert, select

from data import access, audit, bulk, months, store, units
from data.access import Actor
from data.asked import as_number
from data.instructions import saying
from data.notices import notices
from data.reporting import rights as held
from data.schema import watch_state, watch_verdict
from data.text import Text
from data.watching import reading, rights
from data.watching.reading import Watch
from data.watching.steps import Refused

MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
LONGEST_KEY = 64
Verdict = Literal["true", "false", "open"]
VERDICTS: dict[Verdict, Text] = {
    "true": Text("属实", "true"),
    "false": Text("误报", "false"),
    "open": Text("待定", "open"),
}


class Warned(NamedTuple):
    """Which warning: the rule, the month and number it is about, and which time it was told."""

    watch: int
    month: date
    item: str
    position: int

    @property
    def written(self) -> str:
        """As an address or a command names it: rule~month~number~time."""
        return "~".join((str(self.watch), months.label(self.month), self.item, str(self.position)))


def warned(written: str) -> Warned | None:
    """The warning that is named so; None for what is none of ours."""
    parts = written.split("~")
    if len(parts) != 4 or not MONTH.fullmatch(parts[1]) or len(parts[2]) > LONGEST_KEY:
        return None
    rule, position = as_number(parts[0]), as_number(parts[3])
    if rule is None or position is None:
        return None
    return Warned(rule, months.parse(parts[1]), parts[2], position)


@dataclass(frozen=True)
class Marked:
    """A mark. `came_on`: the day on which what was warned of came about (None: not said)."""

    verdict: Verdict
    reason: str
    came_on: date | None
    name: str
    at: datetime


def mark(
    engine: Engine, warning: Warned, verdict: Verdict, reason: str, came_on: date | None = None, *, by: Actor
) -> None:
    """Say whether a warning was true, false, or is open again, with the reason. Whoever watches is told where it is somebody
    else's rule.

    Refused: no such warning, nobody who may handle it, no reason or personal data in it, a day that is still to come.
    """
    said = saying.said(reason, by)
    if came_on is not None and (verdict != "true" or came_on > months.today()):
        raise Refused("came_on")
    with store.writing(engine) as conn:
        able, tree = held.now(conn, by), units.load(conn).on(months.today())
        rule = reading.one(conn, warning.watch)
        if rule is None or not _was_told(conn, warning) or not rights.may_watch(able, rule.watched, tree):
            raise Refused("no_warning")
        if not rights.may_judge(able, rule, tree):
            raise access.Refused(able, "instruct", tree[rule.watched.unit].name_zh)
        row = {**warning._asdict(), "verdict": verdict, "reason": said, "came_on": came_on}
        who = {"person": by.login, "name": by.name, "at": months.now()}
        conn.execute(insert(watch_verdict).values(number=bulk.next_number(conn, watch_verdict), **row, **who))
        noted = row | ({"reason": "…"} if rights.is_restricted(rule.watched) else {})
        audit.add(conn, by, "warning_marked", f"watch {warning.watch}", after=noted)
        _tell(conn, rule, warning, verdict, said, by)


def of(conn: Connection, rules: Collection[int]) -> dict[Warned, Marked]:
    """The last mark of every warning of these rules that has one."""
    asked = select(watch_verdict).where(watch_verdict.c.watch.in_(list(rules))).order_by(watch_verdict.c.number)
    return {
        Warned(row.watch, row.month, row.item, row.position): Marked(
            row.verdict, row.reason, row.came_on, row.name, row.at
        )
        for row in conn.execute(asked)
    }


def _was_told(conn: Connection, warning: Warned) -> bool:
    here = [watch_state.c[name] == value for name, value in warning._asdict().items()]
    asked = select(watch_state.c.watch).where(*here, watch_state.c.told, watch_state.c.state != "")
    return conn.execute(asked).first() is not None


def _tell(conn: Connection, rule: Watch, warning: Warned, verdict: Verdict, reason: str, by: Actor) -> None:
    if rule.person == by.login:
        return
    (told,) = (each for each in reading.states_of(conn, rule.number) if _is(each, warning))
    restricted = rights.is_restricted(rule.watched)
    blanks = {
        "name": by.name,
        "month": months.label(warning.month),
        "said": Text("…", "…") if restricted else told.found.said,
        "verdict": VERDICTS[verdict],
        "reason": "…" if restricted else reason,
    }
    notices.tell(conn, "warning_marked", [rule.person], blanks, "watching")


def _is(each: reading.Told, warning: Warned) -> bool:
    return (each.found.month, each.found.item, each.position) == warning[1:]
