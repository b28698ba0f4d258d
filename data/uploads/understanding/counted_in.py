"""Units of measure as people write them: 万人次, （十万个）, thousand visits, 10,000, %, 小时 – and what goes with what."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from data.measures import MEASURES
from data.measures.declaration import Measure
from data.measures.units import DAYS, GRADE, PEOPLE_A_DAY, PERCENTAGE_POINTS, POINTS, RANK, RATE, STARS, YUAN

LONGEST = 24  # characters of what can be a unit of measure

SCALES = {
    "十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
    "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "k": 10**3, "thousand": 10**3, "thousands": 10**3, "'000": 10**3, "000": 10**3, "000s": 10**3, "'000s": 10**3,
    "1000": 10**3, "1,000": 10**3, "10000": 10**4, "10,000": 10**4, "tenthousand": 10**4, "100,000": 10**5,
    "100000": 10**5, "1000000": 10**6, "1,000,000": 10**6, "m": 10**6, "mn": 10**6, "mio": 10**6,
    "million": 10**6, "millions": 10**6, "bn": 10**9, "b": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
COUNTING = ("人次", "人", "个", "次", "条", "项", "件", "家", "类", "份", "起", "名", "支", "户", "台", "例", "宗", "篇", "处", "套",
            "座", "位", "批", "笔", "场", "所", "张", "辆", "对", "visits", "people", "persons", "times", "cases", "items",
            "records", "users", "requests", "classes", "documents", "institutions", "teams", "number", "no", "count")  # fmt: skip
CLASSES = {
    "money": ("元", "人民币元", "人民币", "yuan", "rmb", "cny"),
    "foreign money": ("美元", "港元", "欧元", "日元", "usd", "$", "eur", "€", "cad", "gbp", "£"),
    "days": ("天", "日", "个工作日", "工作日", "days", "day"),
    "other times": ("小时", "分钟", "秒", "周", "星期", "个月", "年", "hours", "hour", "hrs", "h", "minutes", "min", "seconds",
                    "weeks", "months", "years"),
    "points": ("分", "points", "score"),
    "percentage points": ("百分点", "个百分点", "percentage points", "pp"),
    "per mille": ("‰",),
    "rank": ("位", "名", "位次", "rank"),
    "stars": ("星", "星级", "stars"),
    "grades": ("等级", "级", "级别", "grade"),
    "bytes": ("字节", "kb", "mb", "gb", "tb", "pb"),
    "areas and lengths": ("平方米", "平方公里", "公里", "千米", "米", "亩", "公顷", "m2", "km", "km2"),
    "weights": ("吨", "千克", "公斤", "kg", "t"),
}  # fmt: skip
SHARES = ("%", "百分比", "百分数", "percent", "percentage", "per cent", "pct", "in %")
OWN_CLASS = {
    YUAN: "money", DAYS: "days", POINTS: "points", RANK: "rank", STARS: "stars", GRADE: "grades",
    PERCENTAGE_POINTS: "percentage points", RATE: "rate", PEOPLE_A_DAY: "people a day",
}  # fmt: skip
SCALE = re.compile(
    r"(?:in|x|×|\*)?\s*(" + "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True)) + r")(?:\s*of)?\s*(.*)"
)
A_DAY = re.compile(r"(.{1,12}?)(?:/|每|per|a)\s*(?:日|天|day)")
A_MONTH = re.compile(r"(.{1,12}?)/(?:月|month)")


@dataclass(frozen=True)
class Unit:
    """In what something is counted: `scale` times one of `noun` ("" where only a scale is written).

    `kind`: a class of `CLASSES`, `counts`, `rate`, `percent`, `people a day`, or "" for a scale alone.
    """

    written: str
    scale: int = 1
    noun: str = ""
    kind: str = ""


def unit_of(written: str) -> Unit | None:
    """The unit of measure that a text is, None where it is something else."""
    text = unicodedata.normalize("NFKC", written).strip().casefold()
    return _unit_of(text, written.strip()) if 0 < len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def _unit_of(text: str, written: str) -> Unit | None:
    if text in SHARES:
        return Unit(written, 1, "%", "percent")
    if kind := _kind(text):
        return Unit(written, 1, text, kind)
    if (match := SCALE.fullmatch(text)) and (not match[2] or _kind(match[2])):
        return Unit(written, SCALES[match[1]], match[2], _kind(match[2]))
    return None


def _kind(noun: str) -> str:
    if noun in KINDS:
        return KINDS[noun]
    if match := A_DAY.fullmatch(noun):
        return "people a day" if KINDS.get(match[1].strip()) == "counts" else ""
    match = A_MONTH.fullmatch(noun)
    return KINDS.get(match[1].strip(), "") if match else ""


def kind_of(measure: Measure) -> str:
    """The class of the measure's own unit: `counts`, or one that only its like goes with."""
    return OWN_CLASS.get(measure.unit, "counts")


def goes_with(unit: Unit, measure: Measure) -> bool:
    """Whether a number in the unit may be the measure's, its scale aside: 人 and 个 count the same things."""
    if unit.noun in (measure.unit.zh.casefold(), measure.unit.en.casefold()) or not unit.noun:
        return True
    if unit.kind == "percent":
        return kind_of(measure) == "rate"
    return unit.kind == kind_of(measure) or (kind_of(measure) == "rank" and unit.noun in CLASSES["rank"])


def _kinds() -> dict[str, str]:
    own = {
        noun.casefold(): OWN_CLASS.get(measure.unit, "counts")
        for measure in MEASURES.values()
        for noun in (measure.unit.zh, measure.unit.en)
        if noun
    }
    classed = {noun: kind for kind, nouns in CLASSES.items() for noun in nouns}
    return {**classed, **own, **dict.fromkeys(COUNTING, "counts")}


KINDS = _kinds()
