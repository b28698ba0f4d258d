"""Each story of the demonstration planted alone in a calm province: the first conclusion names it, every time."""

from datetime import datetime

import pandas as pd
import pytest
from sqlalchemy import select

from data import months, store
from data.demo import delays, stories
from data.schema import batch, figure
from data.uploads.commit import take_back
from metrics.conclusions import conclusions
from tests import planted


@pytest.fixture(scope="module")
def province(lasting_engine):
    """The calm province, in a transaction that is taken back."""
    with store.rehearsal(lasting_engine) as conn:
        yield conn, planted.calm(conn)


@pytest.fixture
def world(province):
    conn, world = province
    with conn.begin_nested() as point:
        yield conn, world
        point.rollback()


def test_where_nothing_is_planted_nothing_is_said(world):
    conn, _ = world
    assert conclusions(conn, "330000", planted.LAST) == ()
    assert conclusions(conn, "330000", planted.STORM) == ()


def plant_figures(change):
    def plant(conn, world):
        before = planted.everything(world)
        planted.report(
            conn, planted.changed(before, change(world, before)), datetime(2025, 11, 5, tzinfo=months.SHANGHAI)
        )

    return plant


def plant_storm(conn, world):
    plant_figures(lambda world, before: stories.a_spike(world, before, planted.ledger()))(conn, world)


def plant_correction(conn, world):
    """What was counted twice comes first, and then the correction."""
    first, correction = stories.a_revised_month(world, planted.everything(world))
    planted.report(conn, planted.changed(planted.everything(world), first))
    planted.report(conn, correction)


def plant_target(conn, world):
    planted.write_records(conn, "targets", stories.a_missed_target(planted.targets(world)))


def plant_overdue(conn, world):
    late = stories.overdue_in_one_place(world, planted.problems(world))
    planted.write_records(conn, "problems", late.assign(changed_on=pd.Timestamp(2020, 1, 1)))  # it was never otherwise


def plant_reopened(conn, world):
    planted.write_records(conn, "problems", stories.some_reopened(world, planted.problems(world)))


def plant_ten_times(conn, world):
    def ten(_world, before):
        wrong = (
            (before["unit"] == "330203")
            & (before["month"] == pd.Timestamp(planted.LAST))
            & (before["measure"] == "data_records")
        )
        return before.assign(value=before["value"].where(~wrong, before["value"] * 10))

    plant_figures(ten)(conn, world)


def plant_mistake(conn, world):
    """As known in the hour before it is withdrawn: the last month's figure entered in 万."""
    before = planted.everything(world)
    wrong = stories.a_mistaken_upload(world, before.assign(month=before["month"]))
    planted.report(conn, wrong.assign(month=pd.Timestamp(planted.LAST).as_unit("s")))


@pytest.mark.parametrize(
    ("plant", "rule", "unit", "words"),
    [
        (plant_overdue, "concentrated", "330500", ("生态环保", "160 个", "占330000超期 160 个的 100.0%")),
        (plant_figures(stories.a_late_county), "missing", "330329", ("连续 2 个月未报", "2025-09 至 2025-10")),
        (plant_figures(stories.a_county_that_asks_nobody), "missing", "330424", ("连续 4 个月缺报 2 项",)),
        (plant_figures(stories.an_estimate), "estimated", "331127", ("2 项数据为估报", "2025-07 至 2025-08")),
        (plant_figures(stories.a_total_that_disagrees), "disagreed", "330700", ("归集公共数据量", "相差 2.4%")),
        (
            plant_figures(stories.a_county_less_and_less_satisfied),
            "falling",
            "330382",
            ("满意率连降 8 个月", "降到 87.0%"),
        ),
        (plant_correction, "corrected", "330300", ("2025-06", "数据接口调用量已更正", "−27.5%")),
        (plant_target, "behind", "331100", ("应用访问量慢于序时", "完成 55.7%")),
        (plant_reopened, "came_back", "330000", ("40 个已办结的问题又反弹",)),
        (plant_ten_times, "leapt", "330203", ("归集公共数据量为常月的 10 倍", "疑似单位误用")),
        (plant_mistake, "leapt", "330281", ("归集公共数据量只有常月的", "分之一")),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_the_first_conclusion_names_what_was_planted(world, plant, rule, unit, words):
    conn, imagined = world
    plant(conn, imagined)
    first = conclusions(conn, "330000", planted.LAST)[0]
    assert (first.rule, first.unit) == (rule, unit), first
    told = first.what.zh + first.told.zh + first.since.zh
    assert all(each in told for each in words), told


def test_a_storm_is_told_in_its_month_by_its_application(world):
    conn, imagined = world
    plant_storm(conn, imagined)  # over figures that came before: that it was a correction is said as well
    first = next(each for each in conclusions(conn, "330000", planted.STORM) if each.rule != "corrected")
    assert (first.rule, first.unit) == ("rushed", "331000")
    assert "防汛防台叫应" in first.what.zh
    assert "6.0 倍" in first.what.zh


def test_what_was_withdrawn_is_not_said_any_more_but_still_of_the_hour_before(world):
    conn, imagined = world
    plant_ten_times(conn, imagined)
    wrong = conn.scalar(select(batch.c.number).order_by(batch.c.number.desc()).limit(1))
    known = conn.scalar(select(batch.c.revision).where(batch.c.number == wrong))
    take_back(conn, [wrong], by=planted.BY, reason="误报")
    assert conclusions(conn, "330000", planted.LAST) == ()
    assert conclusions(conn, "330000", planted.LAST, revision=known)[0].rule == "leapt"


def test_who_is_late_month_after_month_is_named(world):
    """On time is what was handed in first: the county's reports of three months are taken back and come in on the twelfth."""
    conn, imagined = world
    since = months.shift(planted.LAST, -2)
    of_county = select(figure.c.batch).where(figure.c.unit == delays.SLIPPING, figure.c.month >= since).distinct()
    take_back(conn, list(conn.scalars(of_county)), by=planted.BY, reason="重报")
    before = planted.everything(imagined)
    late = before[(before["unit"] == delays.SLIPPING) & (before["month"] >= pd.Timestamp(since))]
    planted.report(conn, late, datetime(2025, 11, 12, tzinfo=months.SHANGHAI))
    first = conclusions(conn, "330000", planted.LAST)[0]
    assert (first.rule, first.unit) == ("late", delays.SLIPPING)
    assert "连续 3 个月逾期" in first.what.zh


def test_a_worse_thing_comes_before_a_lesser_one_and_nothing_is_said_three_times(world):
    conn, imagined = world
    for plant in (plant_reopened, plant_target, plant_ten_times, plant_figures(stories.a_late_county)):
        plant(conn, imagined)
    found = conclusions(conn, "330000", planted.LAST, most=12)
    assert [each.rule for each in found][:4] == ["leapt", "behind", "came_back", "missing"]
    assert len(conclusions(conn, "330000", planted.LAST)) == 3


def test_a_unit_below_hears_of_its_own_alone(world):
    conn, imagined = world
    plant_overdue(conn, imagined)
    assert conclusions(conn, "330200", planted.LAST) == ()
    city = conclusions(conn, "330500", planted.LAST)[0]
    assert (city.rule, dict(city.query)["list"]) == ("concentrated", "ecology")
