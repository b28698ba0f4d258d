"""Stores for the engines that make the rollup, and what they are held against: the store's own sums."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from math import isclose

import pandas as pd
from sqlalchemy import Connection, Engine, insert, select

from data import months, store
from data.access import Actor
from data.figures import BETWEEN, QUALIFIERS, as_of, by_system, live_batches, whole
from data.measures import MEASURES
from data.rolling import publishing
from data.schema import batch, figure, rollup, system
from tests import test_worked
from tests.cases import ZHEJIANG, plant, records, report, withdraw
from tests.frames import DEFAULTS

OPERATOR = Actor("test", "330000")
UNITS = list(ZHEJIANG)
MONTHS = [pd.Timestamp(months.parse(f"2026-0{number}")).as_unit("s") for number in (7, 8, 9)]
KEYS = ["visits", "app_users", "satisfied", next(key for key, each in MEASURES.items() if each.kind == "index")]
APPS = ["", "APP1", "APP2", "APP3", "APP4"]
LEDGER = """
    key  | name | unit   | system
    APP1 | 甲   | 330000 | society
    APP2 | 乙   | 330000 | society
    APP3 | 丙   | 330000 | economy
"""  # of APP4 nobody knows the system


def ledger(table: str = LEDGER) -> pd.DataFrame:
    return records(table)


def said_at_random(chance: random.Random, count: int = 60) -> pd.DataFrame:
    """Reports of keys met again and again: values of any size, withdrawals, grades without a value, every qualifier."""
    rows = {}
    for _ in range(count):
        key = (chance.choice(KEYS), chance.choice(UNITS), chance.choice(MONTHS), chance.choice(APPS))
        value = chance.choice([0.1, 0.2, 1 / 3, 16_777_217.0, 2**31 + 0.5, -7.25, chance.random() * 1e9, None])
        grade = chance.choice(["", "", "", "B"])
        rows[key] = (value, chance.choice(list(QUALIFIERS)), grade)
    names = ["measure", "unit", "month", "subject", "value", "qualifier", "grade"]
    frame = pd.DataFrame([(*key, *said) for key, said in rows.items()], columns=names)
    usual = {name: value for name, value in DEFAULTS.items() if name not in names}
    return frame.assign(**usual).astype({"value": float, "month": "datetime64[s]"})


def worked(conn: Connection) -> None:
    """The worked case of the numbers."""
    test_worked.load(conn)


def at_random(conn: Connection, seed: int) -> None:
    """Batches of all kinds, of which some are withdrawn and some corrected; applications that change their system."""
    chance = random.Random(seed)
    plant(conn, ZHEJIANG)
    for position, key in enumerate(("society", "economy")):
        conn.execute(insert(system).values(key=key, position=position, name_zh=key, name_en=key, kind="system"))
    report(conn, applications=ledger())
    for _ in range(6):
        report(conn, said_at_random(chance), chance.choice(["workbook", "workbook", "published"]))
    if seed % 2:
        report(
            conn,
            applications=ledger(LEDGER.replace("APP2 | 乙   | 330000 | society", "APP2 | 乙   | 330000 | economy")),
        )
    numbers = list(conn.scalars(select(batch.c.number).order_by(batch.c.number)))
    for number in chance.sample(numbers[1:], 2):
        withdraw(conn, number, "填错")


def take_one_back(conn: Connection) -> None:
    """Withdraw the second of the batches that count (the first is the ledger)."""
    second = live_batches().order_by(batch.c.number).offset(1).limit(1)
    withdraw(conn, conn.scalar(second), "填错")


def sums(conn: Connection) -> dict[tuple, tuple]:
    """The rollup as the figures say, by the store's own queries."""
    now = as_of(figure)
    return {key: rest for made in (whole(now), by_system(now)) for key, rest in _read(conn.execute(made))}


def kept(conn: Connection) -> dict[tuple, tuple]:
    """The rollup as pages read it."""
    return dict(_read(conn.execute(select(rollup))))


def _read(rows) -> Iterator[tuple[tuple, tuple]]:
    for row in rows:
        key = (row.system, row.measure, row.unit, row.month)
        yield key, (row.value, row.qualifier, row.grade, tuple(sorted(row.subjects.split(BETWEEN))))


def differing(held: dict[tuple, tuple], told: dict[tuple, tuple]) -> dict[tuple, tuple]:
    """Where they differ, in anything but the last digits of a sum."""
    keys = sorted(held.keys() | told.keys(), key=str)
    pairs = {key: (held.get(key), told.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if not _same(*pair)}


def _same(one: tuple | None, other: tuple | None) -> bool:
    if one is None or other is None or one[1:] != other[1:]:
        return False
    if one[0] is None or other[0] is None:
        return one[0] is other[0]
    return isclose(one[0], other[0], rel_tol=1e-9, abs_tol=1e-9)


def roll(engine: Engine, make, name="embedded", **how) -> publishing.Done:
    return publishing.roll(engine, make, name, by=OPERATOR, **how)


def assert_same(engine: Engine) -> None:
    """Pages read what the figures say."""
    with store.reading(engine) as conn:
        told = sums(conn)
        assert told
        assert differing(kept(conn), told) == {}


@contextmanager
def nobody() -> Iterator[bool]:
    """As if another process were at it."""
    yield False


def spoil(engine: Engine) -> None:
    """A rollup that is wrong everywhere, so that only an engine makes it right."""
    with store.writing(engine) as conn:
        conn.execute(rollup.delete())
