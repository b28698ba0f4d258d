"""All acceptance tests of the five ‘ones’, promise by promise."""

from datetime import date

from sqlalchemy import Connection

from data import units
from metrics.acceptance import dispatch, oversight, screen, services, through
from metrics.acceptance.trial import At, Trial

PROMISES = (screen, dispatch, through, services, oversight)


def tried(conn: Connection, unit: str, month: date, day: date) -> tuple[Trial, ...]:
    """What came of each test, of a unit and all below it, for a month, on a day: in the order of the promises.

    Whoever is shown it must be allowed to read the unit's rows; nothing of restricted registers is in it. Raises `KeyError`
    for a unit that is not there in the month.
    """
    at = At(conn, units.load(conn).in_month(month), unit, month, day)
    return tuple(each for promise in PROMISES for each in promise.trials(at))
