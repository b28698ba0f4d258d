"""What is judged, and in which words: the status with the value it is about, the target, and how far they lie apart.

Every tile, passport, list, export, the API and the command line take their words from here, so that none contradicts the
number beside it: what is judged may be the year to date and not the month that is shown; a limit is never “done”, it has
something left or is exceeded; and what rounding would make equal is written with more digits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Any, TypeAlias

import pandas as pd

from data.settings import settings
from data.text import LANGUAGES, Language, Text
from metrics.formats import apart, show, show_difference, show_share
from metrics.language import Metric
from metrics.periods import MONTH, PERIODS, PeriodKey
from metrics.status import STATUSES, Status

Row: TypeAlias = Mapping[Any, Any]  # of `query.snapshot`: a record or a pandas Series

NOTHING = Text("", "")
NO_TARGET = Text("未设目标", "No target")
NOT_PUBLISHED = Text("当年各月未全部公布", "Not every month of the year is published")
WITHHELD = Text("填报率不足，暂不评价", "Coverage too low to judge")
NOT_REPORTED = Text("本月未报，暂不评价", "Not reported yet: not judged")
NOT_DUE = Text("{day} 截止，暂不评价", "Due on {day}: not judged yet")
NOT_OVER = Text("本月未结束，暂不评价", "The month is not over: not judged yet")
ALLOWANCES: dict[Status, Text] = {  # a flow of which less is better: how much of what is allowed has been used
    "met": Text("未超限额", "Within the limit"),
    "ahead": Text("低于序时", "Within the schedule"),
    "behind": Text("略超序时", "Above the schedule"),
    "far_behind": Text("严重超序时", "Far above the schedule"),
    "missed": Text("超出限额", "Over the limit"),
}
YEAR_TO_DATE = Text("累计 {value}", "YTD {value}")
TARGET = Text("目标 {bound}", "Target {bound}")
MARK = Text("本月应达 {bound}", "{bound} due by this month")
LIMIT = "≤{value}"
TOP = Text("前{places}位", "top {places}")
DONE = Text("完成 {share}", "{share} done")
DONE_DUE = Text("完成 {share}，序时 {due}", "{share} done, {due} due")
USED_DUE = Text("已用 {share}，序时 {due}", "{share} used, {due} due")
LEFT = Text("余 {size}", "{size} left")
EXCEEDED = Text("超出 {size}", "{size} over")
ABOVE = Text("高出 {size}", "{size} above")
SHORT = Text("差 {size}", "{size} short")
PLACES_ABOVE = Text("高 {size} 位", "{size} above")
PLACES_SHORT = Text("差 {size} 位", "{size} short")
JUST = Text("恰好达到", "just reached")
MONTHS_MISSING = Text("本年缺 {count} 个月", "{count} months of the year missing")
MONTH_MISSING = Text("本年缺 1 个月", "1 month of the year missing")
LACKING = Text("缺 {count} 个月", "{count} months missing")
LACKING_ONE = Text("缺 1 个月", "1 month missing")
HEARD = Text("应用 {there}/{all}", "{there} of {all} applications")
HEARD_SHORTLY = Text("应用 {there}/{all}", "{there}/{all} apps")
SILENT_SHORTLY = Text("应用缺 {silent}", "{silent} silent")
OF_ONE_SHORTLY = Text("仅 1 个应用", "1 app only")
OF_ONE = Text("仅 1 个应用的数", "of 1 application only")
PART_ABOVE = Text("部分大于全体", "part above its whole")
BEYOND: tuple[Status, ...] = ("missed", "near", "behind", "far_behind")  # of the wrong side of what was to be reached
MANY = 100  # applications: both numbers of them are too long for a tile
JOINED = Text("，", ", ")


@dataclass(frozen=True)
class Judgement:
    """A value beside its target, in words; a text is empty where there is nothing to say.

    `status` is None where nothing is judged, and `word` then says why. `year`: the year to date with its value, where that
    is judged and not the value shown. `bound` and `gap`: what was to be reached (≤125), and how far it is from there. `missing`:
    months of the year that stand behind neither. `mark`: what should be reached by this month of what does not add up, where its
    target has a path; the gap is then from there. `share` is actual / target, of a limit the part used, and `due` the share
    due by now, both for a bar; NaN where there is none. `more`: digits beyond the usual that the judged value needs.
    """

    status: Status | None
    word: Text
    year: Text = NOTHING
    bound: Text = NOTHING
    gap: Text = NOTHING
    missing: Text = NOTHING
    share: float = float("nan")
    due: float = float("nan")
    more: int = 0
    mark: Text = NOTHING

    @property
    def target(self) -> Text:
        """What was to be reached, with the word: 目标 ≤125."""
        return _each(lambda lang: TARGET.in_(lang, bound=self.bound.in_(lang))) if self.bound.zh else NOTHING

    def told(self, language: Language) -> str:
        """All of it in one line."""
        parts = (self.word, self.year, self.target, self.mark, self.gap, self.missing)
        return JOINED.in_(language).join(part.in_(language) for part in parts if part.in_(language))


def judged(row: Row, metric: Metric, month: date) -> Judgement:
    """The words for a row of a snapshot of `month`.

    Nothing is judged where the month has no value, before the day by which all of it is due, where nobody has reported for
    it, or where too few have. The target and the year to date are told all the same.
    """
    target, actual = _number(row["target"]), _number(row["ytd"])
    if row.get("withheld") and has_value(row):  # `metrics.withheld`
        return Judgement(None, NOTHING if isnan(target) else NOT_PUBLISHED)
    if not has_value(row) or isnan(actual):
        return Judgement(None, NOTHING)
    year = is_of_year(row)
    if isnan(target) or pd.isna(row["attainment"]):
        return Judgement(None, NO_TARGET)
    mark = _mark(row, metric)
    bounds = [bound for bound in (target, mark) if not isnan(bound) and not _reached(actual, bound, metric)]
    more = max((max(_digits_between(actual, bound, metric)) for bound in bounds), default=0)
    status = _status(row)
    return Judgement(
        status,
        word(status, metric) if status else _why_not(row),
        year=_each(lambda lang: YEAR_TO_DATE.in_(lang, value=_shown(row, actual, metric, lang, more)))
        if year
        else NOTHING,
        bound=_bound(target, metric, more),
        gap=_gap(row, actual, target if isnan(mark) else mark, metric) if status else NOTHING,
        missing=_missing(row, month),
        share=actual / target / _full(row),
        due=_number(row["due"]) / _full(row),
        more=more,
        mark=NOTHING if isnan(mark) else _each(lambda lang: MARK.in_(lang, bound=_bound(mark, metric, more).in_(lang))),
    )


def status_of(row: Row) -> Status | None:
    """The status that `judged` gives, without its words."""
    read = has_value(row) and not row.get("withheld") and not isnan(_number(row["ytd"]))
    return _status(row) if read and not isnan(_number(row["target"])) and pd.notna(row["attainment"]) else None


def _mark(row: Row, metric: Metric) -> float:
    """What does not add up should have reached by this month; NaN without a path."""
    return float("nan") if metric.kind == "flow" else _number(row["due"]) * _number(row["target"])


def _full(row: Row) -> float:
    """What a whole bar stands for, in targets: a path that falls to its target begins above it."""
    due = _number(row["due"])
    return 1.0 if isnan(due) else max(1.0, due)


def has_value(row: Row) -> bool:
    """Whether there is a number or a grade to show."""
    return bool(pd.notna(row["value"]) or row["grade"])


def is_of_year(row: Row) -> bool:
    """Whether the year to date is judged, and it is not the value shown itself."""
    return bool(pd.notna(row["ytd_months"])) and row["ytd"] != row["value"]


def is_carried(row: Row) -> bool:
    """Whether nothing fresh stands behind the value: all of it is carried from earlier months."""
    return bool(row["carried"]) and not row["reported"]


def enough(row: Row) -> bool:
    """Whether enough units stand behind a value to rank it or to judge it."""
    return bool(row["expected"]) and (row["reported"] + row["carried"]) / row["expected"] >= settings().coverage.enough


def _reached(actual: float, target: float, metric: Metric) -> bool:
    return actual >= target if metric.better == "higher" else actual <= target


def _digits_between(actual: float, target: float, metric: Metric) -> list[int]:
    """How many more digits tell the two apart, in each language's scales."""

    def written(language: Language) -> Callable[[float, int], str]:
        return lambda value, more: show(value, metric, language=language, more=more)

    return [apart(actual, target, written(language)) for language in LANGUAGES]


def months_missing(row: Row, period: PeriodKey, month: date) -> Text:
    """How many months of the period do not stand behind its value."""
    if period == MONTH.key or pd.isna(row["months"]):
        return NOTHING
    count = PERIODS[period].length(month) - int(row["months"])
    return _counted(count, LACKING_ONE, LACKING) if count > 0 else NOTHING


def part_above(row: Row, metric: Metric) -> Text:
    """The mark of a share of more than all, or of less than nothing: it was reported so, and confirmed."""
    share = metric.kind == "ratio" and metric.format == "percent" and any(part.part_of for part in metric.parts)
    return PART_ABOVE if share and (row["value"] > 1 + 1e-12 or row["value"] < -1e-12) else NOTHING


def applications_behind(row: Row) -> Text:
    """Of how many applications the value is, where some have fallen silent or it is of one alone; nothing to say elsewhere."""
    return _applications(row, HEARD, OF_ONE)


def applications_shortly(row: Row) -> Text:
    """The same for a tile; of very many applications only how many are silent."""
    many = int(row["applications"]) >= MANY
    return _applications(row, SILENT_SHORTLY if many else HEARD_SHORTLY, OF_ONE_SHORTLY)


def _applications(row: Row, heard: Text, of_one: Text) -> Text:
    there, silent = int(row["applications"]), int(row["silent"])
    if silent:
        return _each(lambda lang: heard.in_(lang, there=there, silent=silent, all=there + silent))
    return of_one if there == 1 and row["own"] else NOTHING


def is_early(row: Row) -> bool:
    """Whether the month may not be judged yet: it is not over, or something of it is still to be due."""
    return bool(row["running"]) or bool(pd.notna(row["due_on"]))


def due_on(row: Row) -> str:
    """The day by which the last of it is due, where that has still to come; "" else."""
    return f"{row['due_on']:%m-%d}" if pd.notna(row["due_on"]) else ""


def _status(row: Row) -> Status | None:
    return row["status"] if enough(row) and row["reported"] and not is_early(row) else None


def why_early(row: Row) -> Text:
    """Why the month may not be judged yet; nothing where it may."""
    if day := due_on(row):
        return _each(lambda lang: NOT_DUE.in_(lang, day=day))
    return NOT_OVER if row["running"] else NOTHING


def _why_not(row: Row) -> Text:
    if is_early(row):
        return why_early(row)
    return WITHHELD if row["reported"] else NOT_REPORTED


def word(status: Status, metric: Metric) -> Text:
    """A status in words; what is used of an allowance is spoken of differently."""
    allowance = metric.kind == "flow" and metric.better == "lower"
    return ALLOWANCES[status] if allowance else STATUSES[status]


def _shown(row: Row, actual: float, metric: Metric, language: Language, more: int) -> str:
    return show(actual, metric, row["ytd_qualifier"], language, more=more)


def _bound(target: float, metric: Metric, more: int) -> Text:
    if metric.format == "rank":
        return _each(lambda lang: TOP.in_(lang, places=f"{target:.0f}"))
    pattern = LIMIT if metric.better == "lower" else "{value}"
    return _each(lambda lang: pattern.format(value=show(target, metric, language=lang, more=more)))


def _gap(row: Row, actual: float, target: float, metric: Metric) -> Text:
    if metric.kind == "flow" and metric.better == "lower" and actual <= target:
        return _against_schedule(USED_DUE, actual / target, row["due"])
    if metric.better == "lower":
        over, under = (PLACES_SHORT, PLACES_ABOVE) if metric.format == "rank" else (EXCEEDED, LEFT)
        return _distance(over if row["status"] in BEYOND else under, actual, target, metric)
    if metric.kind == "flow":
        return _against_schedule(DONE_DUE, actual / target, row["due"])
    if metric.format in ("percent", "points") or not isnan(_number(row["due"])):
        return _distance(SHORT if row["status"] in BEYOND else ABOVE, actual, target, metric)
    return _each(lambda lang: DONE.in_(lang, share=_share(actual / target, 1.0, 0.95)))


def _against_schedule(pattern: Text, share: float, due: float) -> Text:
    more = max(_digits(share, bound) for bound in (1.0, due))
    shares = {"share": show_share(share, more=more), "due": show_share(due, more=more)}
    return _each(lambda lang: pattern.in_(lang, **shares))


def _share(share: float, *bounds: float) -> str:
    return show_share(share, more=max(_digits(share, bound) for bound in bounds))


def _digits(share: float, bound: float) -> int:
    return apart(share, bound, lambda value, more: show_share(value, more=more))


def _distance(pattern: Text, actual: float, target: float, metric: Metric) -> Text:
    size = abs(actual - target)
    if size <= 1e-12 * abs(target):
        return JUST
    more = apart(size, 0.0, lambda value, more: show_difference(value, metric, more=more))
    return _each(lambda lang: pattern.in_(lang, size=show_difference(size, metric, lang, more=more)))


def _missing(row: Row, month: date) -> Text:
    if not row["status_partial"]:
        return NOTHING
    return _counted(month.month - int(row["ytd_months"]), MONTH_MISSING, MONTHS_MISSING)


def _counted(count: int, one: Text, many: Text) -> Text:
    return one if count == 1 else _each(lambda lang: many.in_(lang, count=count))


def _each(written: Callable[[Language], str]) -> Text:
    return Text(*(written(language) for language in LANGUAGES))


def _number(value: Any) -> float:
    return float("nan") if value is None or pd.isna(value) else float(value)
