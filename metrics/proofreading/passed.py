"""What has digits in a text and is no figure: years and dates, names of the reform, list numbers, editions, telephones, addresses."""

import re
from collections.abc import Iterator
from datetime import date

from metrics.answering.spans import When, spans

_ZH = "[零〇一二三四五六七八九十]"
# fmt: off
PASSED = (
    re.compile(r"(?<!\d)(?:19|20)\d\d ?(?:年|[-—–~至到]|[-—–]{2}) ?(?:(?:19|20)?\d\d ?年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?=\D|$)"),  # years, spans of them, dates
    re.compile(rf"(?:19|20|二〇|二零|一九){_ZH}{{2}}年"),
    re.compile(r"(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?![\d%])"),
    re.compile(r"(?<!\d)\d{1,2}月(?:\d{1,2}[日号])?(?:[-—–~至到]\d{1,2}[日号])?"),
    re.compile(r"(?<!\d)\d{1,2}日(?![均活访])"),
    re.compile(rf"(?:近|过去|未来|今后|连续)(?:\d{{1,2}}|{_ZH}{{1,2}})(?:年|个?月|天)"),
    re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)"),
    re.compile(r"(?<![\d.,])1612(?!\d)|(?<![\d.,])(?:141|1512|152)(?=[”’\"]|体系|架构|平台|工作)"),
    re.compile(r"(?<!\d)\d{1,2}(?:\+(?:\d{1,3}|[nx])){1,5}"),  # 1+6+N
    re.compile(r"(?:^|[\n。;:]) {0,4}\d{1,2}(?:[、)]|\.(?!\d))", re.MULTILINE),  # list numbers
    re.compile(r"\(\d{1,2}\)|[①-⑳]"),
    re.compile(rf"(?:^|[\n。;:,]) {{0,4}}(?:{_ZH}{{1,3}}[、是]|\({_ZH}{{1,3}}\))", re.MULTILINE),
    re.compile(rf"第(?:\d{{1,4}}|{_ZH}{{1,4}})(?:方阵|梯队|方|届|期|版|次|批|轮|季度|季|章|条|款|号|线|时间|产业|个|类|步|阶段|站|集|大)"),
    re.compile(r"[〔\[(](?:19|20)\d\d[〕\])] ?\d{1,4}号"),
    re.compile(rf"(?:党的|党)?(?:十[一二三四五六七八九]|二十)(?:大(?!数据)|届)|{_ZH}届|{_ZH}中全会|十[一二三四五]五(?:规划|时期|期间)?"),
    re.compile(r"(?<![\d.])\d\.0(?![\d%万亿千百个家项条类倍])"),  # 数字化改革2.0
    re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)\(?0\d{2,3}\)?[- ]\d{7,8}(?!\d)|(?<!\d)\d{3,8}(?=热线|专线)|(?<!\d)400[- ]?\d{3}[- ]?\d{4}"),
    re.compile(r"(?<!\d)\d{17}[\dx](?!\d)"),
    re.compile(r"(?<=[a-z])[-.]?\d{1,9}(?:\.\d{1,9})?|(?<![\d.,])\d{1,9}(?:\.\d{1,3})?(?=[a-z])(?!(?:k|m|b|mn|bn|pp|thousand|million|billion)\b)"),  # B2, IPv6, 5G, 4K
    re.compile(r"(?<!\d)\d{1,5}(?=号(?!文)|弄|幢|栋|单元|室|楼)"),
    re.compile(r"(?:电话|传真|手机|邮编|邮政编码|编号|证号|账号|代码|联系人|热线)[^\d\n]{0,4}[-\d ]{3,24}"),
    re.compile(r"(?:https?://|www\.)[!-~]{1,200}|[!-~]{1,60}@[!-~]{1,60}"),
)
# Names in quotes: “深蓝2022”, 《…2022…》, “三张清单”. What is longer is a sentence somebody said, with figures of its own.
QUOTED = (re.compile(r"“[^“”\n]{1,14}”"), re.compile(r"\"[^\"\n]{1,14}\""), re.compile(r"‘[^‘’\n]{1,14}’"), re.compile(r"《[^《》\n]{1,60}》"), re.compile(r"「[^「」\n]{1,14}」"))
# fmt: on
BARE_YEAR = re.compile(r"(?:19|20)\d\d")


def passed(text: str, today: date) -> Iterator[tuple[int, int]]:
    """Where something stands that is no figure; of a folded text (`scanning.folded`)."""
    for pattern in (*PASSED, *QUOTED):
        for found in pattern.finditer(text):
            yield found.span()
    yield from ((start, end) for start, end, _ in said_months(text, today))


def said_months(text: str, today: date) -> Iterator[tuple[int, int, When]]:
    """The months and periods a text names; 2000 alone may as well be a number of something."""
    for start, end, made in spans(text, today):
        if isinstance(made, When) and not BARE_YEAR.fullmatch(text, start, end):
            yield start, end, made
