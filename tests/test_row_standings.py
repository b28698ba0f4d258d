"""What is kept of rows of registers is what counting them anew says: the same counts, lists and places, whatever came in,
was changed, taken off, moved to another unit or withdrawn. Counting anew is the way of earlier revisions."""

from datetime import date
from random import Random

import pandas as pd
import pytest
from sqlalchemy import delete, func, select, update

from data import months, revisions, row_standings
from data.registers import REGISTERS
from data.schema import batch, row_count, row_rules, row_standing
from metrics import METRICS, query
from metrics.standings import ALL, Asked, counts, rows
from tests import cases

UNITS = ("330203", "330205", "330206", "330602")
SEEN = tuple(cases.ZHEJIANG)
MONTHS = [months.parse(month) for month in ("2025-01", "2025-02", "2025-04")]
FIELDS = {
    "problems": [(), ("standing",), ("unit",), ("list", "standing"), ("department", "standing"), ("severity",), ("unit", "standing")],
    "applications": [(), ("standing",), ("system", "standing"), ("stage",), ("unit", "reach")],
    "projects": [(), ("standing",), ("department", "standing"), ("stage", "standing"), ("duplicate",)],
    "events": [(), ("kind",), ("unit",), ("unit", "kind")],  # no states, and a field that is called day
}  # fmt: skip
FIRST = date(2024, 12, 20)
OVERVIEW = [METRICS[key] for key in ("problems_open", "closed_loop_rate")]


def drawn_day(random: Random, empty: float) -> pd.Timestamp:
    return pd.NaT if random.random() < empty else pd.Timestamp(FIRST) + pd.Timedelta(days=random.randrange(170))


def drawn_rows(random: Random, register: str, keys: list[str]) -> pd.DataFrame:
    """Rows with whatever may stand in them: days on month ends too, values that are cut off, and nothing."""
    declared = REGISTERS[register]
    drawn: dict[str, list] = {"key": keys, "removed": [random.random() < 0.15 for _ in keys]}
    for field in declared.fields:
        if field.type == "unit":
            drawn[field.key] = [random.choice(UNITS) for _ in keys]
        elif field.type in ("date", "month"):
            empty = 0.0 if field.required else 0.4
            drawn[field.key] = [drawn_day(random, empty) for _ in keys]
        elif field.choices:
            some = [key for key, _ in field.choices] + ([] if field.required else [None])
            drawn[field.key] = [random.choice(some) for _ in keys]
        elif field.type == "text":
            drawn[field.key] = [
                random.choice(["甲", "乙", "", "丙" * 300]) or (None if not field.required else "丁") for _ in keys
            ]
    frame = pd.DataFrame(drawn).assign(sheet="清单", cell="A2")
    days = [field.key for field in declared.fields if field.type in ("date", "month")]
    return frame.astype(dict.fromkeys(days, "datetime64[s]"))


def bring_in(conn, random: Random, register: str) -> None:
    keys = [f"K{number:02d}" for number in sorted(random.sample(range(30), random.randrange(4, 20)))]
    month = random.choice(MONTHS)
    lists = [(register, unit) for unit in UNITS if random.random() < 0.5]
    cases.report(conn, month=month, lists=lists, **{register: drawn_rows(random, register, keys)})


def as_counted(conn, register: str, month: date, revision: int | None) -> dict:
    """All that pages ask of a register in a month."""
    found = {
        fields: _sorted(counts(conn, register, SEEN, month, *fields, revision=revision)) for fields in FIELDS[register]
    }
    states = [Asked(state.key) for state in REGISTERS[register].states[:1]]
    for asked in (ALL, *states, Asked(sort="-key"), Asked(words="甲"), Asked(equal={"unit": UNITS[0]})):
        page = rows(conn, register, SEEN, month, asked, revision=revision, limit=9, offset=1)
        shown = page.rows[["key", "batch", "unit", "standing", "judged", "late"]].fillna(-1)
        found[str(asked)] = (page.total, shown.to_numpy().tolist())
    return found


def _sorted(frame: pd.DataFrame) -> list[tuple]:
    return sorted(map(tuple, frame.to_numpy().tolist()))


@pytest.mark.parametrize("register", FIELDS)
def test_what_is_kept_is_what_is_counted_anew(conn, register):
    random = Random(register)
    cases.plant(conn, cases.ZHEJIANG)
    live = []
    for _ in range(5):
        bring_in(conn, random, register)
        live.append(conn.scalar(select(func.max(batch.c.number))))
        if random.random() < 0.4:
            cases.withdraw(conn, live.pop(random.randrange(len(live))))
    now = revisions.current(conn)
    for month in MONTHS:
        assert as_counted(conn, register, month, None) == as_counted(conn, register, month, now), month
    assert not row_standings.differing(conn, register, [f"K{number:02d}" for number in range(30)])


def test_coverage_is_that_of_the_numbers(conn):
    cases.plant(conn, cases.ZHEJIANG)
    random = Random("coverage")
    for _ in range(3):
        bring_in(conn, random, "problems")
    now = revisions.current(conn)
    for month in MONTHS:
        whole = query.snapshot(conn, OVERVIEW, "330200", month)
        told = whole[whole["unit"] == "330200"][["metric", "unit", "expected", "reported"]].to_numpy().tolist()
        for revision in (None, now):
            assert query.coverage(conn, OVERVIEW, "330200", month, revision=revision).to_numpy().tolist() == told


@pytest.fixture
def kept(conn):
    """Some problems and projects."""
    cases.plant(conn, cases.ZHEJIANG)
    for register in ("problems", "projects"):
        bring_in(conn, Random(register), register)
    return conn


def held(conn) -> list[set]:
    return [set(map(tuple, conn.execute(select(table)))) for table in (row_standing, row_count, row_rules)]


def test_made_anew_it_is_the_same(kept):
    before = held(kept)
    assert all(before)
    row_standings.rebuild(kept)
    assert held(kept) == before


def test_another_declaration_makes_its_register_anew(kept, monkeypatch):
    before = held(kept)
    kept.execute(update(row_rules).where(row_rules.c.register == "problems").values(sha256="earlier"))
    kept.execute(delete(row_standing).where(row_standing.c.register == "problems"))
    kept.execute(delete(row_count).where(row_count.c.register == "problems"))
    row_standings.fill(kept)
    assert held(kept) == before


@pytest.mark.parametrize(
    ("planted", "where"),
    [
        (update(row_standing).values(standing="closed"), "K"),
        (delete(row_standing), "K"),
        (update(row_count).values(count=row_count.c["count"] + 1), ""),
        (delete(row_count), ""),
    ],
)
def test_what_is_kept_wrong_is_named(kept, planted, where):
    keys = list(kept.scalars(select(row_standing.c.key).where(row_standing.c.register == "problems")))
    kept.execute(planted)
    found = row_standings.differing(kept, "problems", keys)
    assert found
    assert any(each.key.startswith(where) if where else not each.key for each in found)
