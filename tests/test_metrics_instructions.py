"""Instructions counted: every count and share by hand, as at different days, a unit with those below it."""

from datetime import date, datetime

import pytest
from sqlalchemy import insert

from data import units
from data.clocks import present
from data.clocks.present import CLOCKS
from data.months import SHANGHAI
from data.schema import instruction, instruction_event
from metrics.instructions import Stopwatch, by_side, by_unit, fared, hanging, stopwatch
from tests.cases import ZHEJIANG, plant
from tests.frames import drawn

CITY, COUNTY, OTHER = "330200", "330203", "330205"
# unit, day due, then what happened on which day
LIVES = [
    (
        COUNTY,
        "10-20",
        "10-01 issued, 10-02 received, 10-11 reported, 10-12 accepted",
    ),  # in time, at the first try: 10 days
    (COUNTY, "10-20", "10-01 issued, 10-02 received, 10-05 reported, 10-06 sent_back, 10-25 reported, 10-26 accepted"),
    (COUNTY, "10-20", "10-01 issued, 10-02 received"),  # overdue from the 21st on
    (OTHER, "11-20", "10-01 issued, 10-03 cancelled"),
    (CITY, "11-20", "10-15 issued"),
]


@pytest.fixture
def lived(conn):
    return live(conn, "12-31")


def live(conn, until: str):
    """All that happened up to a day, as it is noted for the present."""
    plant(conn, ZHEJIANG)
    for number, (unit, due, happened) in enumerate(LIVES, 1):
        events = [each.split() for each in happened.split(", ") if each.split()[0] <= until]
        if not events:
            continue
        _issue(conn, number, unit, due, _at(events[0][0]))
        for position, (day, kind) in enumerate(events, 1):
            place = {"instruction": number, "position": position}
            who = {"kind": kind, "person": "x", "name": "某人", "text": ""}
            conn.execute(insert(instruction_event).values(**place, at=_at(day), **who))
    present.fill(conn)
    return conn


def _at(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T09:00").replace(tzinfo=SHANGHAI)


def _issue(conn, number: int, unit: str, due: str, at: datetime) -> None:
    empty = dict.fromkeys(("acceptance", "department", "person", "helpers", "register", "key"), "")
    about = {"about": "metric", "metric": "visits", "about_unit": unit, "month": date(2026, 9, 1), "revision": 1}
    issuer = {"issued_by": "limin", "issuer_name": "李敏", "issuer_unit": "330000", "issued_at": at}
    words = {"text": "查清原因", "qualifier": "exact", "title_zh": "访问量", "title_en": "Visits"}
    due_on = date.fromisoformat(f"2026-{due}")
    row = {"number": number, "unit": unit, "due": due_on, **empty, **about, **issuer, **words}
    conn.execute(insert(instruction).values(**row))


def counted(conn, day: str, **more) -> dict[str, dict]:
    on = date.fromisoformat(day)
    frame = by_unit(conn, units.load(conn).on(on), [CITY, COUNTY, OTHER], on, **more)
    return frame.set_index("unit").to_dict("index")


def test_counts_and_shares_at_the_end(lived):
    found = counted(lived, "2026-10-31")
    assert found[COUNTY] == {
        "open": 1, "overdue": 1, "accepted": 2, "closed_loop": 2 / 3, "on_time": 0.5, "first_try": 0.5, "days": 17.0, "reopened": 0,
    }  # fmt: skip
    assert (found[CITY]["open"], found[CITY]["overdue"], found[CITY]["accepted"]) == (2, 1, 2)


SIDES = """
side       | key  | open | overdue | accepted | closed_loop
department |      | 2    | 1       | 2        | 0.5
issuer     | 李敏 | 2    | 1       | 2        | 0.5
source     |      | 2    | 1       | 2        | 0.5
kind       |      | 2    | 1       | 2        | 0.5
"""


@pytest.mark.parametrize("case", list(drawn(SIDES).itertuples(index=False)), ids=lambda case: case.side)
def test_the_same_by_department_issuer_source_and_kind(lived, case):
    """Of the city and all below it: five were issued, one was cancelled, two are accepted."""
    on = date(2026, 10, 31)
    (row,) = by_side(lived, units.load(lived).on(on), CITY, on, case.side).to_dict("records")
    assert row[case.side] == case.key
    told = [f"{row[name]:g}" for name in ("open", "overdue", "accepted", "closed_loop")]
    assert told == [case.open, case.overdue, case.accepted, case.closed_loop]


def test_as_at_an_earlier_day_nothing_later_counts(lived):
    found = counted(lived, "2026-10-12")
    assert (found[COUNTY]["open"], found[COUNTY]["overdue"], found[COUNTY]["accepted"]) == (2, 0, 1)
    assert (found[COUNTY]["on_time"], found[COUNTY]["first_try"], found[COUNTY]["days"]) == (1.0, 1.0, 10.0)
    assert found[CITY]["open"] == 2  # the city's own came on the 15th


def test_how_a_unit_fared_is_read_of_what_was_accepted_alone(lived):
    for day in ("2026-10-12", "2026-10-31"):
        on = date.fromisoformat(day)
        tree = units.load(lived).on(on)
        for unit, whole in counted(lived, day).items():
            told = fared(lived, tree, unit, on)
            assert [f"{told[name]:g}" for name in told] == [f"{whole[name]:g}" for name in told]


def test_without_anything_accepted_there_is_no_share(lived):
    found = counted(lived, "2026-10-31")[OTHER]
    assert found["accepted"] == found["open"] == 0
    assert found["on_time"] != found["on_time"]
    later = counted(lived, "2026-10-31", since=date(2026, 10, 2))
    assert later[COUNTY]["accepted"] == 0


HANGS = """
day   | unit   | numbers      | places
09-30 | 330200 |              |
10-12 | 330200 | visits 2 0   | 330203 2 0
10-31 | 330200 | visits 2 1   | 330200 1 0,330203 1 1
10-31 | 330203 | visits 1 1   | 330203 1 1
10-31 | 330205 |              |
"""


@pytest.mark.parametrize("case", list(drawn(HANGS).itertuples(index=False)), ids=lambda case: f"{case.day} {case.unit}")
def test_what_hangs_on_numbers_and_places_is_what_runs(conn, case):
    on = date.fromisoformat(f"2026-{case.day}")
    conn = live(conn, case.day)
    found = hanging(conn, units.load(conn).on(on).below(case.unit), on)
    told = [",".join(" ".join(map(str, count)) for count in counts) for counts in found]
    assert told == [case.numbers, case.places]


RUN = """
day   | units                | burning | today | week | running | accepted | to_receive | to_accept | on_time | closed_loop
10-19 | 330200 330203 330205 | 0       | 0     | 2    | 3       | 1        | 1          | 0         | 1.0     | 0.25
10-20 | 330200 330203 330205 | 0       | 2     | 2    | 3       | 1        | 1          | 0         | 1.0     | 0.25
10-21 | 330200 330203 330205 | 2       | 0     | 0    | 3       | 1        | 1          | 0         | 1.0     | 0.25
10-25 | 330200 330203 330205 | 1       | 0     | 0    | 3       | 1        | 1          | 1         | 1.0     | 0.25
10-31 | 330200 330203 330205 | 1       | 0     | 0    | 2       | 2        | 1          | 0         | 0.5     | 0.5
11-15 | 330200               | 0       | 0     | 1    | 1       | 0        | 1          | 0         | nan     | 0.0
"""


@pytest.mark.parametrize("case", list(drawn(RUN).itertuples(index=False)), ids=lambda case: case.day)
def test_the_clocks_that_run_on_a_day(conn, case):
    told = stopwatch(live(conn, case.day), case.units.split(), date.fromisoformat(f"2026-{case.day}"))
    assert [str(getattr(told, name)) for name in Stopwatch._fields] == [
        getattr(case, name) for name in Stopwatch._fields
    ]
    assert set(CLOCKS) < set(Stopwatch._fields)


def test_no_clock_runs_where_nothing_was_issued_yet(conn):
    assert stopwatch(live(conn, "09-30"), [CITY, COUNTY, OTHER], date(2026, 9, 30)) is None
