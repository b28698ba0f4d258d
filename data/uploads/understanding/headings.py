"""What a column holds, by all the words of its header: one meaning, or none that anybody should guess."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.finding.names import Names, bracketed, plain
from data.uploads.understanding.named import MEASURE_NAMES, Named, measure_named, named
from data.uploads.understanding.phrases import DECISIVE, Phrase, phrases, understood
from data.uploads.understanding.values import NOTHING

ROLES = Names(
    (
        ("unit", ("单位", "地区", "单位名称", "地区名称", "填报单位", "填报地区", "报送单位", "填表单位", "区县", "县区", "区县名称",
                  "县区名称", "县市区", "县市区名称", "区县市", "市县区", "区（县、市）", "县（市、区）", "市县", "单位代码", "地区代码",
                  "单位编码", "地区编码", "区划代码", "行政区划代码", "行政区划", "Unit", "Unit code", "Unit name", "Region",
                  "Region code", "Region name", "County", "District", "City", "Organization", "Organisation",
                  "Organization name", "Organisation name")),
        ("department", ("部门", "部门名称", "机构", "机构名称", "Department", "Department name", "Ministry", "Agency")),
        ("month", ("月份", "月", "统计月份", "填报月份", "数据月份", "所属月份", "所属期", "数据期", "期间", "Month", "Period",
                   "Reporting month", "Reporting period")),
        ("measure", ("填报项", "指标", "填报项名称", "指标名称", "项目", "Measure", "Metric", "Indicator", "Measure name")),
        ("subject", ("应用", "应用名称", "所属应用", "应用编号", "应用编码", "Subject", "Application", "Application key")),
        ("value", ("数值", "值", "填报值", "本月数", "本月值", "数量", "数据", "完成值", "完成数", "实际值", "实绩", "本期数", "本期值",
                   "Value", "Figure", "Amount", "Actual")),
        ("ignored", ("序号", "编号", "编码", "备注", "说明", "填报说明", "填报人", "联系人", "联系电话", "电话", "计量单位", "责任部门",
                     "合计", "总计", "小计", "上月", "上月数", "上年同期", "去年同期", "同比", "环比", "同比增长", "环比增长", "ID",
                     "No", "Note", "Notes", "Remark", "Remarks", "Unit of measure", "Total", "Last month")),
    )
)  # fmt: skip
UNIT_OF_MEASURE = {plain(word) for word in ("计量单位", "Unit of measure")}  # labels a row of the header
UNIT_WORDS = {name for name, keys in ROLES.keys.items() if keys[0] in ("unit", "department")}
MEASURE_WORDS = {name for name, keys in ROLES.keys.items() if "measure" in keys}
LONGEST = 60  # characters of a word that names a column
ONLY_NAMED = re.compile(r"任务|指标")  # 重点任务 is the name of a group, not a plan


@dataclass(frozen=True)
class Heading:
    """What a column holds. `role` is of `ROLES`, or `figure` (then `key` is a measure), `field`, `removed`, `ambiguous`,
    `unknown` (then `key` is the measure it is a part of, if any). `words` are all of the column's header, from top to bottom; `said` is what they say beside the name."""

    role: str
    written: str
    row: int
    key: str = ""
    words: tuple[str, ...] = ()
    said: tuple[Phrase, ...] = ()


def heading(words: Sequence[str], row: int) -> Heading | None:
    """What a column's words, from top to bottom, say. Below a measure every word must be understood: an unknown part of
    it is never taken for the whole."""
    telling = [word for word in words if plain(word) not in UNIT_OF_MEASURE] or list(words)
    if not telling:
        return None
    naming = named(ROLES, telling[-1])
    if naming.keys and naming.keys[0] not in ("ignored", "value"):
        return _of_role(naming, telling, len(telling) - 1, row)
    for at in range(len(telling) - 1, -1, -1):
        found = measure_named(telling[at])
        if not found.keys and at:
            found = named(MEASURE_NAMES, telling[at - 1] + telling[at])
        if found.keys:
            return _of_measure(found, telling, at, row)
    for at in range(len(telling) - 1, -1, -1):
        naming = named(ROLES, telling[at])
        if naming.keys:
            return _of_role(naming, telling, at, row)
    if understood(telling[-1]):
        said = (*(each for word in telling[:-1] for each in _of_group(word)), *phrases(telling[-1]))
        return Heading("value", telling[-1], row, "", tuple(telling), said)
    return Heading("unknown", telling[-1], row, "", tuple(telling))


def as_word(cell: object) -> str:
    """What a cell of a header says: its text; a day at the beginning of a month names it; a whole number is a year."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, date):
        return f"{cell.year}年{cell.month}月" if cell.day == 1 else f"{cell:%Y-%m-%d}"
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    return ""


def _of_measure(found: Named, words: Sequence[str], at: int, row: int) -> Heading:
    if len(found.keys) > 1:
        return Heading("ambiguous", words[at], row, "", tuple(words))
    said = [*found.said]
    for word in words[at + 1 :]:
        if NOTHING.fullmatch(word):
            continue
        parts = phrases(word)
        if all(part.kind != "unknown" for part in parts):
            said += parts
        elif named(ROLES, word).keys:
            return Heading("ignored", word, row, "", tuple(words))
        else:
            return Heading("unknown", word, row, found.keys[0], tuple(words))
    for word in words[:at]:
        said += _of_group(word)
    return Heading("figure", words[at], row, found.keys[0], tuple(words), tuple(said))


def _of_role(naming: Named, words: Sequence[str], at: int, row: int) -> Heading:
    role, word = naming.keys[0], words[at]
    said = list(naming.said)
    if role == "value" and understood(word):
        said = list(phrases(word))
    for place, other in enumerate(words):
        if place < at:
            said += _of_group(other)
        elif place > at and role == "value":
            said += phrases(other)
    return Heading(role, word, row, "", tuple(words), tuple(said))


def _of_group(word: str) -> list[Phrase]:
    """What a word above a name says of all below it: the whole of it, what stands in brackets, or at one of its ends."""
    said = phrases(word)
    if all(phrase.kind != "unknown" for phrase in said):
        return [phrase for phrase in said if phrase.kind != "fill" and not _is_a_name(phrase)]
    inside = [phrase for each in bracketed(word) for phrase in phrases(each)]
    ends = [phrase for phrase in (said[0], said[-1]) if not _is_a_name(phrase)]
    return [phrase for phrase in (*inside, *ends) if phrase.kind in DECISIVE or (phrase.unit and phrase in inside)]


def _is_a_name(phrase: Phrase) -> bool:
    return phrase.kind == "plan" and bool(ONLY_NAMED.search(phrase.written))
