"""Values as people write them: 1.2万, 66.7%, 约30, 250多, 近百, 五星 – with the promise their words make."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import numpy as np
import pandas as pd

from data.finding.names import marked, visible
from data.measures import MEASURES
from data.measures.declaration import Measure
from data.measures.units import GRADE, PERCENTAGE_POINTS, POINTS, RANK, RATE, STARS
from data.uploads.reading.traits import Flaw, Shown
from data.uploads.understanding import counted_in, numerals

NOTHING = re.compile(
    r"[-—–―─/\\.…]*|无|暂无|没有|未报|未填|未填报|n/?a|n\.a\.|none|nil|null|not (?:available|applicable|reported)",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"同上|同前|同左|如上|略|待[定报补核填]|暂缺|另附|附后|见.{0,10}|详见.{0,20}|参见.{0,20}|ditto|as above|same as above|"
    r"see .{0,30}|tb[acd]|pending|attached"
)
WITHDRAWN = {"撤回", "撤销", "withdrawn", "withdraw"}
ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!|SPILL!|CALC!)|Err:\d+", re.IGNORECASE)

# fmt: off
BEFORE = {
    "at_least": ("不少于", "不低于", "至少", "at least", ">=", "≥", "上"),
    "more_than": ("超过", "突破", "多于", "大于", "高于", "逾", "超", "more than", "over", ">"),
    "under": ("不足", "不到", "少于", "低于", "小于", "接近", "将近", "近", "nearly", "almost", "under", "less than", "<"),
    "about": ("大约", "约为", "约", "about", "approx.", "ca.", "≈", "~"),
    "reaches": ("已达到", "达到", "已达", "达", "reaches"),
}
# fmt: on
AFTER = {
    "at_least": ("及以上", "以上"),
    "more_than": ("多", "余", "+"),
    "about": ("左右", "上下"),
}
SCALES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
    "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12, "k": 10**3, "m": 10**6, "b": 10**9,
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "mn": 10**6, "bn": 10**9,
}  # fmt: skip
GRADED = (GRADE, RANK, STARS, POINTS)

LONGEST = 60  # characters of a text that can be a value
PLAIN = re.compile(r"\s*-?\d{1,17}(?:\.\d{1,17})?\s*", re.ASCII)

NUMBER = re.compile(r"(?P<number>[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d{1,3})?)(?P<rest>.*)", re.DOTALL)
SCALE = re.compile(r"万亿|[十百千]?[万亿]|百|千|thousand|million|billion|mn|bn|[kmb](?![a-z])")
SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])")  # 31 689, as in much of the world
OUT_OF_A_HUNDRED = re.compile(r"(百|千)分之(.{1,20})")
A_GRADE = re.compile(r"[一-鿿]{1,20}")
A_LETTERED_GRADE = re.compile(r"(?:[a-e]{1,3}[+-]?|[ivx]{1,4}|\d{1,2})[级类等档]|[a-e]{1,3}[+-]?")
A_RANK = re.compile(r"([一-鿿]{0,8}?)(?:排名|位列|位居|列)?第([0-9零〇一二两三四五六七八九十百]{1,6})[名位]?")


@dataclass(frozen=True)
class Reading:
    """What a text in a cell says.

    `state`: `value` (a value or a grade), `nothing` (not reported), `withdrawn`, or the rule of the finding.
    """

    state: str
    value: float | None = None
    qualifier: str = "exact"
    grade: str = ""


def column(written: np.ndarray, measures: np.ndarray) -> pd.DataFrame:
    """Cells as values of the measures beside them: value, qualifier, grade, said, state (of `Reading`).

    Plain numbers are taken as they are, all at once; only texts are read one by one.
    """
    is_number = np.fromiter((type(each) is float or type(each) is int for each in written), bool, len(written))
    value = np.full(len(written), np.nan)
    value[is_number] = written[is_number].astype(float)
    columns = {"value": value}
    for name, usual in (("qualifier", "exact"), ("grade", ""), ("said", ""), ("state", "value")):
        columns[name] = np.full(len(written), usual, dtype=object)
    columns["state"][is_number & ~np.isfinite(value)] = "not_a_number"
    for place in np.flatnonzero(~is_number):
        told = _read_cell(written[place], MEASURES[measures[place]])
        for name, part in zip(columns, told, strict=True):
            columns[name][place] = part
    return pd.DataFrame(columns)


def _read_cell(cell: object, measure: Measure) -> tuple[float | None, str, str, str, str]:
    if isinstance(cell, str) and PLAIN.fullmatch(cell):
        return float(cell), "exact", "", "", "value"
    if isinstance(cell, Flaw):
        return None, "exact", "", cell.text, cell.kind
    if isinstance(cell, Shown):
        return _shown(cell, measure)
    if isinstance(cell, float):
        return float(cell), "exact", "", "", "value"
    reading = read(cell, measure) if isinstance(cell, str) else Reading("not_a_number")
    return reading.value, reading.qualifier, reading.grade, str(cell), reading.state


def _shown(cell: Shown, measure: Measure) -> tuple[float | None, str, str, str, str]:
    """What a person sees of a number counts; a share that shows as per cent is a plain number all the same."""
    reading = read(cell.text, measure)
    as_kept = reading.value == float(cell) and reading.qualifier == "exact"
    return reading.value, reading.qualifier, reading.grade, "" if as_kept else cell.text, reading.state


@lru_cache(maxsize=65536)
def read(text: str, measure: Measure) -> Reading:
    """The value a text gives to a measure; never raises."""
    if len(text) > LONGEST:
        return Reading("not_a_number")
    seen = visible(text).strip()
    if marked(seen):
        return Reading("footnote_mark")
    written = unicodedata.normalize("NFKC", seen).strip().casefold()
    if NOTHING.fullmatch(written):
        return Reading("nothing")
    if written in WITHDRAWN:
        return Reading("withdrawn")
    if ERROR.fullmatch(seen):
        return Reading("error_cell")
    if PLACEHOLDER.fullmatch(written):
        return Reading("placeholder")
    if measure.kind == "index" and measure.unit in GRADED:
        return _graded(seen, written, measure)
    return _number(written, measure)


def _graded(seen: str, written: str, measure: Measure) -> Reading:
    """A rank, points or stars by their number where one is said, else the words as a grade."""
    if measure.unit == RANK and (match := A_RANK.fullmatch(written)) and "倒" not in match[1]:
        size = Decimal(match[2]) if match[2].isdecimal() else numerals.number(match[2])
        if size:
            return Reading("value", float(size), "exact", seen if match[1] else "")
    if measure.unit == GRADE and A_LETTERED_GRADE.fullmatch(written):
        return _grade(seen, measure)
    if measure.unit in (POINTS, RANK) and (reading := _number(written, measure)).state == "value":
        return reading
    return _grade(seen, measure) if A_GRADE.fullmatch(written) else _number(written, measure)


def _number(written: str, measure: Measure) -> Reading:
    if (match := OUT_OF_A_HUNDRED.fullmatch(written)) and measure.unit == RATE:
        share = numerals.number(match[2])
        return (
            Reading("not_a_number") if share is None else _value(share / (100 if match[1] == "百" else 1000), "exact")
        )
    qualifier, rest = _promise(written)
    if qualifier == "exact" and _says_only_a_unit(written):
        return Reading("unit_without_number")
    size, rest = _size(SPACED.sub(lambda each: each[0].replace(" ", ""), rest.strip()), measure)
    if size is None:
        return Reading("not_a_number")
    more, rest = _stripped(rest.strip(), AFTER["more_than"][:2])  # 250多万: the promise stands before the scale
    qualifier = "more_than" if more and qualifier == "exact" else qualifier
    return _scaled(size, rest, qualifier, measure)


def _says_only_a_unit(written: str) -> bool:
    """万人次, 千人, 百: people copy in what it is counted, and forget the number."""
    unit = counted_in.unit_of(written)
    return (unit is not None and not written[0].isdigit()) or numerals.only_steps(written)


def _promise(written: str) -> tuple[str, str]:
    """The qualifier in the words before and after the number, and what is left without them."""
    for qualifier, words in BEFORE.items():
        word, rest = _stripped(written, words)
        if word:
            after, rest = _after(rest)
            return (after if qualifier == "reaches" and after != "exact" else qualifier), rest
    return _after(written)


def _after(written: str) -> tuple[str, str]:
    for qualifier, words in AFTER.items():
        for word in words:
            if written.endswith(word):
                return qualifier, written[: -len(word)]
    return "exact", written


def _stripped(written: str, words: tuple[str, ...]) -> tuple[str, str]:
    word = next((word for word in words if written.startswith(word)), "")
    return word, written[len(word) :]


def _size(written: str, measure: Measure) -> tuple[Decimal | None, str]:
    if measure.unit == RANK:
        written = written.removeprefix("第")
    if match := NUMBER.fullmatch(written):
        try:
            return Decimal(match["number"].replace(",", "").replace("−", "-")), match["rest"]
        except InvalidOperation:
            return None, written
    if (match := numerals.NUMERAL.match(written)) and written != "一":  # a lone 一 is often a dash
        return numerals.number(match[0]), written[match.end() :]
    return None, written


def _scaled(size: Decimal, rest: str, qualifier: str, measure: Measure) -> Reading:
    own = (measure.unit.zh.casefold(), measure.unit.en.casefold())
    if rest in own and rest:
        return _value(size, qualifier)
    rest = rest.replace(" ", "")
    found = SCALE.match(rest)
    scale, rest = (found[0], rest[found.end() :]) if found else ("", rest)
    more, rest = _stripped(rest, AFTER["more_than"][:2])
    qualifier = "more_than" if more and qualifier == "exact" else qualifier
    if rest in ("%", "‰"):
        return _share(size, rest, scale, qualifier, measure)
    if rest and rest not in own and not _names_its_unit(rest, measure):
        return Reading("not_a_number")
    if scale and measure.unit != PERCENTAGE_POINTS and measure.unit.zh.startswith(tuple("百千万亿")):
        return Reading("whose_scale")
    return _value(size * SCALES.get(scale, 1), qualifier)


def _names_its_unit(rest: str, measure: Measure) -> bool:
    unit = counted_in.unit_of(rest)
    return unit is not None and unit.scale == 1 and counted_in.goes_with(unit, measure)


def _share(size: Decimal, sign: str, scale: str, qualifier: str, measure: Measure) -> Reading:
    if scale or measure.unit != RATE:
        return Reading("not_a_number")
    return _value(size / (100 if sign == "%" else 1000), qualifier)


def _value(size: Decimal, qualifier: str) -> Reading:
    value = float(size)
    return Reading("value", value, qualifier) if abs(value) < 1e18 else Reading("not_a_number")


def _grade(written: str, measure: Measure) -> Reading:
    """A grade or band in words; of stars the number is known as well."""
    stars = measure.unit == STARS and numerals.NUMERAL.fullmatch(written.removesuffix("级").removesuffix("星"))
    value = numerals.number(stars[0]) if stars else None
    return Reading("value", None if value is None else float(value), "exact", written)
