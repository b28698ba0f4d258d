"""What the server does by itself: when the store has moved, each rule is evaluated and what is new is told, once.

A change is told once a rule, month and state. What was told and no longer holds, because a figure was corrected or
withdrawn, is told as that.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, func, select

from data import forecasts, months, revisions, store
from data.notices import notices
from data.registers import REGISTERS
from data.schema import watch
from data.text import Text
from data.units import Tree
from data.watching import reading, rights, steps
from data.watching.kinds import KINDS
from data.watching.reading import Found, Told, Watch
from metrics import METRICS, duties
from metrics.watching.asked import Readings
from metrics.watching.drafting import form_of
from metrics.watching.evaluating import EVALUATE, LOOKED_AT, evaluated, run_of
from metrics.watching.naming import link_of, name_of

DRAFTED = {"watch_fired": "watch_drafted", "watch_late": "watch_drafted_late"}
HIDDEN = Text("（受限内容，请打开查看）", "(restricted; open it to read)")


@dataclass(frozen=True)
class News:
    """A rule, how a month stands by it now, and how it stood when it was last looked at (None: nothing was found yet)."""

    watch: Watch
    found: Found
    before: Told | None


def moment(conn: Connection) -> tuple:
    """What the answers hang on: the revision, the day and duties, the forecasts that come after it, and which rules there are."""
    counts = conn.execute(select(func.max(watch.c.number), func.count(watch.c.ended_at))).one()
    return revisions.current(conn), *duties.moment(conn), forecasts.count(conn), *counts


def tell(engine: Engine, login: str | None = None) -> int:
    """Evaluate every rule (of one person) with the rights its owner has now, and tell what is new; how many notices were
    written."""
    with store.reading(engine) as conn:
        found = _news(conn, login)
    if not found:
        return 0
    with store.writing(engine) as conn:
        tree = Readings(conn).units.on(months.today())
        return sum(_tell(conn, each, tree) for each in found if _is_news(conn, each))


def _news(conn: Connection, login: str | None) -> list[News]:
    run, readings, found = run_of(LOOKED_AT, months.today()), Readings(conn), []
    for each in reading.live(conn, login):
        who = rights.now(conn, each.person, each.watched, each.kind) if _is_known(each) else None
        if who is None:
            continue
        before = reading.standing(reading.states_of(conn, each.number))
        for now in evaluated(readings, who, each.watched, each.kind, each.threshold, run):
            was = before.get((now.month, now.item))
            if now.state != (was.found.state if was else ""):
                found.append(News(each, now, was))
    return found


def _is_known(each: Watch) -> bool:
    """Whether this version of the program still has the rule and what it is about."""
    here = each.watched
    known = (not here.metric or here.metric in METRICS) and (not here.register or here.register in REGISTERS)
    return known and each.kind in EVALUATE


def _is_news(conn: Connection, news: News) -> bool:
    """Whether it still is, now that nobody else can write: another process may have told it, or the rule was ended."""
    if reading.one(conn, news.watch.number) is None:
        return False
    last = reading.standing(reading.states_of(conn, news.watch.number)).get((news.found.month, news.found.item))
    return (last.position if last else 0) == (news.before.position if news.before else 0)


def _tell(conn: Connection, news: News, tree: Tree) -> int:
    """Keep it, and tell it: not what was told before, nor the end of what never was."""
    each, found = news.watch, news.found
    earlier = [told for told in reading.states_of(conn, each.number) if _same_place(told.found, found)]
    was_told = news.before is not None and news.before.told
    known = any(told.found.state == found.state and (told.told or found.state) for told in earlier)
    silent = known or (not found.state and not was_told)
    steps.note(conn, each.number, found, told=not silent)
    if silent:
        return 0
    blanks = {
        "what": name_of(conn, each.watched, tree),
        "rule": KINDS[each.kind].written(each.threshold),
        "month": months.label(found.month),
        "said": _said(each, found.said),
    }
    if news.before is not None and was_told:
        blanks["before"] = _said(each, news.before.found.said)
    link, kind = link_of(each.watched, each.kind, found.month, found.item), _kind(news, was_told)
    if (
        each.draft is not None
        and found.state
        and (form := form_of(each.number, each.watched, each.kind, found.month, found.item))
    ):
        link, kind = form, DRAFTED.get(kind, kind)
    once = f"watch {each.number} {found.month} {found.item} {found.state or 'gone'}"
    return notices.tell(conn, kind, [each.person], blanks, link, once)


def _same_place(one: Found, other: Found) -> bool:
    return (one.month, one.item) == (other.month, other.item)


def _kind(news: News, was_told: bool) -> str:
    """A change of the newest month, of an earlier one (it came late, or was corrected), or one that holds no more."""
    if was_told and news.before and news.before.found.state:
        return "watch_changed" if news.found.state else "watch_gone"
    return "watch_fired" if news.found.month == newest() else "watch_late"


def newest() -> date:
    """The month that is told as news; an earlier one was corrected or came late."""
    return months.last_full(months.today())


def _said(each: Watch, said: Text) -> Text:
    register = each.watched.register
    return HIDDEN if register and REGISTERS[register].restricted else said
