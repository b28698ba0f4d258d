"""Phones that command one presentation: paired once, with a short code or its QR code, as whoever made the code."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import Connection, Engine, insert, select, update

from data import audit, bulk, months, store
from data.access import Actor
from data.people import accounts, grants, pairing
from data.presenting import running
from data.refusal import ByReason, Refusal
from data.schema import presentation, presentation_phone
from data.text import Text

COOKIE = "cockpit_phone"
HOURS = 12
REFUSALS = {
    "code": Text(
        "配对码不对或已过期（10 分钟内有效，只能用一次）。请在控制台重新生成。",
        "The code is wrong or has run out (it is good once, for 10 minutes). Make a new one on the console.",
    ),
}


class Refused(ByReason):
    """A phone that is not paired."""

    sentences = REFUSALS


def offer(engine: Engine, number: int, *, by: Actor) -> str:
    """A code with which a phone commands a presentation as `by`: told once, good once and for ten minutes."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        running.require_led(conn, number, by)
        code, made = pairing.code(), bulk.next_number(conn, presentation_phone)
        row = {"number": made, "presentation": number, "person": by.login, "address": ""}
        conn.execute(insert(presentation_phone).values(**row, **pairing.kept(code, "phone")))
        audit.add(conn, by, "phone_offered", f"presentation {number}")
    return code


def pair(engine: Engine, code: str, address: str, agent: str) -> str:
    """What the phone that has the code presents from now on: the value of its cookie.

    Raises `Refused` for a wrong or old code, `pairing.TooOften` for an address that tried too many.
    """
    with store.writing(engine) as conn:
        pairing.refuse_too_many(conn, address)
        asked = select(presentation_phone).where(presentation_phone.c.pairing == pairing.hashed(code, "phone"))
        found = conn.execute(asked).mappings().first()
        if found and found["pairing_until"] > months.now():
            cookie, now = secrets.token_urlsafe(32), months.now()
            paired = {"hash": _hash(cookie), "paired_at": now, "address": address[:200]}
            conn.execute(
                update(presentation_phone)
                .where(presentation_phone.c.number == found["number"])
                .values(pairing=None, pairing_until=None, **paired)
            )
            who = accounts.actor_of(conn, found["person"], address)
            audit.add(conn, who, "phone_paired", f"presentation {found['presentation']}", after={"agent": agent[:300]})
            return cookie
        pairing.note_failure(conn, address)
    raise Refused("code")  # only now, so that the failure is remembered


def find(conn: Connection, cookie: str, origin: str = "") -> tuple[int, Actor] | None:
    """Which presentation a phone commands, and as whom, with the rights of this moment; None where its presentation has
    ended, its person is disabled, or twelve hours have passed."""
    phone = presentation_phone.c
    asked = (
        select(phone.presentation, phone.person, phone.paired_at)
        .join(presentation, presentation.c.number == phone.presentation)
        .where(phone.hash == _hash(cookie), presentation.c.ended_at.is_(None))
    )
    row = conn.execute(asked).first()
    if row is None or months.now() - row.paired_at > timedelta(hours=HOURS):
        return None
    try:
        return row.presentation, accounts.actor_of(conn, row.person, origin)
    except Refusal:
        return None


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
