"""What was delivered, kept for the screens: by revision, by the day (a day due passes without any batch) and by what waits
for approval (which makes no revision)."""

from datetime import date

import pandas as pd

from data import months
from metrics import delivery
from ui import room
from ui.reads import by_revision
from ui.scope import Scope


def by_unit(scope: Scope, unit: str, month: date, count: int) -> pd.DataFrame:
    """`delivery.by_unit` of the months up to one."""
    return _by_unit(scope, unit, month, count, _moment())


def by_cell(scope: Scope, unit: str, month: date, count: int) -> pd.DataFrame:
    """`delivery.by_cell` of the unit itself, of the months up to one."""
    return _by_cell(scope, unit, month, count, _moment())


def lacking(scope: Scope, unit: str, month: date) -> pd.DataFrame:
    """`delivery.lacking`: what is missing or was late, in the unit and below it."""
    return _lacking(scope, unit, month, _moment())


@by_revision(rows=True)
def _by_unit(conn, revision, unit: str, month: date, count: int, _moment: tuple) -> pd.DataFrame:
    return delivery.by_unit(conn, unit, _run(month, count), revision=revision)


@by_revision(rows=True)
def _by_cell(conn, revision, unit: str, month: date, count: int, _moment: tuple) -> pd.DataFrame:
    return delivery.by_cell(conn, unit, _run(month, count), revision=revision)


@by_revision(rows=True)
def _lacking(conn, revision, unit: str, month: date, _moment: tuple) -> pd.DataFrame:
    return delivery.lacking(conn, unit, month, revision=revision)


def _run(month: date, count: int) -> list[date]:
    return months.between(months.shift(month, 1 - count), month)


def _moment() -> tuple:
    with room.engine().connect() as conn:
        return delivery.moment(conn)
