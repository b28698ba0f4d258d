"""Walls in rotation: hours, the step of a moment, what is passed over, who takes over, what walls say of themselves."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from data import audit, months
from data.access import Grant
from data.health import walls as health
from data.notices import notices
from data.people import walls
from data.presenting import alarms, beats, playing, rotations, running, storylines
from data.presenting.beats import Beat
from data.presenting.reading import Step
from data.presenting.spans import Span
from data.presenting.views import View
from data.refusal import Refusal
from data.schema import storyline_step
from metrics import METRICS
from tests import presenting
from tests.frames import drawn
from tests.presenting import CITY, OCTOBER, STEPS, made, who
from tests.staff import hire

PREPARED = presenting.started
WORK = Span("12345", 9 * 60, 17 * 60)
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=months.SHANGHAI)


def hall(engine, name="大厅", unit=CITY, login="yun") -> int:
    """A paired wall of a unit; its number."""
    walls.pair(engine, walls.make(engine, name, unit, {}, by=who(engine, login)), "", "")
    with engine.connect() as conn:
        return int(walls.listing(conn, who(engine, login))["number"].max())


def rotated(engine, device, number=1, span=WORK, *, by="lan", moves_on=False):
    return rotations.declare(engine, device, number, span, METRICS, by=who(engine, by), moves_on=moves_on)


def shown(engine, device, now):
    """The steps that the wall may show, by the cockpit as by the socket."""
    with engine.connect() as conn:
        found = playing.steps_of(conn, device, METRICS, now)
        told = playing.standing(conn, METRICS, now).of_wall(device, now)
    assert (found[0].step if found else None) == (told.step if told else None)
    return [each.step for each in found]


def at(clock: str) -> datetime:
    """`1 10:00:20`: Monday, the time."""
    day, time = clock.split()
    return datetime.fromisoformat(f"2026-11-{29 + int(day)}T{time}").replace(tzinfo=months.SHANGHAI)


# Three steps of 20, 20 and 40 seconds from nine to five on working days.
MOMENTS = drawn(
    """
    now        | step | until
    1 08:59:59 |      |
    1 09:00:00 | 1    | 09:00:20
    1 09:00:19 | 1    | 09:00:20
    1 09:00:20 | 2    | 09:00:40
    1 09:01:19 | 3    | 09:01:20
    1 09:01:20 | 1    | 09:01:40
    1 16:59:59 | 3    | 17:00:00
    1 17:00:00 |      |
    """
)


def test_which_step_is_shown_follows_from_the_clock_alone(engine):
    device = hall(engine)
    made(engine)
    rotated(engine, device)
    for row in MOMENTS.to_dict("records"):
        now = at(row["now"])
        steps = shown(engine, device, now)
        assert steps[:1] == ([STEPS[int(row["step"]) - 1]] if row["step"] else []), row
        assert len(steps) in (0, 3)  # from one to the next a browser and two processes are some milliseconds apart
        with engine.connect() as conn:
            stands = playing.standing(conn, METRICS, now)
        if row["step"]:
            assert stands.of_wall(device, now).until == at(f"1 {row['until']}")
            assert stands.moves_at(now) <= at(f"1 {row['until']}")
    assert not shown(engine, device, at("1 10:00:00") + timedelta(days=5))  # Saturday


def test_who_presents_takes_the_wall_over_and_it_goes_on_where_the_clock_is(engine):
    device = hall(engine)
    made(engine)
    rotated(engine, device)
    number = running.start(engine, 1, (device,), by=who(engine, "lan"))
    assert shown(engine, device, at("1 09:00:20")) == [STEPS[0]]
    running.end(engine, number, by=who(engine, "lan"))
    assert shown(engine, device, at("1 09:00:20"))[0] == STEPS[1]
    with engine.connect() as conn:
        stands = playing.standing(conn, METRICS, MONDAY)
    assert stands == playing.Standing(stands.led, dict(stands.rotations))  # equal is not told again


def test_months_move_on_with_the_newest_and_the_newest_version_is_shown(engine):
    device = hall(engine)
    made(engine, (STEPS[0], replace(STEPS[1], view=replace(STEPS[1].view, month=date(2024, 8, 1)))))
    rotated(engine, device, moves_on=True)
    with engine.connect() as conn:
        (found,) = playing.rotations(conn, METRICS, MONDAY)[device]
    assert [each.view.month for each in found.steps] == [date(2026, 10, 1), date(2026, 8, 1)]
    storylines.save(engine, 1, 1, presenting.TITLE, STEPS[2:], by=who(engine, "lan"))
    assert [each.title.zh for each in shown(engine, device, MONDAY)] == ["超期"]


@pytest.mark.parametrize(
    ("step", "row", "said"),
    [
        (replace(STEPS[0], view=View("overview", "330299", OCTOBER)), {}, "单位“330299”已不存在"),
        (STEPS[1], {"query": "metric=abolished"}, "指标“abolished”已不存在"),
        (STEPS[1], {"query": "register=abolished"}, "清单“abolished”已不存在"),
        (STEPS[1], {"page": "abolished"}, "页面“abolished”已不存在"),
        (STEPS[1], {"unit": "330600"}, "不在这块大屏可显示的单位内"),
    ],
)
def test_a_step_that_is_no_more_is_passed_over_with_a_sentence(engine, step, row, said, monkeypatch):
    device = hall(engine)
    made(engine)
    rotated(engine, device)
    if row:
        with engine.begin() as conn:
            second = (storyline_step.c.storyline == 1, storyline_step.c.position == 2)
            conn.execute(update(storyline_step).where(*second).values(**row))
    else:
        read = playing.reading.at_version
        gone = lambda *asked: replace(read(*asked), steps=(STEPS[0], step, STEPS[2]))  # noqa: E731
        monkeypatch.setattr(playing.reading, "at_version", gone)
    with engine.connect() as conn:
        (found,) = playing.rotations(conn, METRICS, MONDAY)[device]
    assert found.steps == (STEPS[0], STEPS[2])
    ((nth, why),) = found.skipped
    assert nth == 2
    assert said in why.zh
    assert why.en


REFUSED = drawn(
    """
    by  | storyline | days  | from | to   | said
    lan | 1         | 12345 | 540  | 600  |
    lan | 1         | 567   | 570  | 580  | 时间重叠
    lan | 1         | 5     | 600  | 660  |
    lan | 1         | 67    | 540  | 600  |
    lan | 1         |       | 700  | 760  | 至少选一个星期几
    lan | 1         | 1     | 760  | 700  | 至少选一个星期几
    lan | 1         | 8     | 700  | 760  | 至少选一个星期几
    lan | 2         | 1     | 700  | 760  | 没有一步能在这块大屏上显示
    lan | 3         | 1     | 700  | 760  | 还没有步骤
    bao | 1         | 1     | 700  | 760  | 没有共享给您
    """
)


def test_two_at_the_same_hour_and_what_cannot_be_shown_are_refused_in_words(engine):
    device = hall(engine)
    made(engine)
    outside = Step(View("overview", "330000", OCTOBER))
    storylines.create(engine, presenting.TITLE, CITY, (outside,), by=who(engine, "yun"))
    storylines.share(engine, 2, "lan", by=who(engine, "yun"))
    storylines.create(engine, presenting.TITLE, CITY, (), by=who(engine, "lan"))
    for row in REFUSED.to_dict("records"):
        span = Span(row["days"], int(row["from"]), int(row["to"]))
        if not row["said"]:
            rotated(engine, device, int(row["storyline"]), span, by=row["by"])
            continue
        with pytest.raises(Refusal, match=row["said"]) as refused:
            rotated(engine, device, int(row["storyline"]), span, by=row["by"])
        assert refused.value.sentence.en
    with pytest.raises(Refusal, match="没有第 9 号大屏"):
        rotated(engine, 9)
    assert Span("12345", 540, 600).said.zh == "周一至周五 09:00–10:00"
    assert Span("3", 540, 600).said.zh == "周三 09:00–10:00"
    assert Span("1245", 540, 600).said.en == "Mon, Tue, Thu, Fri 09:00–10:00"
    assert (Span("67", 0, 1440).is_one, Span("67", 0, 1441).is_one) == (True, False)
    assert Span("67", 0, 1440).said.en == "Sat, Sun 00:00–24:00"
    assert Span("1234567", 0, 60).said.zh == "每天 00:00–01:00"


def test_it_ends_where_it_is_ended_its_storyline_is_or_its_wall_is_revoked(engine):
    device, other, third = hall(engine), hall(engine, "走廊"), hall(engine, "门厅")
    made(engine)
    for each in (device, other, third):
        rotated(engine, each)
    rotations.end(engine, 1, by=who(engine, "bao"))  # who keeps the wall
    assert not shown(engine, device, MONDAY)
    with pytest.raises(rotations.Refused, match="没有第 1 号轮播"):
        rotations.end(engine, 1, by=who(engine, "bao"))
    walls.revoke(engine, third, by=who(engine, "lan"))
    assert not shown(engine, third, MONDAY)
    assert shown(engine, other, MONDAY)
    storylines.end(engine, 1, by=who(engine, "lan"))
    assert not shown(engine, other, MONDAY)
    with engine.connect() as conn:
        (found,) = playing.rotations(conn, METRICS, MONDAY)[other]
        assert found.gone
        actions = set(audit.listing(conn)["action"])
    assert {"rotation_declared", "rotation_ended"} <= actions


@contextmanager
def statements(engine):
    """Inside, what is asked of the store is gathered."""
    asked = []
    listener = lambda _c, _k, statement, *_: asked.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", listener)


def test_two_hundred_walls_are_read_in_as_many_queries_as_one(engine):
    numbers = [hall(engine) for _ in range(3)]
    made(engine)
    counts = []
    for device in numbers:
        rotated(engine, device)
        with engine.connect() as conn, statements(engine) as asked:
            stands = playing.standing(conn, METRICS, MONDAY)
        counts.append(len(asked))
    assert len(set(counts)) == 1
    with statements(engine) as asked:  # and the clock asks nothing
        for second in range(200):
            now = MONDAY + timedelta(seconds=second)
            assert all(stands.of_wall(device, now) for device in numbers)
            assert stands.moves_at(now) > now
    assert not asked


SAID = '{"address": "/map?unit=330203&wall=1", "frame": "a1b2", "revision": "7"}'


def test_what_a_wall_says_of_itself_is_read_by_its_shape_alone():
    assert beats.read(3, SAID, MONDAY) == Beat(3, MONDAY, "a1b2", "/map?unit=330203&wall=1", 7)
    assert beats.read(3, SAID.replace('"7"', '"x"'), MONDAY).revision is None
    assert beats.read(3, SAID.replace("a1b2", ""), MONDAY).frame == ""
    for wrong in (
        "", "x", "[]", "3", "{}", "[" * 5000, SAID.replace("a1b2", "<b>"), SAID.replace("/map", "/" * 600),
        SAID.replace("/map", "/\\u0000"), SAID.replace('"a1b2"', "5"),
    ):  # fmt: skip
        assert beats.read(3, wrong, MONDAY) is None, wrong[:40]


# minutes after ten | frame | address: what was said; since: as it is kept; later: minutes after, and how it stands then
BEATS = drawn(
    """
    said | frame | address | since
    0    | a     | /x      | 0
    1    | a     | /x      | 0
    2    | b     | /x      | 2
    3    | b     | /y      | 3
    2    | c     | /z      | 3
    9    | b     | /y      | 9
    10   |       | /y      | 10
    """
)


def test_since_when_it_shows_that_is_kept_and_a_wall_that_is_silent_or_blank_is_told(engine):
    device = hall(engine)
    for row in BEATS.to_dict("records"):
        beats.keep(engine, [Beat(device, MONDAY + timedelta(minutes=int(row["said"])), row["frame"], row["address"])])
        with engine.connect() as conn:
            kept = beats.listing(conn)[device]
        assert kept.since == MONDAY + timedelta(minutes=int(row["since"])), row
    last = MONDAY + timedelta(minutes=10)
    assert (kept.frame, kept.is_dark(last), kept.is_dark(last + timedelta(minutes=3))) == ("", False, True)
    assert (kept.is_blank(last), kept.is_blank(last + timedelta(minutes=3))) == (False, True)


def test_a_dark_wall_is_an_alarm_for_who_keeps_it_and_who_administers_once_while_it_is_missed(engine):
    device = hall(engine)
    made(engine)
    hire(engine, "adm", CITY, Grant("administrator", CITY))
    now = months.now()
    with engine.connect() as conn:
        assert health.walls(conn, now).state == "good"
    beats.keep(engine, [Beat(device, MONDAY, "a", "/")])
    dark = MONDAY + timedelta(minutes=6)
    with engine.connect() as conn:
        found = health.walls(conn, dark)
    assert found.state == "watch"
    assert "大厅（11-30 10:00 起）" in found.said.zh
    assert alarms.remind(engine, MONDAY + timedelta(minutes=4), METRICS) == 0
    sunday = MONDAY + timedelta(days=6)
    assert alarms.remind(engine, sunday, METRICS) == 0  # nobody looks at it
    assert alarms.remind(engine, dark, METRICS) == 2
    assert alarms.remind(engine, dark + timedelta(minutes=1), METRICS) == 0
    with engine.connect() as conn:
        (told,) = notices.listing(conn, "yun")
        assert notices.unread(conn, "adm") == 1
    assert told.told("zh") == "大屏“大厅”（330200）自 2026-11-30 10:00 起不在线，请到现场查看。"
    assert told.link == f"walls?device={device}"
    beats.keep(engine, [Beat(device, sunday - timedelta(minutes=9), "a", "/")])
    rotated(engine, device, span=Span("7", 0, 1440))
    assert alarms.remind(engine, sunday, METRICS) == 2  # it is in rotation now


def test_the_alarm_sees_nothing_of_a_wall_that_is_not_paired(engine):
    device = hall(engine)
    beats.keep(engine, [Beat(device, MONDAY, "a", "/")])
    walls.revoke(engine, device, by=who(engine, "yun"))
    assert alarms.remind(engine, MONDAY + timedelta(hours=1), METRICS) == 0
    with engine.connect() as conn:
        assert conn.scalar(select(playing.wall.c.revoked_at).where(playing.wall.c.number == device))
