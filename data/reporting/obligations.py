"""What is owed: which units report which measures and registers, how often, and by which day. Declared for many units
at once and dated by months."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, Select, case, func, insert, literal, select, update

from data import audit, bulk, months, revisions, store, units
from data.access import Actor, require
from data.measures import MEASURES
from data.refusal import ByReason
from data.registers import REGISTERS
from data.reporting import rights
from data.schema import obligation, obligation_change
from data.settings import settings
from data.text import Text
from data.units import Tree

LEVELS: dict[str, Text] = {
    "leaf": Text("没有下级的单位", "units without units below"),
    **units.LEVELS,
}
EVERY: dict[int, Text] = {
    1: Text("每月", "every month"),
    3: Text("每季", "every quarter"),
    6: Text("每半年", "every half-year"),
    12: Text("每年", "every year"),
}
OWED = ["unit", "what", "every", "due"]
LAST_DAY = 28  # of the month after: the latest day anything can be due

REFUSALS = {
    "needs_approval": Text(
        "填报任务的变动须经另一人审核才能生效：请提交审核。",
        "A change of what is owed counts once somebody else approved it: ask for it.",
    ),
    "no_rule": Text("请至少写明一项填报任务。", "Name at least one duty."),
    "no_what": Text("没有填报项或台账“{what}”。", "There is no measure or register “{what}”."),
    "no_level": Text("没有“{level}”这一级单位。", "There is no level of units “{level}”."),
    "every": Text(
        "填报周期应为 1、3、6 或 12 个月，读到“{every}”。", "A duty recurs every 1, 3, 6 or 12 months, not {every}."
    ),
    "due_day": Text("截止日应为 1 至 28 日，读到“{day}”。", "The day due is from 1 to 28, not {day}."),
    "dates": Text("填报任务的结束月份应晚于开始月份 {month}。", "A duty ends after the month it begins, {month}."),
    "no_obligation": Text("没有第 {number} 项填报任务。", "There is no duty {number}."),
    "ended": Text("第 {number} 项填报任务已于 {month} 结束。", "Duty {number} has already ended, in {month}."),
}


class Refused(ByReason):
    """A declaration that cannot be made."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Rule:
    """One duty of many units: those of a level at or under `unit`, or with "leaf" all without units below.

    `what` is the key of a measure or a register; `every` so many months (1, 3, 6, 12), by `due_day` of the month after
    the period's last. It holds from the month `holds_from` until the month before `holds_to` (None: without end).
    """

    unit: str
    level: str
    what: str
    every: int
    due_day: int
    holds_from: date
    holds_to: date | None = None


def declare(engine: Engine, rules: Sequence[Rule], *, by: Actor) -> list[int]:
    """Declare duties, all or none; their numbers. Raises `Refused` (a rule that makes no sense) or `access.Refused`."""
    _refuse_alone()
    with store.writing(engine) as conn:
        return add(conn, rules, by=may_declare(conn, rules, by=by))


def may_declare(conn: Connection, rules: Sequence[Rule], *, by: Actor) -> Actor:
    """The actor as they may act now; raises where they may not declare one of these, or one makes no sense."""
    if not rules:
        raise Refused("no_rule")
    tree = units.load(conn).on(months.today())
    able = rights.now(conn, by)
    for rule in rules:
        require(able, "oblige", [rule.unit], tree, owner_of(rule.what))
        _sensible(rule)
    return able


def _refuse_alone() -> None:
    """What is owed decides what is shown as complete: where figures need a second person, so does this."""
    if settings().approval.levels:
        raise Refused("needs_approval")


def add(conn: Connection, rules: Sequence[Rule], *, by: Actor, known_from: int | None = None) -> list[int]:
    """As `declare`, inside the transaction of who has the right (the starting data, the demonstration).

    It is known from the next revision on (or from `known_from`): what is shown of an earlier one stays as it was.
    """
    if not rules:
        raise Refused("no_rule")
    for rule in rules:
        _sensible(rule)
    first, now = bulk.next_number(conn, obligation), months.now()
    since = revisions.current(conn) + 1 if known_from is None else known_from
    rows = [
        asdict(rule) | {"number": number, "declared_by": by.name, "declared_at": now, "known_from": since}
        for number, rule in enumerate(rules, first)
    ]
    conn.execute(insert(obligation), rows)
    audit.add(conn, by, "oblige", f"obligations {first}–{rows[-1]['number']}", after={"rules": _told(rules)})
    return [row["number"] for row in rows]


def owner_of(what: str) -> str:
    """The department of a measure or a register; "" for what is neither (any more)."""
    declared = MEASURES.get(what) or REGISTERS.get(what)
    return declared.owner if declared else ""


def _sensible(rule: Rule) -> None:
    if rule.what not in MEASURES and rule.what not in REGISTERS:
        raise Refused("no_what", what=rule.what)
    if rule.level not in LEVELS:
        raise Refused("no_level", level=rule.level)
    if rule.every not in EVERY:
        raise Refused("every", every=rule.every)
    if not 1 <= rule.due_day <= LAST_DAY:
        raise Refused("due_day", day=rule.due_day)
    if rule.holds_to is not None and rule.holds_to <= rule.holds_from:
        raise Refused("dates", month=months.label(rule.holds_from))


def _told(rules: Iterable[Rule]) -> list[str]:
    return [
        f"{rule.what} {rule.unit}/{rule.level} every {rule.every} by {rule.due_day} from {months.label(rule.holds_from)}"
        for rule in rules
    ]


def end(engine: Engine, number: int, month: date, *, by: Actor) -> None:
    """Let a duty end: `month` is the first in which it no longer holds. Raises `Refused` where it has ended before."""
    _refuse_alone()
    with store.writing(engine) as conn:
        end_now(conn, number, month, by=may_end(conn, number, month, by=by))


def may_end(conn: Connection, number: int, month: date, *, by: Actor) -> Actor:
    """The actor as they may act now; raises where they may not end it, or it cannot end then."""
    row = conn.execute(select(obligation).where(obligation.c.number == number)).first()
    if row is None:
        raise Refused("no_obligation", number=number)
    able = rights.now(conn, by)
    require(able, "oblige", [row.unit], units.load(conn).on(months.today()), owner_of(row.what))
    refuse_ended(conn, number, month)
    return able


def refuse_ended(conn: Connection, number: int, month: date) -> None:
    """Raise where it has ended by that month, or would end before it began."""
    row = conn.execute(select(obligation).where(obligation.c.number == number)).one()
    if row.holds_to is not None and row.holds_to <= month:
        raise Refused("ended", number=number, month=months.label(row.holds_to))
    if month < row.holds_from:
        raise Refused("dates", month=months.label(row.holds_from))


def end_now(conn: Connection, number: int, month: date, *, by: Actor) -> None:
    """End it in an open transaction, for who has asked for the right."""
    before = {"holds_to": conn.scalar(select(obligation.c.holds_to).where(obligation.c.number == number))}
    change_end(conn, [number], month)
    audit.add(conn, by, "oblige", f"obligation {number}", before=before, after={"holds_to": months.label(month)})


def change_end(
    conn: Connection, numbers: Sequence[int], holds_to: date | None = None, *, known_from: int | None = None
) -> None:
    """Let duties end with a month (None: with the one they began in, so that they never held), and keep what was known of
    them before the next revision (or `known_from`); for who holds the write lock and has the right."""
    following = revisions.current(conn) + 1 if known_from is None else known_from
    mine = obligation.c.number.in_(numbers)
    told = select(obligation_change.c.obligation).where(obligation_change.c.revision == following)
    before = select(obligation.c.number, literal(following), obligation.c.holds_to).where(
        mine, obligation.c.number.not_in(told)
    )
    conn.execute(insert(obligation_change).from_select(["obligation", "revision", "holds_to"], before))
    conn.execute(update(obligation).where(mine).values(holds_to=holds_to or obligation.c.holds_from))


def known(revision: int | None = None) -> Select:
    """The duties as they stood at a revision (None: now): the columns of `obligation`."""
    if revision is None:
        return select(obligation)
    later = obligation_change.c.revision > revision
    mine = obligation_change.c.obligation == obligation.c.number
    next_change = (
        select(func.min(obligation_change.c.revision)).where(mine, later).correlate(obligation).scalar_subquery()
    )
    then = select(obligation_change.c.holds_to).where(mine, obligation_change.c.revision == next_change)
    ended = case((next_change.is_(None), obligation.c.holds_to), else_=then.correlate(obligation).scalar_subquery())
    rest = [column for column in obligation.c if column.name != "holds_to"]
    return select(*rest, ended.label("holds_to")).where(obligation.c.known_from <= revision)


def listing(conn: Connection) -> pd.DataFrame:
    """Every duty ever declared, newest first: number unit level what every due_day holds_from holds_to declared_by
    declared_at. A duty whose `holds_to` is its `holds_from` never held."""
    frame = bulk.read(conn, select(obligation).order_by(obligation.c.number.desc()))
    return frame.assign(declared_at=months.in_zhejiang(frame["declared_at"]))


def due_of(month: date, day: int) -> datetime:
    """The last moment of the day due of a period that ends with the month, in Zhejiang."""
    following = datetime.combine(months.shift(month, 1).replace(day=day), time(), months.SHANGHAI)
    return following + timedelta(days=1) - timedelta(microseconds=1)


def owed(conn: Connection, month: date, unit: str | None = None) -> pd.DataFrame:
    """What units owe of one month: unit, what (key of a measure or a register), every, due (`datetime64[us,
    Asia/Shanghai]`, the last moment that is on time).

    A duty of a quarter is owed in the months that end one. The units are those of the month's last day, at or below
    `unit` (None: all); what is declared twice is owed once, by the earliest day.
    """
    return owed_over(conn, [month], unit).drop(columns="month")


def owes(conn: Connection, unit: str, month: date) -> bool:
    """Whether a unit, or one below it, owes anything of a month: who owes nothing is not late."""
    return not owed(conn, month, unit).empty


def owed_over(conn: Connection, over: Sequence[date], unit: str | None = None) -> pd.DataFrame:
    """As `owed`, of many months: month (`datetime64[s]`), unit, what, every, due."""
    known = units.load(conn)
    rules = conn.execute(select(obligation).order_by(obligation.c.number)).all()
    placed: dict[tuple[int, str, str], list[str]] = {}
    parts: list[pd.DataFrame] = []
    for month in over:
        tree = known.in_month(month)
        within = None if unit is None else set(tree.below(unit)) if unit in tree else set()
        parts += _of_month(rules, month, tree, within, placed)
    return pd.concat(parts, ignore_index=True) if parts else _nothing()


def _of_month(
    rules: Sequence, month: date, tree: Tree, within: set[str] | None, placed: dict
) -> Iterable[pd.DataFrame]:
    """The duties of one month: those of one group of units at once."""
    groups: dict[tuple[str, str], list] = {}
    for rule in rules:
        holds = rule.holds_from <= month and (rule.holds_to is None or month < rule.holds_to)
        if holds and month.month % rule.every == 0 and rule.unit in tree:
            groups.setdefault((rule.unit, rule.level), []).append(rule)
    frames = []
    for (unit, level), group in groups.items():
        key = (id(tree), unit, level)
        if key not in placed:
            placed[key] = [code for code in _of_level(tree, unit, level) if within is None or code in within]
        frames.append(_crossed(placed[key], group, month))
    if frames:
        both = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
        once = both.sort_values("due", kind="stable").drop_duplicates(["unit", "what"]).sort_index()
        yield once.reset_index(drop=True)


def _of_level(tree: Tree, unit: str, level: str) -> tuple[str, ...]:
    if level == "leaf":
        return tree.leaves(unit)
    return tuple(code for code in tree.below(unit) if tree[code].level == level)


def _crossed(codes: Sequence[str], rules: Sequence, month: date) -> pd.DataFrame:
    """Every unit with every duty."""
    due = pd.DatetimeIndex([due_of(month, rule.due_day) for rule in rules]).as_unit("us")
    at = np.tile(np.arange(len(rules)), len(codes))
    return pd.DataFrame(
        {
            "month": np.full(len(at), np.datetime64(month, "s")),
            "unit": np.repeat(np.array(codes, dtype=object), len(rules)),
            "what": np.array([rule.what for rule in rules], dtype=object)[at],
            "every": np.array([rule.every for rule in rules], dtype=int)[at],
            "due": due[at],
        }
    )


def _nothing() -> pd.DataFrame:
    due = pd.Series(dtype="datetime64[us, Asia/Shanghai]")
    return pd.DataFrame(
        {"month": pd.Series(dtype="datetime64[s]"), "unit": [], "what": [], "every": pd.Series(dtype=int), "due": due}
    )
