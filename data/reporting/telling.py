"""Who is told of what in a steward's month, in the transaction in which it happens."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from data import months
from data.access import Actor
from data.notices import notices
from data.people import accounts, grants, whom
from data.reporting import rights, steps
from data.schema import decision, draft_version, person, role_grant, submission
from data.text import Text

REPORTING = ("steward", "approver")


def stewards(conn: Connection, handed_in: Any) -> list[str]:
    """Who handed a submission in, and who filled in its draft."""
    wrote = conn.scalars(select(draft_version.c.person).where(draft_version.c.draft == handed_in.draft))
    return sorted({handed_in.person, *wrote} - {""})


def approvers(conn: Connection, handed_in: Any, step: int) -> list[str]:
    """Who may decide on a step of a submission, but those who made it."""
    tree = rights.tree_with(conn, handed_in.unit, months.end_of(handed_in.month))
    if handed_in.unit not in tree:
        return []
    above = steps.unit_of(handed_in.unit, step, tree)
    return sorted(set(accounts.holders(conn, "approve", above, tree)) - set(stewards(conn, handed_in)))


def _nearest(conn: Connection, handed_in: Any, step: int) -> list[str]:
    """Of the approvers those who stand nearest to the unit that decides; all of them, where these made it themselves."""
    able = approvers(conn, handed_in, step)
    tree = rights.tree_with(conn, handed_in.unit, months.end_of(handed_in.month))
    if handed_in.unit not in tree:
        return able
    near = whom.load(conn).nearest("approve", steps.unit_of(handed_in.unit, step, tree), tree)
    return [login for login in near if login in able] or able


def of_waiting(conn: Connection, handed_in: Any, by: Actor, kind: str = "submitted") -> None:
    """The approvers of the next step: what waits for them, or waits no longer (`recalled`, `superseded`)."""
    people = _nearest(conn, handed_in, handed_in.step + 1)
    link = f"approval?unit={handed_in.unit}&month={months.label(handed_in.month)}&submission={handed_in.number}"
    tell(conn, kind, people, handed_in, by, link, cells=handed_in.cells)


def of_decision(conn: Connection, handed_in: Any, by: Actor, kind: str, **blanks: object) -> None:
    """The stewards: what was decided (`accepted`, `passed_on`, `partly_sent_back`, `returned`, `superseded`)."""
    link = f"desk?unit={handed_in.unit}&month={months.label(handed_in.month)}"
    tell(conn, kind, stewards(conn, handed_in), handed_in, by, link, **blanks)


def of_calendar(conn: Connection, kind: str, month: date, by: Actor) -> None:
    """Everybody who reports or approves: that a month was locked, unlocked or published."""
    held = grants.live().join(person).where(role_grant.c.role.in_(REPORTING), person.c.disabled_at.is_(None))
    people = {row.person for row in conn.execute(held)} - {by.login}
    page = "overview" if kind == "published" else "desk"
    blanks = {"name": by.name, "month": months.label(month)}
    notices.tell(conn, kind, sorted(people), blanks, f"{page}?month={months.label(month)}")


def of_exception(conn: Connection, login: str, unit: str, month: date, until: datetime, reason: str, by: Actor) -> None:
    """Who may report a locked month after all."""
    blanks = {"name": by.name, "month": months.label(month), "until": when(until), "reason": reason}
    link = f"desk?unit={unit}&month={months.label(month)}"
    notices.tell(conn, "exception_given", [login], blanks | {"unit": unit_name(conn, unit, month)}, link)


def withdrawn(conn: Connection, batch: int, by: Actor, reason: str) -> None:
    """Who handed a batch in and who let it count: that it was withdrawn."""
    rows = select(submission).where(submission.c.batch == batch)
    for row in conn.execute(rows).all():
        decided = conn.scalars(select(decision.c.person).where(decision.c.submission == row.number)).all()
        people = sorted({*stewards(conn, row), *decided} - {""})
        tell(conn, "withdrawn", people, row, by, f"history?batch={batch}", batch=batch, reason=reason)


def tell(
    conn: Connection, kind: str, people: Iterable[str], handed_in: Any, by: Actor, link: str, **blanks: object
) -> None:
    """A notice about a submission to everybody but who did it."""
    said = {"unit": unit_name(conn, handed_in.unit, handed_in.month), "month": months.label(handed_in.month)}
    others = [login for login in people if login != by.login]
    notices.tell(conn, kind, others, said | {"name": by.name} | blanks, link)


def unit_name(conn: Connection, unit: str, month: date) -> Text:
    """A unit as it is called in a month."""
    tree = rights.tree_with(conn, unit, months.end_of(month))
    return Text(tree[unit].name_zh, tree[unit].name_en) if unit in tree else Text(unit, unit)


def when(at: datetime) -> str:
    """A moment in a sentence."""
    return f"{at:%Y-%m-%d %H:%M}"
