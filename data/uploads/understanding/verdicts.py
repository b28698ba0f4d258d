"""Whether a number under all that is said of it is the measure's own number of the month, or another one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.measures import Measure
from data.measures.units import PEOPLE_A_DAY, RANK, RATE
from data.text import Text
from data.uploads.understanding.counted_in import Unit, goes_with, kind_of
from data.uploads.understanding.phrases import OTHER_NUMBERS, Phrase

LIKE = {"days": ("days", "other times"), "money": ("money", "foreign money")}  # what a title may mean by its unit

WHAT = {
    "last_month": Text("上月的数", "last month's number"),
    "last_year": Text("上年的数", "last year's number"),
    "change": Text("增减变化", "a change"),
    "share": Text("占比", "a share"),
    "rank": Text("排名", "a rank"),
    "average": Text("平均数", "an average"),
    "estimate": Text("预计数", "an estimate"),
    "plan": Text("目标或计划数", "a target"),
    "progress": Text("完成进度", "progress towards a target"),
    "part": Text("其中的一部分", "a part of it"),
    "extreme": Text("最高或最低值", "an extreme"),
    "reference": Text("参考或作废的数", "for reference only"),
    "period": Text("一段时间的数", "a period of several months"),
    "months": Text("几个月的数", "several months"),
    "all_time": Text("历年累计数", "the number since it began"),
    "so_far": Text("累计数", "the year so far"),
    "this": Text("当月数", "this month alone"),
    "at_end": Text("月末时点数", "the state at the month's end"),
    "new": Text("新增数", "what was added"),
    "month": Text("别的月份的数", "another month"),
    "year": Text("别的年份的数", "another year"),
}


@dataclass(frozen=True)
class Verdict:
    """What to do with a number: read it (`rule` is ""; as per cent where `percent`), leave it out (`not_read`), or a
    finding (`unknown_words`, `other_scale`). `phrase` is the one that decides."""

    rule: str = ""
    phrase: Phrase | None = None
    percent: bool = False


def verdict(measure: Measure, said: Sequence[Phrase], month: date | None) -> Verdict:
    """Judge a number of the measure by what is said of it where the table is of that month (None: not known)."""
    for phrase in said:
        if _is_another(measure, phrase, month):
            return Verdict("not_read", phrase)
    for phrase in said:
        if phrase.kind == "unknown":
            return Verdict("unknown_words", phrase)
    units = [phrase for phrase in said if phrase.unit is not None]
    for phrase in units:
        if not _fits(phrase.unit, measure):
            return Verdict("other_scale", phrase)
    return Verdict(percent=any(phrase.unit.kind == "percent" for phrase in units if phrase.unit))


def of_table(measure: Measure, units: Iterable[Phrase]) -> Verdict:
    """Judge a measure by the units of measure that its table names for all: 单位：万人次、个."""
    said = [phrase for phrase in units if phrase.unit]
    own = kind_of(measure)
    exact = [phrase for phrase in said if phrase.unit and phrase.unit.noun == measure.unit.zh]
    like = exact or [phrase for phrase in said if phrase.unit and phrase.unit.kind in LIKE.get(own, (own,))]
    scales = [phrase for phrase in said if phrase.unit and not phrase.unit.noun and measure.kind != "index"]
    if any(_fits(phrase.unit, measure) for phrase in like):
        return Verdict()
    if like or scales:
        return Verdict("other_scale", (like or scales)[0])
    shares = bool(said) and all(phrase.unit and phrase.unit.kind == "percent" for phrase in said)
    if shares and measure.kind != "index":
        return Verdict("other_scale", said[0])
    return Verdict(percent=shares and measure.unit == RATE)


def _fits(unit: Unit | None, measure: Measure) -> bool:
    if unit is None or unit.written.casefold() in (measure.unit.zh.casefold(), measure.unit.en.casefold()):
        return True
    return unit.scale == 1 and goes_with(unit, measure)


def _is_another(measure: Measure, phrase: Phrase, month: date | None) -> bool:
    """Whether the phrase says that the number is not the one the measure asks for."""
    kind, stock = phrase.kind, measure.kind == "stock"
    if kind == "rank":
        return measure.unit != RANK
    if kind == "average":
        return measure.unit != PEOPLE_A_DAY
    if kind == "all_time":
        return not stock
    if kind in OTHER_NUMBERS or kind == "months":
        return True
    if kind == "so_far":
        takes = measure.reported_as == "ytd" or (stock and not phrase.first)
        return not takes or _other_month(phrase.year, phrase.last, month)
    if kind == "this":
        return measure.reported_as == "ytd"
    if kind == "at_end":
        return not stock
    if kind == "new":
        return stock or measure.reported_as == "ytd"
    return kind in ("month", "year") and _other_month(phrase.year, phrase.last, month)


def _other_month(year: int, number: int, month: date | None) -> bool:
    return month is not None and (year not in (0, month.year) or number not in (0, month.month))
