"""Notices on their way out, by mail and webhook: tried until they have gone, with growing pauses, or given up and said so.

A notice goes out **at least once**: a process that is killed between handing it over and noting that leaves it to be sent
again, with the same number (and the same Message-ID), by which a receiver knows it. Two processes do not send the same one:
it is claimed in a transaction of its own, for as long as CLAIM.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.error import HTTPError

from sqlalchemy import Connection, Engine, Row, func, or_, select, update

from data import store
from data.notices import choices, digest, mail, notices, webhook
from data.notices.notices import Notice
from data.schema import notice, notice_choice, outgoing, person
from data.training_mark import is_training

# Between two tries; after the last: given up. A server that is away for a day, or over two nights, loses nothing.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 360, 360, 360, 720, 720))
CLAIM = timedelta(minutes=15)
AT_ONCE = 20  # claimed together; with both servers silent that is far less than CLAIM
LONGEST_ERROR = 300


@dataclass(frozen=True)
class State:
    """What an administrator should know: how many wait, how many were given up, and the last error (`""`: none)."""

    waiting: int
    given_up: int
    error: str


def send(engine: Engine, now: datetime) -> int:
    """Send what is due at `now`; says how many went out. A channel that cannot be reached is tried once a call, so
    servers that hang hold it up for seconds only. From a training store nothing leaves."""
    with engine.connect() as conn:
        if is_training(conn):
            return 0
    sent, away = 0, dict[str, str]()
    while claimed := _claim(engine, now):
        for together in _together(claimed):
            first = together[0]
            error = away.get(first.channel) or _try(_message(together), first, away)
            with store.writing(engine) as conn:
                for each in together:
                    _note(conn, each, error, now)
            sent += 0 if error else len(together)
    return sent


def state(conn: Connection) -> State:
    """How the outbox stands."""
    on_the_way = outgoing.c.sent_at.is_(None)
    counts = select(func.count(), func.count(outgoing.c.given_up_at)).where(on_the_way)
    unsent, given_up = conn.execute(counts).one()
    failed = select(outgoing.c.error).where(on_the_way, outgoing.c.error != "")
    error = conn.scalar(failed.order_by(outgoing.c.number.desc()).limit(1))
    return State(unsent - given_up, given_up, error or "")


def _claim(engine: Engine, now: datetime) -> list[Row]:
    """The next that are due, which nobody else will take until the claim ends: `out` (the number on its way), channel,
    tries, the person's login and mail, the hour of their digest (None: each by itself), and the notice."""
    due = (outgoing.c.sent_at.is_(None), outgoing.c.given_up_at.is_(None), outgoing.c.next_at <= now)
    with store.reading(engine) as conn:  # nothing due, nothing locked
        if conn.scalar(select(outgoing.c.number).where(*due).limit(1)) is None:
            return []
    columns = (outgoing.c.number.label("out"), outgoing.c.channel, outgoing.c.tries, person.c.mail, notice)
    found = select(*columns, notice_choice.c.digest_at).join(notice, notice.c.number == outgoing.c.notice)
    found = found.join(person, person.c.login == notice.c.person)
    found = found.outerjoin(notice_choice, notice_choice.c.person == notice.c.person)
    with store.writing(engine) as conn:
        first = list(conn.execute(found.where(*due).order_by(outgoing.c.number).limit(AT_ONCE)))
        # A digest is never cut in two.
        whole = sorted({each.person for each in first if each.digest_at is not None})
        numbers = outgoing.c.number.in_([each.out for each in first])
        mine = or_(numbers, notice.c.person.in_(whole)) if whole else numbers
        claimed = list(conn.execute(found.where(*due, mine).order_by(outgoing.c.number)))
        these = outgoing.c.number.in_([each.out for each in claimed])
        conn.execute(update(outgoing).where(these).values(next_at=now + CLAIM))
    return claimed


def _together(claimed: list[Row]) -> list[list[Row]]:
    """What goes out as one message: each by itself, but for those of a person who wants a digest, by channel."""
    found: dict[tuple, list[Row]] = defaultdict(list)
    for each in claimed:
        found[(each.person, each.channel) if each.digest_at is not None else (each.out,)].append(each)
    return list(found.values())


def _message(together: list[Row]) -> Notice:
    """The one notice, or the digest of several."""
    told = [notices.of_row(each) for each in together]
    return told[0] if len(told) == 1 else digest.of(told)


def _try(message: Notice, each: Row, away: dict[str, str]) -> str:
    """Send one; the error, "" for none. A channel that cannot be reached is added to those that are `away`.

    Whatever is wrong with one must not hold up the others, so every exception is an error of this one.
    """
    try:
        if each.channel == "mail":
            mail.post(message, each.mail)
        else:
            webhook.post(message, each.person)
    except Exception as error:
        told = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_ERROR]
        if isinstance(error, OSError) and not isinstance(
            error, (SMTPResponseException, SMTPRecipientsRefused, HTTPError)
        ):
            away[each.channel] = told
        return told
    return ""


def _note(conn: Connection, each: Row, error: str, now: datetime) -> None:
    """What became of one: gone, to be tried again later, or given up."""
    if not error:
        became = {"sent_at": now, "error": ""}
    elif each.tries < len(PAUSES):
        again = choices.of(conn, each.person).after_quiet(now + PAUSES[each.tries])
        became = {"next_at": again, "error": error}
    else:
        became = {"given_up_at": now, "error": error}
    conn.execute(update(outgoing).where(outgoing.c.number == each.out).values(tries=each.tries + 1, **became))
