"""The grammar of what stands around a name: units of measure, months, spans, 同比, 目标 … – one for every place.

Headers, brackets, groups, corners, titles, names of sheets and files, value columns and rows are all read by it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from data.finding.names import visible
from data.uploads.understanding.counted_in import LONGEST as LONGEST_UNIT
from data.uploads.understanding.counted_in import Unit, unit_of

LONGEST = 120  # characters that are looked at

# What says that a number is another one than the month's own. Each may be the whole of a header's part.
OTHER_NUMBERS = (
    "last_month", "last_year", "change", "share", "rank", "average", "estimate", "plan", "progress", "part", "extreme",
    "reference", "period", "all_time",
)  # fmt: skip
DECISIVE = (*OTHER_NUMBERS, "so_far", "months", "month", "year", "new")

_TO = r" ?(?:[-—–−~]+|至|到|to) ?"
_ENGLISH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_SINCE = "(?:上月|上年|去年|同期|年初|上期|基期|年底)(?:末|同期|同月|底)?"
_MOVED = "(?:增长|增加|增减|增幅|增速|减少|变化|变动|下降|上升|提高|降低|涨幅|降幅)"

_PATTERNS = {
    "months": rf"(?:(?P<y1>20\d\d) ?(?:年度?|[-/.]) ?)?(?P<m1>\d{{1,2}}) ?(?:月份?)?{_TO}"
    rf"(?:(?P<y2>20\d\d) ?(?:年|[-/.]) ?)?(?P<m2>\d{{1,2}}) ?月份?(?: ?(?:累计|累积|合计))?",
    "months_list": r"(?P<m7>(?<!\d)\d{1,2}) ?月?(?:份)? ?[、,和及与] ?(?:\d{1,2} ?月? ?[、,和及与] ?)?(?P<m8>\d{1,2}) ?月份?",
    "months_en": rf"\b(?P<e1>{_ENGLISH})\b\.?{_TO}\b(?P<e2>{_ENGLISH})\b\.?,? ?(?P<y3>20\d\d)?",
    "period": r"(?:20\d\d ?年?)?(?:第?[一二三四1-4]季度?|[上下]半年|全年|前[一二三四五六七八九十\d]+个?月|近[一二三四五六七八九十\d]+个?月|"
    r"\bq[1-4]\b|\bh[12]\b|quarter(?:ly)?|half ?year|full ?year|annual(?:ly)?)",
    "month": r"(?:(?P<y4>20\d\d|本|今|当) ?(?:年度?|[-/.]) ?)?(?P<m4>(?<!\d)\d{1,2}) ?月[份末底]?(?! ?\d{1,2} ?日)|"
    r"(?P<y5>20\d\d)[-/.](?P<m5>\d{1,2})(?!\d|[./-]\d)|(?<!\d)(?P<y6>20\d\d)(?P<m6>0[1-9]|1[0-2])(?!\d)",
    "month_zh": r"(?P<zh>十[一二]?|[一二三四五六七八九])月份",
    "month_en": rf"\b(?P<e4>{_ENGLISH})\b\.?(?:,? ?(?P<y7>20\d\d)| ?- ?(?P<y9>20\d\d)|[-'’](?P<y10>\d\d)(?![\d-]))?|"
    r"(?<![\d/.-])(?P<m9>0?[1-9]|1[0-2])/(?P<y11>20\d\d)(?![\d/])",
    "year": r"(?:fy ?)?(?<!\d)(?P<y8>20\d\d)(?!\d)(?: ?年度?)?",
    "so_far": r"(?:本年度?|今年|当年|年初|年内|年度|年)?(?:以来|至今|1?[至到](?:本月|当月|月末|月底))?(?:止)?(?:累计|累积)|自?年初(?:以来|至今)|"
    r"(?:本年度?|今年|当年)(?:以来|至今)?|截[至止]到?(?:本月|当月)?(?:末|底)?|(?:本|当)月(?:止|末)?累计|year ?-?to ?-?date|\bytd\b|"
    r"cumulative(?:ly)?|accumulated|so ?far(?: ?this ?year)?|since ?january",
    "all_time": r"(?:历史|历年|总|上线以来|开通以来|建设以来|成立以来)(?:累计|累积)|上线以来|开通以来|all ?-?time|since ?launch",
    "last_month": r"上个?月(?:末|底|同期)?|上期|前月|(?:last|previous|prior) ?month",
    "last_year": r"(?:上|去|前)一?年度?(?:同期|同月|末|底)?|同期|基期|(?:last|previous|prior) ?year|"
    r"same ?(?:month|period)(?: ?(?:of )?last ?year)?|(?:a )?year ?ago",
    "change": rf"(?:同比|环比|定基比)(?:{_MOVED})?率?|(?:较|比){_SINCE}(?:{_MOVED})?(?:率|幅)?|{_MOVED}率?|差额|差值|(?:本月|当月|本年|本期)?(?:净增加?|增量)|net ?(?:increase|change)|"
    r"\bchanges?\b|growth(?: ?rate)?|\byoy\b|\bmom\b|y-o-y|m-o-m|increase|decrease|difference|\bdelta\b|±",
    "share": r"占比|比重|比例|占全[省市县区国].{0,6}?(?:比重|比例|比)|\bshare\b(?: ?of)?|proportion|\bratio\b",
    "rank": r"(?:全[省市区县国])?(?:排名|名次|排位|位次|排序)(?:变化)?|\branking\b|\brank\b",
    "average": r"[日月人年周户季]均|平均(?:每[日月人天周])?|均值|每[日天周]|中位数|\baverage\b|\bavg\b|\bmean\b|\bmedian\b|\bdaily\b|"
    r"per ?(?:day|person|capita)",
    "estimate": r"预计|预测|预估|预期|估计|估算|暂估|暂定|测算|推算|初步|快报|\best\b|estimated?|forecast|projected|projection|"
    r"provisional|preliminary|expected",
    "plan": r"(?:年度|本年度?|全年|月度|季度|当年)?(?:目标|计划|任务|预算|指标)(?:任务)?|应完成|需完成|targets?|planned|\bplan\b|\bgoal\b|budget",
    "progress": r"(?:目标|任务|计划)?(?:完成|达成)(?:率|进度|比例|百分比|占比)|(?:序时)?进度|completion(?: ?rate)?|progress|attainment",
    "new": r"(?:本月|当月|本年|本期)?(?:新增|新开通|新上架|新归集)|newly ?added|\bnew\b|\badded\b",
    "part": r"其中.*|of ?which.*",
    "extreme": r"最[高大低小多少]|峰值|\bmax(?:imum)?\b|\bmin(?:imum)?\b|\bpeak\b",
    "reference": r"(?:仅供)?参考|作废|停用|[勿不]填|废弃|修订前|调整前|示例|样例|测试|(?:for )?reference|obsolete|do ?not ?fill|original|"
    r"example|sample",
    "this": r"(?:本|当|该)月份?|本期|当期|报告期|月度|this ?month|current ?month|\bmonthly\b",
    "at_end": r"(?:本|当)?(?:月末|期末|月底)|时点|(?:at )?(?:the )?end ?of ?(?:the )?month",
    "remark": r"不?(?:含|包含|包括)[^,，;；]*|剔除[^,，;；]*|(?:数据)?来源[^,，;；]*|口径[^,，;；]*|公布|\bpublished\b|必填|选填|可空|\brequired\b|"
    r"\boptional\b|[a-gi-ln-pr-z]{1,2}-?\d{2,4}(?![a-z\d])|注 ?\d{0,2}|见注.{0,3}|实际|实绩|\bactual\b",
    "fill": r"完成|实现|发生|数据|数额|数值|数量|数|值|量|额|情况|统计|合计|总计|小计|总数|总量|的|为|是|计量单位|单位|\bfigures?\b|\bvalues?\b|"
    r"number ?of|\btotal\b|\bunits?\b|\bin\b|\bof\b|\bthe\b",
}  # fmt: skip
_COMPILED = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_BETWEEN = re.compile(r"[\s,，、;；:：/|+·.。()（）\[\]【】<>《》_\"“”'‘’*-]+")
_LETTER = re.compile(r"[a-z0-9]")


@dataclass(frozen=True)
class Phrase:
    """One thing that is said. `kind` is a key of the patterns, `unit`, or `unknown`; `written` as it stands.

    `year`, `first`, `last` are of a month (then both are the same), a run of months or a year; 0 where none is said.
    """

    kind: str
    written: str
    year: int = 0
    first: int = 0
    last: int = 0
    unit: Unit | None = None


def phrases(text: str) -> tuple[Phrase, ...]:
    """What a text says, from left to right; words between them are `unknown`."""
    seen = unicodedata.normalize("NFKC", visible(text))
    return _phrases(" ".join(seen.split())[:LONGEST])


def understood(text: str) -> bool:
    """Whether every word of the text belongs to the grammar, and at least one says something."""
    said = phrases(text)
    return any(each.kind != "fill" for each in said) and all(each.kind != "unknown" for each in said)


@lru_cache(maxsize=8192)
def _phrases(text: str) -> tuple[Phrase, ...]:
    return tuple(_split(text, text.casefold() if len(text.casefold()) == len(text) else text))


def _split(text: str, folded: str) -> Iterator[Phrase]:
    at, unknown = 0, 0
    while at < len(folded):
        gap = _BETWEEN.match(folded, at)
        phrase, end = (None, at) if gap and folded[at] not in "'" else _longest(text, folded, at)
        if gap and phrase is None:
            end = gap.end()
        if phrase is None and end == at:
            at += 1
            continue
        if unknown < at and text[unknown:at].strip():
            yield Phrase("unknown", text[unknown:at].strip())
        if phrase is not None:
            yield phrase
        at = unknown = end
    if unknown < len(text) and text[unknown:].strip():
        yield Phrase("unknown", text[unknown:].strip())


def _longest(text: str, folded: str, at: int) -> tuple[Phrase | None, int]:
    """The longest phrase that begins here, and where it ends."""
    matches = ((kind, match) for kind, each in _COMPILED.items() if (match := each.match(folded, at)) and match[0])
    kind, match = max(matches, key=lambda found: found[1].end(), default=("", None))
    end = match.end() if match else at
    unit, beyond = _unit(text, folded, at, end)
    if unit is not None:
        return Phrase("unit", text[at:beyond], unit=unit), beyond
    if match is None:
        return None, at
    phrase = _dated(kind, text[at:end].strip(), match)
    return (None, at) if phrase is None else (phrase, end)


def _unit(text: str, folded: str, at: int, least: int) -> tuple[Unit | None, int]:
    """The longest unit of measure that begins here and ends after `least`; of letters only whole words."""
    if at and _LETTER.match(folded[at]) and _LETTER.match(folded[at - 1]):
        return None, at
    for end in range(min(len(folded), at + LONGEST_UNIT), max(least, at), -1):
        cut = end < len(folded) and _LETTER.match(folded[end]) and _LETTER.match(folded[end - 1])
        if not cut and not folded[end - 1].isspace() and (unit := unit_of(text[at:end])):
            return unit, end
    return None, at


def _dated(kind: str, written: str, match: re.Match[str]) -> Phrase | None:
    """The phrase with the months it names; None where the numbers are no months."""
    said = {name: each for name, each in match.groupdict().items() if each}
    year = next((int(each) for name, each in said.items() if name[0] == "y" and each.isdigit()), 0)
    year += 2000 if "y10" in said else 0
    names = [each for name, each in said.items() if name[0] == "e"]
    numbers = [int(each) for name, each in said.items() if name[0] == "m"]
    numbers += [_MONTHS.index(each[:3]) + 1 for each in names]
    numbers += [_CHINESE.index(said["zh"]) + 1] if "zh" in said else []
    if any(not 1 <= each <= 12 for each in numbers):
        return None
    kind = kind.split("_")[0] if kind in ("months_en", "months_list", "month_zh", "month_en") else kind
    if (
        kind == "months"
        and numbers[0] == 1
        and "m7" not in said
        and len({each for name, each in said.items() if name[0] == "y"}) < 2
    ):
        kind = "so_far"
    return Phrase(kind, written, year, *(numbers[:1] + numbers[-1:] if numbers else (0, 0)))
