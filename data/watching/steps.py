"""To begin, change and end a rule of one's own, and what is found by it. Nobody else's right, and no line in the audit log."""

from collections.abc import Iterable
from math import isfinite

from sqlalchemy import Connection, Engine, func, insert, select, update

from data import access, bulk, months, revisions, store, units
from data.access import Actor
from data.instructions import saying
from data.refusal import ByReason
from data.registers import REGISTERS
from data.reporting import rights as held
from data.schema import watch, watch_state
from data.text import Text
from data.units import Tree
from data.watching import reading, rights
from data.watching.kinds import KINDS, WHOLE, drafts
from data.watching.reading import Found, Watch, Watched

LONGEST_DRAFT = 500  # characters
MOST = 100  # rules a person: more is not looked at by anybody
REFUSALS = {
    "no_account": Text("关注须用个人账号。", "To watch needs a person's own account."),
    "no_unit": Text("单位“{unit}”已不存在，不能关注。", "There is no unit “{unit}” any more to watch."),
    "no_rule": Text("这里没有这种提醒规则，请另选。", "There is no such rule for this; choose another."),
    "threshold": Text("请填 {least} 到 {most} 之间的数。", "Enter a number from {least} to {most}."),
    "whole": Text("请填整数。", "Enter a whole number."),
    "no_peers": Text(
        "按名次提醒要和同级各单位比，您须能看到它们的数据。", "A rank compares with the units beside, whose figures you must be able to read."
    ),
    "twice": Text("您已经这样关注了，可以在“我的关注”里改规则。", "You watch this by such a rule already; change it under “What I watch”."),
    "many": Text("最多关注 {most} 条，请先取消一些。", "At most {most} rules; end some first."),
    "no_draft": Text("这种规则不能拟交办：请关注一个指标、一个单位或一条记录。", "Such a rule drafts no instruction: watch a number, a unit or a row."),
    "sent": Text("这件交办已经发出，是第 {number} 号。", "It was sent already, as No. {number}."),
    "no_warning": Text("没有这条预警，或您无权查看。", "There is no such warning, or it is not yours to read."),
    "came_on": Text("只有属实的预警有发生的日子，且不能晚于今天。", "Only a true warning has a day on which it came about, and none that is to come."),
    "gone": Text("没有这条关注，或不是您的。", "There is no such rule, or it is not yours."),
}  # fmt: skip


class Refused(ByReason):
    """A rule that is not kept."""

    sentences = REFUSALS


def add(
    engine: Engine, watched: Watched, kind: str, threshold: float | None, known: Iterable[Found] = (),
    draft: str | None = None, *, by: Actor,
) -> int:  # fmt: skip
    """Begin to watch; the rule's number. `known` is how the months stand now, which is not told any more. `draft`: it drafts an
    instruction when it tells, which says that ("": the usual words); None: it drafts none.

    Refused: no account, nothing they may read, a rule that this does not have, a threshold out of its bounds, the same again.
    """
    with store.writing(engine) as conn:
        if not by.login:
            raise Refused("no_account")
        able, tree = held.now(conn, by), units.load(conn).on(months.today())
        if watched.unit not in tree:
            raise Refused("no_unit", unit=watched.unit)
        require_rule(watched, kind, threshold)
        words = _drafted(able, watched, kind, draft, tree)
        if not rights.may_watch(able, watched, tree):
            restricted = bool(watched.register) and REGISTERS[watched.register].restricted
            raise access.Refused(able, "read_restricted" if restricted else "read", tree[watched.unit].name_zh)
        if not rights.reads_peers(able, kind, watched.unit, tree):
            raise Refused("no_peers")
        mine = reading.live(conn, by.login)
        if any((each.watched, each.kind) == (watched, kind) for each in mine):
            raise Refused("twice")
        if len(mine) >= MOST:
            raise Refused("many", most=MOST)
        number = bulk.next_number(conn, watch)
        row = {name: getattr(watched, name) for name in ("subject", "unit", "metric", "register", "key")}
        rule = {"kind": kind, "threshold": threshold, "person": by.login, "made_at": months.now(), "draft": words}
        conn.execute(insert(watch).values(number=number, **row, **rule))
        _know(conn, number, known)
        return number


def change(
    engine: Engine, number: int, threshold: float | None, known: Iterable[Found] = (), draft: str | None = None, *,
    by: Actor,
) -> None:  # fmt: skip
    """Give an own rule another threshold, and say what it drafts (None: nothing); `known` is how the months stand by it now."""
    with store.writing(engine) as conn:
        mine = _own(conn, number, by)
        require_rule(mine.watched, mine.kind, threshold)
        able, tree = held.now(conn, by), units.load(conn).on(months.today())
        words = _drafted(able, mine.watched, mine.kind, draft, tree)
        conn.execute(update(watch).where(watch.c.number == number).values(threshold=threshold, draft=words))
        _know(conn, number, known)


def end(engine: Engine, number: int, *, by: Actor) -> None:
    """End an own rule; what it told stays among the notices."""
    with store.writing(engine) as conn:
        _own(conn, number, by)
        conn.execute(update(watch).where(watch.c.number == number).values(ended_at=months.now()))


def note(conn: Connection, number: int, found: Found, *, told: bool) -> None:
    """Keep how a month stands by a rule from now on, for who holds the write lock."""
    place = (
        watch_state.c.watch == number,
        watch_state.c.month == found.month,
        watch_state.c.item == found.item,
    )
    last = conn.scalar(select(func.max(watch_state.c.position)).where(*place)) or 0
    where = {"watch": number, "month": found.month, "item": found.item, "position": last + 1}
    said = {"state": found.state, "said_zh": found.said.zh, "said_en": found.said.en, "told": told}
    conn.execute(insert(watch_state).values(**where, **said, at=months.now(), revision=revisions.current(conn)))


def _drafted(able: Actor, watched: Watched, kind: str, draft: str | None, tree: Tree) -> str | None:
    """What it drafts, as it is kept; Refused where it cannot, or whoever watches may not charge the unit."""
    if draft is None:
        return None
    if not drafts(watched.subject, kind):
        raise Refused("no_draft")
    access.require(able, "instruct", [watched.unit], tree)
    return saying.said(draft, able, may_be_empty=True, limit=LONGEST_DRAFT)


def _know(conn: Connection, number: int, known: Iterable[Found]) -> None:
    """Note what holds now, and that what no longer does is gone, without telling it."""
    before = reading.standing(reading.states_of(conn, number))
    for found in known:
        was = before.get((found.month, found.item))
        if found.state != (was.found.state if was else ""):
            note(conn, number, found, told=False)


def _own(conn: Connection, number: int, by: Actor) -> Watch:
    mine = reading.one(conn, number)
    if mine is None or not by.login or mine.person != by.login:
        raise Refused("gone")
    return mine


def require_rule(watched: Watched, kind: str, threshold: float | None) -> None:
    """Raise `Refused` for a kind that what is watched does not have, and for a threshold out of its bounds."""
    if kind not in KINDS or watched.subject not in KINDS[kind].of:
        raise Refused("no_rule")
    bounds = KINDS[kind].threshold
    if bounds is None:
        if threshold is not None:
            raise Refused("no_rule")
        return
    if threshold is None or not isfinite(threshold) or not bounds.least <= threshold <= bounds.most:
        raise Refused("threshold", least=f"{bounds.least:g}", most=f"{bounds.most:g}")
    if kind in WHOLE and threshold != int(threshold):
        raise Refused("whole")
