"""Changes of what is shown that are no upload – a withdrawal, a duty declared or ended – where somebody else has to agree.

Where figures ask for approval (`approval.levels`), so do these: whoever asks, another person who may let the units' figures
count decides. One decision is enough, by who decides last about figures. Where no approval is asked, it is done at once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from data import access, audit, bulk, months, personal, store, units
from data.access import Actor
from data.measures import MEASURES
from data.notices import notices
from data.people import accounts
from data.refusal import ByReason
from data.register_rights import named
from data.registers import REGISTERS
from data.reporting import calendar, direct, obligations, rights, steps
from data.reporting.obligations import Rule
from data.schema import change_request, figure, obligation, submission
from data.settings import settings
from data.text import Text
from data.uploads.commit import refuse_gone

Kind = Literal["withdraw", "oblige", "end"]
PAGE = "approval"

WHAT: dict[Kind, Text] = {
    "withdraw": Text("撤回批次 {batch}", "withdraw batch {batch}"),
    "oblige": Text("布置 {count} 项填报任务", "declare {count} obligations"),
    "end": Text("自 {month} 起结束 {count} 项填报任务", "end {count} obligations with {month}"),
}
REFUSALS = {
    "no_reason": Text("请写明原因。", "Give a reason."),
    "asked": Text(
        "这一批的撤回已由{name}申请，正在等待审核。", "{name} has asked for this withdrawal already; it waits."
    ),
    "unknown": Text("没有第 {number} 号申请。", "There is no request {number}."),
    "decided": Text(
        "第 {number} 号申请已由{name}处理，您这次的操作没有执行。",
        "Request {number} was dealt with by {name}; what you pressed was not done.",
    ),
    "own": Text(
        "这是您自己的申请，须由另一位审核员审核。", "You asked for this yourself; another approver must decide."
    ),
    "not_yours": Text("只能收回自己的申请。", "Only who asked can take a request back."),
}


class Refused(ByReason):
    """What was not asked for, or not decided."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Asked:
    """What came of asking: the `request` that waits, or None where it was done at once."""

    request: int | None


@dataclass(frozen=True)
class Request:
    """One request. `about` says of what: batch · rules · numbers and month."""

    number: int
    kind: Kind
    about: Mapping[str, Any]
    reason: str
    at: datetime
    person: str
    name: str
    state: str

    @property
    def what(self) -> Text:
        """What is asked for, in words."""
        count = len(self.about.get("rules", self.about.get("numbers", ())))
        blanks = {"batch": self.about.get("batch"), "month": str(self.about.get("month", ""))[:7], "count": count}
        return Text(*(WHAT[self.kind].in_(language, **blanks) for language in ("zh", "en")))

    @property
    def rules(self) -> list[Rule]:
        """The duties to declare."""
        return [_rule(each) for each in self.about.get("rules", ())]


def withdraw(engine: Engine, batch: int, *, by: Actor, reason: str) -> Asked:
    """Ask that a batch be taken back. Raises as `direct.withdraw`, and where it was asked for already."""
    with store.writing(engine) as conn:
        able = direct.may_withdraw(conn, batch, by=by)
        waiting = withdrawal_of(conn, batch)
        if waiting:
            raise Refused("asked", name=waiting.name)
        return _ask(conn, "withdraw", {"batch": batch}, reason, able)


def declare(engine: Engine, rules: Sequence[Rule], *, by: Actor, reason: str) -> Asked:
    """Ask that duties be declared. Raises as `obligations.declare`."""
    with store.writing(engine) as conn:
        able = obligations.may_declare(conn, rules, by=by)
        about = {"rules": [asdict(rule) for rule in rules]}
        return _ask(conn, "oblige", about, reason, able)


def end(engine: Engine, numbers: Sequence[int], month: date, *, by: Actor, reason: str) -> Asked:
    """Ask that duties end with a month. Raises as `obligations.end`."""
    with store.writing(engine) as conn:
        able = by
        for number in numbers:
            able = obligations.may_end(conn, number, month, by=by)
        return _ask(conn, "end", {"numbers": list(numbers), "month": month}, reason, able)


def accept(engine: Engine, number: int, *, by: Actor, note: str = "") -> None:
    """Let it count. Raises `Refused` (own request, decided already), `access.Refused`, and what doing it raises now."""
    with store.writing(engine) as conn:
        made, able = _may_decide(conn, number, by)
        _decide(conn, made, "accepted", able, note)
        asker = Actor(made.name, able.unit, (), made.person, able.origin)
        DO[made.kind](conn, made, asker, able)
        _tell_asker(conn, made, "change_accepted", able, note)


def refuse(engine: Engine, number: int, *, by: Actor, note: str) -> None:
    """Do not let it count; who asked is told why."""
    with store.writing(engine) as conn:
        made, able = _may_decide(conn, number, by)
        if not note.strip():
            raise Refused("no_reason")
        _decide(conn, made, "refused", able, note)
        _tell_asker(conn, made, "change_refused", able, note)


def recall(engine: Engine, number: int, *, by: Actor) -> None:
    """Take one's own request back."""
    with store.writing(engine) as conn:
        made = _waiting(conn, number)
        if made.person != by.login or made.name != by.name:
            raise Refused("not_yours")
        _decide(conn, made, "recalled", rights.now(conn, by), "")


def waiting(conn: Connection, actor: Actor) -> list[Request]:
    """The requests that this person may decide, oldest first."""
    able = rights.now(conn, actor)
    return [each for each in _all_waiting(conn) if not _made(each, able) and _may(conn, each, able)]


def own(conn: Connection, actor: Actor) -> list[Request]:
    """The requests of this person that wait."""
    return [each for each in _all_waiting(conn) if _made(each, actor)]


def withdrawal_of(conn: Connection, batch: int) -> Request | None:
    """The request that waits to take a batch back."""
    found = (each for each in _all_waiting(conn) if each.kind == "withdraw" and each.about["batch"] == batch)
    return next(found, None)


def _ask(conn: Connection, kind: Kind, about: Mapping[str, Any], reason: str, by: Actor) -> Asked:
    if not reason.strip():
        raise Refused("no_reason")
    personal.refuse(reason)
    number, now = bulk.next_number(conn, change_request), months.now()
    written = json.dumps(about, ensure_ascii=False, default=str)
    made = Request(number, kind, json.loads(written), reason.strip(), now, by.login, by.name, "waiting")
    if not settings().approval.levels:
        DO[kind](conn, made, by, by)
        return Asked(None)
    row = {"number": number, "kind": kind, "about": written, "reason": made.reason, "at": now, "state": "waiting"}
    conn.execute(insert(change_request).values(**row, person=by.login, name=by.name))
    told = {"what": made.what.en, "reason": made.reason}
    audit.add(conn, by, "change_asked", f"request {number}", after=told)
    people = [login for login in _approvers(conn, made) if login != by.login]
    notices.tell(conn, "change_asked", people, {"name": by.name, "what": made.what, "reason": made.reason}, PAGE)
    return Asked(number)


def _decide(conn: Connection, made: Request, state: str, by: Actor, note: str) -> None:
    values = {"state": state, "decided_at": months.now(), "decided_by": by.login, "decided_name": by.name}
    conn.execute(
        update(change_request).where(change_request.c.number == made.number).values(**values, note=note.strip())
    )
    told = {"what": made.what.en, "by": made.name, "note": note.strip()}
    audit.add(conn, by, f"change_{state}", f"request {made.number}", after=told)


def _tell_asker(conn: Connection, made: Request, kind: str, by: Actor, note: str) -> None:
    page = f"history?batch={made.about['batch']}" if made.kind == "withdraw" else "duties"
    blanks = {"name": by.name, "what": made.what, "reason": note.strip()}
    notices.tell(conn, kind, [made.person] if made.person else [], blanks, page)


def _may_decide(conn: Connection, number: int, by: Actor) -> tuple[Request, Actor]:
    made, able = _waiting(conn, number), rights.now(conn, by)
    _require(conn, made, able)
    if _made(made, able):
        raise Refused("own")
    return made, able


def _made(made: Request, actor: Actor) -> bool:
    """Whether the actor asked for it. The program itself, without an account, is known by its name."""
    return made.person == actor.login if actor.login else made.name == actor.name


def _may(conn: Connection, made: Request, able: Actor) -> bool:
    try:
        _require(conn, made, able)
    except access.Refused:
        return False
    return True


def _require(conn: Connection, made: Request, able: Actor) -> None:
    """Raise unless the actor may let the figures of every unit and department count that the change touches."""
    known, today, levels = units.load(conn), months.today(), max(settings().approval.levels, 1)
    for unit, owner, register in _touched(conn, made):
        tree = rights.with_unit(known, unit, today)
        who = named(able, [register]) if register else able
        above = steps.unit_of(unit, levels, tree) if unit in tree else unit
        access.require(who, "approve", [above], tree, owner)


def _approvers(conn: Connection, made: Request) -> list[str]:
    """The logins of those who may decide."""
    found = _touched(conn, made)
    unit = found[0][0] if found else settings().unit
    tree = rights.with_unit(units.load(conn), unit, months.today())
    levels = max(settings().approval.levels, 1)
    near = accounts.holders(conn, "approve", steps.unit_of(unit, levels, tree), tree) if unit in tree else []
    return [login for login in near if _may(conn, made, accounts.actor_of(conn, login))]


def _touched(conn: Connection, made: Request) -> list[tuple[str, str, str]]:
    """Units, the departments that own what changes there, and the register ("" for figures and duties)."""
    if made.kind == "withdraw":
        held = select(figure.c.unit, figure.c.measure).where(figure.c.batch == made.about["batch"]).distinct()
        cells = {(unit, _owner(measure), "") for unit, measure in conn.execute(held)}
        rows = {(unit, REGISTERS[key].owner, key) for key, unit in direct.rows_of(conn, made.about["batch"])}
        # Who decided about a submission stands above the unit that handed it in, whatever units its figures are of.
        by_submission = select(submission.c.unit).where(submission.c.batch == made.about["batch"])
        handed_in = conn.scalar(by_submission)
        return sorted({(handed_in or unit, owner, key) for unit, owner, key in cells | rows})
    if made.kind == "oblige":
        return sorted({(rule.unit, obligations.owner_of(rule.what), "") for rule in made.rules})
    held = select(obligation.c.unit, obligation.c.what).where(obligation.c.number.in_(made.about["numbers"]))
    return sorted({(unit, obligations.owner_of(what), "") for unit, what in conn.execute(held)})


def _owner(measure: str) -> str:
    declared = MEASURES.get(measure)
    return declared.owner if declared else ""


def _waiting(conn: Connection, number: int) -> Request:
    row = conn.execute(select(change_request).where(change_request.c.number == number)).mappings().first()
    if row is None:
        raise Refused("unknown", number=number)
    if row["state"] != "waiting":
        raise Refused("decided", number=number, name=row["decided_name"])
    return _of(row)


def _all_waiting(conn: Connection) -> list[Request]:
    asked = select(change_request).where(change_request.c.state == "waiting").order_by(change_request.c.number)
    return [_of(row) for row in conn.execute(asked).mappings()]


def _of(row: RowMapping) -> Request:
    names = ("number", "kind", "reason", "at", "person", "name", "state")
    return Request(about=json.loads(row["about"]), **{name: row[name] for name in names})


def _rule(told: Mapping[str, Any]) -> Rule:
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in ("holds_from", "holds_to")}
    return Rule(**{**told, **days})


def _withdraw(conn: Connection, made: Request, asker: Actor, able: Actor) -> None:
    number = made.about["batch"]
    refuse_gone(conn, number)
    pairs = [(unit, month) for unit, month in direct.pairs_of(conn, number) if month]
    try:
        calendar.require_all_open(conn, able, pairs)
    except calendar.Refused:  # an exception may have been given to who asked
        calendar.require_all_open(conn, asker, pairs)
    approved = able.name if able is not asker else ""
    direct.withdraw_now(conn, number, by=asker, reason=made.reason, approved_by=approved)


def _declare(conn: Connection, made: Request, asker: Actor, _able: Actor) -> None:
    obligations.add(conn, made.rules, by=asker)


def _end(conn: Connection, made: Request, asker: Actor, _able: Actor) -> None:
    month = date.fromisoformat(made.about["month"])
    for number in made.about["numbers"]:
        obligations.refuse_ended(conn, number, month)
        obligations.end_now(conn, number, month, by=asker)


Do = Callable[[Connection, Request, Actor, Actor], None]
DO: dict[Kind, Do] = {"withdraw": _withdraw, "oblige": _declare, "end": _end}
