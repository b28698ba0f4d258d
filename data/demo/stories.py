"""The stories in the demonstration: what a leader should find on the screen. Each is told by its docstring."""

from datetime import date

import numpy as np
import pandas as pd

from data import months
from data.demo.world import World

LATE_COUNTY = "330329"  # 泰顺县
DISAGREEING_CITY = "330700"  # 金华市
REVISED_CITY = "330300"  # 温州市
MISSING_TARGET = "331100"  # 丽水市
STORM_CITY = "331000"  # 台州市
STORM_APPLICATION = "防汛防台叫应"
OVERDUE_CITY = "330500"  # 湖州市
OVERDUE_DEPARTMENT = "生态环境局"
UNHAPPY_COUNTY = "330382"  # 乐清市
MISTAKEN_COUNTY = "330281"  # 余姚市
SILENT_COUNTY = "330424"  # 海盐县
ESTIMATING_COUNTY = "331127"  # 景宁畲族自治县
PUSHING_COUNTY, PUSHED_BY = "330523", 1.35  # 安吉县
INSPECTED_COUNTY, HURRIED_BY = "330783", 1.6  # 东阳市
INSPECTED_MONTHS = ((-29, -28), (-20, -19), (-9, -8))  # from the announcement to the visit, as in rows/evaluation.csv

# Cities that report some measures whole, beside their counties.
WHOLES = {
    "330100": ("service_requests", "rated", "satisfied"),
    "330200": ("service_requests", "core_industry_value_added"),
    DISAGREEING_CITY: ("data_records", "open_datasets"),
}

DISAGREES_BY = 1.024
COUNTED_TWICE = 1.38
TARGET_TOO_HIGH = 1.5
STORM = {"visits": 6.0, "active_users": 1.9}
FALLING_MONTHS, FALLEN_TO = 9, 0.87
OVERDUE_PROBLEMS = 160
SILENT_MONTHS = 4
REOPENED_PROBLEMS = 40
REOPENED_ON = 15  # of the last month


def a_late_county(world: World, figures: pd.DataFrame) -> pd.DataFrame:
    """A mountain county has not reported for two months: its stocks are carried, its flows are missing."""
    late = (figures["unit"] == LATE_COUNTY) & (figures["month"] > _moment(months.shift(world.last, -2)))
    return figures[~late]


def silent_with_its_list(world: World, month: date) -> frozenset[str]:
    """The county that has not reported for two months has not handed in its list of problems either: it is carried."""
    return frozenset([LATE_COUNTY] if month > months.shift(world.last, -2) else [])


def a_county_that_asks_nobody(world: World, figures: pd.DataFrame) -> pd.DataFrame:
    """A county has given up its survey: two of its measures are missing every month, and the rest comes in time."""
    surveyed = (figures["unit"] == SILENT_COUNTY) & figures["measure"].isin(("asked", "aware"))
    return figures[~(surveyed & (figures["month"] > _moment(months.shift(world.last, -SILENT_MONTHS))))]


def an_estimate(world: World, figures: pd.DataFrame) -> pd.DataFrame:
    """A county that moved its platform could only say about how many datasets it had open for two months."""
    moving = [_moment(months.shift(world.last, -back)) for back in (3, 2)]
    there = (figures["unit"] == ESTIMATING_COUNTY) & (figures["measure"] == "open_datasets")
    return figures.assign(qualifier=np.where(there & figures["month"].isin(moving), "about", "exact"))


def a_total_that_disagrees(world: World, figures: pd.DataFrame) -> pd.DataFrame:
    """A city's reported total of records is 2.4 % above the sum of its counties in the last month."""
    there = _at(figures, "data_records", [DISAGREEING_CITY], world.last)
    return _scaled(figures, there, DISAGREES_BY)


def a_revised_month(world: World, figures: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A city's interface calls were counted twice in part; two months later the counties corrected that month.

    Returns what was reported at first, and the correction (only the corrected rows).
    """
    there = _at(figures, "interface_calls", world.tree.leaves(REVISED_CITY), revised_month(world))
    return _scaled(figures, there, COUNTED_TWICE), figures[there]


def revised_month(world: World) -> date:
    """The month that was corrected."""
    return months.shift(world.last, -4)


def a_missed_target(targets: pd.DataFrame) -> pd.DataFrame:
    """A city set itself half as many visits again as it got: behind every year."""
    too_high = (targets["unit"] == MISSING_TARGET) & (targets["metric"] == "visits")
    return targets.assign(value=targets["value"].where(~too_high, targets["value"] * TARGET_TOO_HIGH))


def a_spike(world: World, figures: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """A typhoon in August: the flood application on the coast is visited six times as often as usual."""
    storm = ledger.loc[ledger["name"] == STORM_APPLICATION, "key"].iloc[0]
    of_storm = figures["subject"] == storm
    for measure, times in STORM.items():
        there = _at(figures, measure, world.tree.leaves(STORM_CITY), storm_month(world)) & of_storm
        figures = _scaled(figures, there, times)
    return figures


def storm_month(world: World) -> date:
    """The last August."""
    return max(month for month in world.shown if month.month == 8)


def a_county_less_and_less_satisfied(world: World, figures: pd.DataFrame) -> pd.DataFrame:
    """In one county fewer are satisfied every month since a counter was closed; its city's average hides it."""
    units = figures["unit"] == UNHAPPY_COUNTY
    falling = world.shown[-FALLING_MONTHS:]
    rated = figures[units & (figures["measure"] == "rated")].set_index("month")["value"]
    now = dict(zip(falling, np.linspace(0.95, FALLEN_TO, FALLING_MONTHS), strict=True))
    values = figures["value"].copy()
    for month, share in now.items():
        values[_at(figures, "satisfied", [UNHAPPY_COUNTY], month)] = round(rated[_moment(month)] * share)
    return figures.assign(value=values)


def a_county_that_pushes(world: World, figures: pd.DataFrame) -> pd.DataFrame:
    """A county brings interface calls forward to the end of each quarter, and lacks them in the month after."""
    for month in world.shown:
        times = PUSHED_BY if month.month % 3 == 0 else 2 - PUSHED_BY if month.month % 3 == 1 else 1
        figures = _scaled(figures, _at(figures, "interface_calls", [PUSHING_COUNTY], month), times)
    return figures


def a_county_that_hurries(world: World, figures: pd.DataFrame) -> pd.DataFrame:
    """In another county there are more of them whenever an inspection is at hand, and as many as before once it is over."""
    for first, last in INSPECTED_MONTHS:
        for back in range(first, last + 1):
            there = _at(figures, "interface_calls", [INSPECTED_COUNTY], months.shift(world.last, back))
            figures = _scaled(figures, there, HURRIED_BY)
    return figures


def a_mistaken_upload(world: World, figures: pd.DataFrame) -> pd.DataFrame:
    """A county entered its records in 万 where 条 were asked; the batch was withdrawn an hour later."""
    mistaken = figures[_at(figures, "data_records", [MISTAKEN_COUNTY], mistaken_month(world))]
    return mistaken.assign(value=np.rint(mistaken["value"] / 10_000))


def mistaken_month(world: World) -> date:
    """The month of the withdrawn batch."""
    return months.shift(world.last, -2)


def overdue_in_one_place(world: World, problems: pd.DataFrame) -> pd.DataFrame:
    """One city's environment bureau leaves what it was assigned since last year open past the due date."""
    random = world.random("overdue")
    end = pd.Timestamp(months.end_of(world.last))
    titles = problems.loc[problems["list"] == "ecology", ["department", "title", "unit"]]
    titles = titles[titles["department"] == OVERDUE_DEPARTMENT]
    aged = problems.index[problems["found"].between(end - pd.Timedelta(days=330), end - pd.Timedelta(days=90))]
    chosen = random.choice(aged, OVERDUE_PROBLEMS, replace=False)
    places = random.choice(world.tree.leaves(OVERDUE_CITY), OVERDUE_PROBLEMS)
    kinds = titles.iloc[random.integers(0, len(titles), OVERDUE_PROBLEMS)]
    told = problems.copy()
    told.loc[chosen, ["list", "department"]] = ["ecology", OVERDUE_DEPARTMENT]
    told.loc[chosen, "unit"] = places
    told.loc[chosen, "title"] = [
        title.replace(world.tree[unit].name_zh, world.tree[place].name_zh)
        for title, unit, place in zip(kinds["title"], kinds["unit"], places, strict=True)
    ]
    told.loc[chosen, "due"] = told.loc[chosen, "assigned"] + pd.Timedelta(days=60)
    told.loc[chosen, ["closed", "accepted"]] = pd.NaT
    return told


def some_reopened(world: World, known: pd.DataFrame) -> pd.DataFrame:
    """In the last month some accepted problems came back: opened again, and the count of it raised."""
    earlier = pd.Timestamp(months.end_of(months.shift(world.last, -1)))
    told_of = known["accepted"].between(earlier - pd.Timedelta(days=60), earlier) & (known["unit"] != LATE_COUNTY)
    recent = known.index[told_of]
    chosen = world.random("reopened").choice(recent, REOPENED_PROBLEMS, replace=False)
    told = known.copy()
    told.loc[chosen, ["closed", "accepted"]] = pd.NaT
    told.loc[chosen, "reopened"] += 1
    told.loc[chosen, "changed_on"] = earlier + pd.Timedelta(days=REOPENED_ON)
    return told


def _at(figures: pd.DataFrame, measure: str, units: list[str] | tuple[str, ...], month: date) -> pd.Series:
    there = (figures["measure"] == measure) & (figures["month"] == _moment(month))
    return there & figures["unit"].isin(units)


def _scaled(figures: pd.DataFrame, there: pd.Series, times: float) -> pd.DataFrame:
    return figures.assign(value=figures["value"].where(~there, np.rint(figures["value"] * times)))


def _moment(month: date) -> pd.Timestamp:
    return pd.Timestamp(month)
