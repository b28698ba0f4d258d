"""How a person wants to be told by mail and webhook: hours in which nothing comes, and one digest a day instead of each by itself.

In the cockpit every notice stands at once; only what leaves it waits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data import months, store
from data.access import Actor
from data.refusal import ByReason
from data.schema import notice, notice_choice, outgoing, person
from data.text import Text

REFUSALS = {
    "no_account": Text("通知方式须用个人账号设置。", "To choose how one is told needs a person's own account."),
    "hours": Text(
        "免打扰请写明从几点到几点（0 到 23 的整点，起止不同）。",
        "Quiet hours need a beginning and an end, two different hours from 0 to 23.",
    ),
    "digest": Text("每日摘要请选 0 到 23 的整点。", "A digest needs an hour from 0 to 23."),
}


class Refused(ByReason):
    """A choice that cannot be."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Choice:
    """Hours of Zhejiang's clocks. `quiet_from` and `quiet_to`: nothing leaves from the one to the other, also over midnight;
    `digest_at`: everything leaves together, once a day. None: not so."""

    quiet_from: int | None = None
    quiet_to: int | None = None
    digest_at: int | None = None

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nothing leaves at a moment."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        hour = moment.astimezone(months.SHANGHAI).hour
        if self.quiet_from < self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to

    def after_quiet(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours in which it lies."""
        return _next(moment, self.quiet_to) if self.is_quiet(moment) and self.quiet_to is not None else moment

    def leaves_at(self, now: datetime) -> datetime:
        """When what is told now leaves."""
        return self.after_quiet(now if self.digest_at is None else _next(now, self.digest_at))


USUAL = Choice()


def _next(moment: datetime, hour: int) -> datetime:
    """The next time the clocks show the full hour."""
    there = moment.astimezone(months.SHANGHAI).replace(hour=hour, minute=0, second=0, microsecond=0)
    return there if there > moment else there + timedelta(days=1)


def of(conn: Connection, login: str) -> Choice:
    """What a person chose; at once and each by itself, where they chose nothing."""
    row = conn.execute(select(notice_choice).where(notice_choice.c.person == login)).first()
    return Choice(row.quiet_from, row.quiet_to, row.digest_at) if row else USUAL


def choose(engine: Engine, choice: Choice, *, by: Actor) -> None:
    """Choose for oneself; what waits to leave and was not tried yet leaves by the new choice. Nobody's right but one's own, and
    no line in the audit log."""
    _require(choice, by)
    with store.writing(engine) as conn:
        if conn.scalar(select(person.c.disabled_at).where(person.c.login == by.login)):
            raise Refused("no_account")
        conn.execute(delete(notice_choice).where(notice_choice.c.person == by.login))
        if choice != USUAL:
            hours = {"quiet_from": choice.quiet_from, "quiet_to": choice.quiet_to, "digest_at": choice.digest_at}
            conn.execute(insert(notice_choice).values(person=by.login, **hours))
        mine = outgoing.c.notice.in_(select(notice.c.number).where(notice.c.person == by.login))
        waits = mine & outgoing.c.sent_at.is_(None) & outgoing.c.given_up_at.is_(None) & (outgoing.c.tries == 0)
        conn.execute(update(outgoing).where(waits).values(next_at=choice.leaves_at(months.now())))


def _require(choice: Choice, by: Actor) -> None:
    if not by.login:
        raise Refused("no_account")
    hours = (choice.quiet_from, choice.quiet_to)
    given = [hour for hour in hours if hour is not None]
    if len(given) == 1 or (given and (given[0] == given[1] or not all(0 <= hour <= 23 for hour in given))):
        raise Refused("hours")
    if choice.digest_at is not None and not 0 <= choice.digest_at <= 23:
        raise Refused("digest")
