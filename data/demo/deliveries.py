"""What came in, and when: the demonstration as the batches in which stewards would have sent it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from data import months, registers
from data.demo import delays, files, filling, ledger, measured, problems, rows, stories, targets
from data.demo.world import World

# Day of the month in which each kind of file comes in; what is due by the 8th comes on one of the days from the 5th on.
FIGURES_DAYS = (5, 8)
PROBLEMS_DAY = 7
LEDGER_DAY = 16
TARGETS_DAY = 18
CORRECTION_DAY = 20
# The other registers come with the last month; those in which things come about by their dates a year before, too.
ROWS_DAY = 4
ROWS_BACK = (12, 0)
STANDS = ["status", "stage"]  # what of an application is told when it changes


@dataclass(frozen=True)
class Delivery:
    """One file that came in at a moment; with a reason, it was withdrawn an hour later."""

    at: datetime
    file_name: str
    content: bytes
    figures: pd.DataFrame | None = None
    records: dict[str, pd.DataFrame] | None = None
    note: str = ""
    withdrawn: str = ""
    month: date | None = None
    lists: tuple[tuple[str, str], ...] = ()


def make(world: World) -> list[Delivery]:
    """All of them, oldest first."""
    applications = ledger.applications(world)
    figures = _figures(world, applications)
    everything = stories.overdue_in_one_place(world, problems.problems(world))
    made = (
        *_of_ledger(world, applications),
        *_of_targets(world, stories.a_missed_target(targets.targets(world, figures, applications))),
        *_of_problems(world, everything),
        *_of_rows(world, rows.make(world, applications, everything)),
        *_of_figures(world, figures),
    )
    return sorted(made, key=lambda delivery: delivery.at)


def _figures(world: World, applications: pd.DataFrame) -> pd.DataFrame:
    """The figures as they stand in the end."""
    staged = stories.a_county_that_hurries(world, stories.a_county_that_pushes(world, measured.of_counties(world)))
    owed = stories.a_county_less_and_less_satisfied(world, staged)
    counties = pd.concat([owed, stories.a_spike(world, ledger.usage(world, applications), applications)])
    own = measured.of_cities(world, counties, stories.WHOLES)
    together = pd.concat([counties, own], ignore_index=True)
    there = stories.a_county_that_asks_nobody(world, stories.a_late_county(world, together))
    return stories.an_estimate(world, stories.a_total_that_disagrees(world, there))


def _of_figures(world: World, figures: pd.DataFrame) -> Iterator[Delivery]:
    first, correction = stories.a_revised_month(world, figures)
    days = world.random("days").integers(FIGURES_DAYS[0], FIGURES_DAYS[1] + 1, len(world.shown))
    for month, day in zip(world.shown, days, strict=True):
        of_month = first[first["month"] == pd.Timestamp(month)]
        late = list(delays.rounds(world, month, of_month))
        in_time = of_month.drop(index=[row for _, came in late for row in came.index])
        yield _delivery(world, months.shift(month, 1), int(day), in_time, months.label(month))
        for nth, (round_, came) in enumerate(late, start=1):
            yield _delivery(world, months.shift(month, 1), round_, came, months.label(month), f"补报{nth}")
    corrected = stories.revised_month(world)
    yield _delivery(
        world, months.shift(corrected, 3), CORRECTION_DAY, correction, months.label(corrected), "更正",
        note="更正：接口调用量有重复计数 / corrected: some interface calls had been counted twice",
    )  # fmt: skip
    mistaken = stories.mistaken_month(world)
    yield _delivery(
        world, months.shift(mistaken, 1), CORRECTION_DAY, stories.a_mistaken_upload(world, figures),
        months.label(mistaken), "误报",
        withdrawn="数量单位误用“万条” / the number was entered in 万 (10,000)",
    )  # fmt: skip


def _delivery(
    world: World, came: date, day: int, figures: pd.DataFrame, *subject: str, note: str = "", withdrawn: str = ""
) -> Delivery:
    content, framed = files.figures_file(world, figures)
    name = files.file_name(*subject)
    return Delivery(_moment(came, day), name, content, figures=framed, note=note, withdrawn=withdrawn)


def _of_ledger(world: World, applications: pd.DataFrame) -> Iterator[Delivery]:
    """The ledger before the first figures, then after each month what has come live, was stopped or changed its batch in it."""
    before = None
    for month in (months.shift(world.first, -1), *world.shown):
        known = ledger.as_known(applications, months.end_of(month))
        new = known if before is None else known[(known[STANDS] != before[STANDS]).any(axis=1)]
        before = known
        if not new.empty:
            yield _records(world, "applications", new, _moment(months.shift(month, 1), LEDGER_DAY), "应用一本账", month)


def _of_targets(world: World, rows: pd.DataFrame) -> Iterator[Delivery]:
    for january in (month for month in world.shown if month.month == 1):
        of_year = rows[rows["year"] == january.year]
        yield _records(world, "targets", of_year, _moment(january, TARGETS_DAY), "年度目标", january)


def _of_problems(world: World, everything: pd.DataFrame) -> Iterator[Delivery]:
    """Every month the problems that were found or moved since the month before, and of which units' lists they are.

    Who is late with all of a month is late with its list; the county that reports nothing any more hands in none.
    """
    after = date.min.replace(year=1900)
    for month in world.shown:
        day = months.end_of(month)
        known = problems.as_known(everything, day)
        moved = problems.moved(known, after, day)
        if month == world.last:
            before, known = known, problems.with_status(stories.some_reopened(world, known))
            moved |= known["reopened"] != before["reopened"]
        silent = stories.silent_with_its_list(world, month)
        late = {unit: day for unit, day in delays.whole(world, month).items() if unit not in silent}
        for came in (PROBLEMS_DAY, *delays.ROUNDS):
            units = [unit for unit in world.tree.codes if late.get(unit, PROBLEMS_DAY) == came and unit not in silent]
            rows = known[moved & known["unit"].isin(units)]
            if units:
                nth = [] if came == PROBLEMS_DAY else [f"补报{delays.ROUNDS.index(came) + 1}"]
                lists = tuple(("problems", unit) for unit in units)
                yield _records(
                    world, "problems", rows, _moment(months.shift(month, 1), came), "问题清单", month, *nth, lists=lists
                )
        after = day


def _of_rows(world: World, made: dict[str, pd.DataFrame]) -> Iterator[Delivery]:
    """The rows of the other registers that came or changed since the time before, in one workbook; those that few may read
    in a file of their own."""
    before: dict[str, pd.DataFrame] = {}
    for back in ROWS_BACK:
        month = months.shift(world.last, -back)
        known = {
            key: rows.as_known(key, frame, months.end_of(month), months.end_of(world.last))
            for key, frame in made.items()
            if not back or filling.reached(registers.REGISTERS[key])
        }
        new = {key: rows.moved(before.get(key), frame) for key, frame in known.items()}
        before, came = known, _moment(months.shift(month, 1), ROWS_DAY)
        for key in (key for key in new if registers.REGISTERS[key].restricted and len(new[key])):
            yield _records(world, key, new[key], came, registers.REGISTERS[key].zh, month)
        open_to_all = {key: each for key, each in new.items() if len(each) and not registers.REGISTERS[key].restricted}
        content, framed = files.workbook(world, open_to_all)
        name = files.file_name("改革台账", months.label(month), kind="xlsx")
        yield Delivery(came, name, content, records=framed, month=month)


def _records(
    world: World,
    register: str,
    rows: pd.DataFrame,
    came: datetime,
    subject: str,
    month: date,
    *nth: str,
    lists: tuple[tuple[str, str], ...] = (),
) -> Delivery:
    content, framed = files.records_file(world, registers.REGISTERS[register], rows)
    name = files.file_name(subject, months.label(month), *nth)
    return Delivery(came, name, content, records={register: framed}, month=month, lists=lists)


def _moment(month: date, day: int) -> datetime:
    return datetime(month.year, month.month, day, 9, 30, tzinfo=months.SHANGHAI) + timedelta(minutes=7 * day)
