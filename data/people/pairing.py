"""Short codes with which a device is paired once: a wall, or a presenter's phone. Who guesses has to wait."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from data import bulk, months
from data.refusal import Refusal
from data.schema import failed_sign_in
from data.secret import secret
from data.settings import settings
from data.text import Text

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another: no 0 O, 1 I L
LENGTH = 8
MINUTES = 10
TRIED = "wall:"  # what failed tries are noted under; no person's login has a colon
TOO_OFTEN = Text("试得太多，请 {minutes:g} 分钟后再试。", "Too many tries. Wait {minutes:g} minutes, then try again.")


class TooOften(Refusal):
    """An address that tried too many codes."""

    reason = "too_often"

    def __init__(self):
        super().__init__(TOO_OFTEN, minutes=settings().accounts.lockout_minutes)


def code() -> str:
    """A new code, to be told once."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def kept(written: str, what: str) -> dict[str, object]:
    """How a code is kept, in the columns `pairing` and `pairing_until`."""
    return {"pairing": hashed(written, what), "pairing_until": months.now() + timedelta(minutes=MINUTES)}


def hashed(written: str, what: str) -> str:
    """Codes are short, so they are hashed with the installation's secret: who reads the table cannot try them all out.
    What people type besides the letters (spaces, a hyphen, small letters) is not part of the code."""
    plain = "".join(letter for letter in written.upper() if letter.isalnum())
    return hmac.new(secret(), f"{what}:{plain}".encode(), hashlib.sha256).hexdigest()


def refuse_too_many(conn: Connection, address: str) -> None:
    """Raise `TooOften` for an address that tried too many codes in the last minutes."""
    allowed = settings().accounts
    since = months.now() - timedelta(minutes=allowed.lockout_minutes)
    failures = select(func.count()).where(
        failed_sign_in.c.address == address, failed_sign_in.c.login == TRIED, failed_sign_in.c.at > since
    )
    if (conn.scalar(failures) or 0) >= allowed.attempts:
        raise TooOften


def note_failure(conn: Connection, address: str) -> None:
    """Remember that a code from this address was wrong."""
    failure = {"number": bulk.next_number(conn, failed_sign_in), "at": months.now(), "address": address}
    conn.execute(insert(failed_sign_in).values(**failure, login=TRIED))
