"""Values as people write them: 1.2万, 66.7%, 约30, 250多, 近百, 五星 – with the promise their words make."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import numpy as np
import pandas as pd

from data.measures import MEASURES
from data.measures.declaration import Measure
from data.measures.units import GRADE, PERCENTAGE_POINTS, POINTS, RANK, STARS
from data.uploads.reading.traits import Flaw, Shown

NOTHING = re.compile(r"[-—–―─/\\.…]*|无|暂无|没有|未报|未填|未填报|n/?a|none|nil|null", re.IGNORECASE)
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
}  # fmt: skip
COUNTING = ("人次", "个", "人", "次", "条", "项", "件", "家", "类", "份", "起", "名", "支", "户", "台")
GRADED = (GRADE, RANK, STARS, POINTS)

LONGEST = 60  # characters of a text that can be a value
PLAIN = re.compile(r"\s*-?\d{1,17}(?:\.\d{1,17})?\s*", re.ASCII)

NUMBER = re.compile(r"(?P<number>[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d{1,3})?)(?P<rest>.*)", re.DOTALL)
SCALE = re.compile(r"万亿|[十百千]?[万亿]|百|千|[kmb](?![a-z])")
NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
STEPS = {"十": 10, "百": 100, "千": 1000}
A_GRADE = re.compile(r"[一-鿿]{1,20}")


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
    written = unicodedata.normalize("NFKC", text).strip().casefold()
    if NOTHING.fullmatch(written):
        return Reading("nothing")
    if written in WITHDRAWN:
        return Reading("withdrawn")
    if ERROR.fullmatch(text.strip()):
        return Reading("error_cell")
    if measure.kind == "index" and measure.unit in GRADED and A_GRADE.fullmatch(written):
        return _grade(text.strip(), measure)
    return _number(written, measure)


def _number(written: str, measure: Measure) -> Reading:
    qualifier, rest = _promise(written)
    size, rest = _size(rest.strip(), measure)
    if size is None:
        return Reading("not_a_number")
    more, rest = _stripped(rest.strip(), AFTER["more_than"][:2])  # 250多万: the promise stands before the scale
    qualifier = "more_than" if more and qualifier == "exact" else qualifier
    return _scaled(size, rest, qualifier, measure)


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
    if (match := NUMERAL.match(written)) and written != "一":  # a lone 一 is often a dash
        return _numeral(match[0]), written[match.end() :]
    return None, written


def _numeral(written: str) -> Decimal | None:
    """The number in 三百五十, 两千, 百 (a bare step counts once); None where the characters make none."""
    total, section, digit = 0, 0, None
    for character in written:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character in STEPS:
            section += STEPS[character] * (1 if digit is None else digit)
            digit = None
        else:
            section += digit or 0
            total, section, digit = _stepped(total, section or int(not total), character), 0, None
    return Decimal(total + section + (digit or 0))


def _stepped(total: int, section: int, scale: str) -> int:
    """万 scales its own section; 亿 scales all before it (二十三万亿)."""
    return (total + section) * SCALES[scale] if scale == "亿" else total + section * SCALES[scale]


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
    if rest and rest not in (*own, *COUNTING, *_of_points(measure)):
        return Reading("not_a_number")
    if scale and measure.unit != PERCENTAGE_POINTS and measure.unit.zh.startswith(tuple("百千万亿")):
        return Reading("whose_scale")
    return _value(size * SCALES.get(scale, 1), qualifier)


def _share(size: Decimal, sign: str, scale: str, qualifier: str, measure: Measure) -> Reading:
    if scale or measure.kind != "index" or measure.unit == PERCENTAGE_POINTS:
        return Reading("not_a_number")
    return _value(size / (100 if sign == "%" else 1000), qualifier)


def _of_points(measure: Measure) -> tuple[str, ...]:
    return ("个百分点", "百分点") if measure.unit == PERCENTAGE_POINTS else ()


def _value(size: Decimal, qualifier: str) -> Reading:
    value = float(size)
    return Reading("value", value, qualifier) if abs(value) < 1e18 else Reading("not_a_number")


def _grade(written: str, measure: Measure) -> Reading:
    """A grade or band in words; of stars the number is known as well."""
    stars = NUMERAL.fullmatch(written.removesuffix("级").removesuffix("星")) if measure.unit == STARS else None
    value = float(_numeral(stars[0]) or 0) if stars else None
    return Reading("value", value, "exact", written)
