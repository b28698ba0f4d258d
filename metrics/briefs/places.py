"""What the named places of a template mean: `{{数值｜访问量｜宁波市｜上月}}`. The kind comes first; metric, unit and month in any
order, where they are not those of the briefing. What is not understood is told with what was expected and the nearest name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data import months
from data.documents.places import Known
from data.finding.matching import Asked, fit, named
from data.text import Text, filled
from data.units import Tree
from metrics import METRICS

SEPARATOR = re.compile("[|｜]")


@dataclass(frozen=True)
class Kind:
    """A kind of place: what it is called in a template, whether it needs a metric, whether it takes a paragraph of its own."""

    key: str
    name: Text
    of_metric: bool = False
    block: bool = False


KINDS = {
    each.key: each
    for each in (
        Kind("unit", Text("单位", "unit")),
        Kind("month", Text("月份", "month")),
        Kind("revision", Text("版本", "revision")),
        Kind("day", Text("日期", "day")),
        Kind("value", Text("数值", "value"), of_metric=True),
        Kind("mom", Text("环比", "mom"), of_metric=True),
        Kind("yoy", Text("同比", "yoy"), of_metric=True),
        Kind("standing", Text("对照目标", "against target"), of_metric=True),
        Kind("coverage", Text("填报率", "coverage"), of_metric=True),
        Kind("source", Text("来源", "source"), of_metric=True),
        Kind("conclusions", Text("突出情况", "conclusions"), block=True),
        Kind("figures", Text("指标表", "figures"), block=True),
        Kind("overdue", Text("超期最久", "longest overdue"), block=True),
        Kind("ranks", Text("排名", "ranks"), of_metric=True, block=True),
        Kind("history", Text("走势图", "history"), of_metric=True, block=True),
        Kind("units", Text("各单位图", "units"), of_metric=True, block=True),
        Kind("steps", Text("各步", "steps"), block=True),
        Kind("sources", Text("数据来源", "sources"), block=True),
    )
}
ALL = Text("、".join(each.name.zh for each in KINDS.values()), ", ".join(each.name.en for each in KINDS.values()))
MONTHS = {
    0: Text("本月", "this month"),
    -1: Text("上月", "last month"),
    -12: Text("去年同月", "same month last year"),
}
FINDINGS = {
    "kind": Text(
        "第 {paragraph} 段“{place}”：没有“{said}”这种位置{near}。可用：{kinds}。",
        "Paragraph {paragraph}, “{place}”: there is no place called “{said}”{near}. There are: {kinds}.",
    ),
    "part": Text(
        "第 {paragraph} 段“{place}”：“{said}”不是指标、单位或月份{near}。",
        "Paragraph {paragraph}, “{place}”: “{said}” is no metric, unit or month{near}.",
    ),
    "metric": Text(
        "第 {paragraph} 段“{place}”：请写明指标，例如 {{{{{kind}｜{example}}}}}。",
        "Paragraph {paragraph}, “{place}”: name the metric, as in {{{{{kind}|{example}}}}}.",
    ),
    "alone": Text(
        "第 {paragraph} 段“{place}”：它占一整段，同一段里不能有别的文字。请另起一段。",
        "Paragraph {paragraph}, “{place}”: it takes a paragraph of its own. Move it to one.",
    ),
    "broken": Text(
        "第 {paragraph} 段：“{place}”里的双花括号不成对。位置写作 {{{{数值｜访问量}}}}。",
        "Paragraph {paragraph}: the braces in “{place}” do not match. A place is written {{{{value|visits}}}}.",
    ),
}
NEAR = Text("，最接近的是“{name}”", "; the nearest is “{name}”")


@dataclass(frozen=True)
class Place:
    """One place, understood. Metric, unit and month are "" or None where they are those of the briefing; `by` months from it."""

    text: str
    kind: str
    metric: str = ""
    unit: str = ""
    month: date | None = None
    by: int = 0


@dataclass(frozen=True)
class Understood:
    """The places of a template, each once, and what is wrong with the others, in sentences."""

    places: tuple[Place, ...]
    findings: tuple[Text, ...]


def understood(known: Known, tree: Tree) -> Understood:
    """What the places mean, by the units of a tree."""
    places, findings = {}, []
    for paragraph, text in known.broken:
        findings.append(filled(FINDINGS["broken"], {"paragraph": paragraph, "place": text}))
    for each in known.places:
        read = _read(each.text, tree)
        if isinstance(read, Place) and KINDS[read.kind].block and not each.alone:
            read = ("alone", {})
        if isinstance(read, Place):
            places[each.text] = read
        else:
            reason, blanks = read
            told = {"paragraph": each.paragraph, "place": each.text.strip(), **blanks}
            findings.append(filled(FINDINGS[reason], told))
    return Understood(tuple(places.values()), tuple(findings))


def _read(text: str, tree: Tree) -> Place | tuple[str, dict[str, object]]:
    """A place, or the reason why it is none with the blanks of its sentence."""
    said, *parts = map(str.strip, SEPARATOR.split(text))
    kind = next((each for each in KINDS.values() if said.casefold() in (each.name.zh, each.name.en, each.key)), None)
    if kind is None:
        names = [each.name for each in KINDS.values()]
        return "kind", {"said": said, "near": _near(said, names), "kinds": ALL}
    place = Place(text, kind.key)
    for part in filter(None, parts):
        more = _part(part, tree)
        if more is None:
            units = [Text(tree[code].name_zh, tree[code].name_en) for code in tree.by_code]
            every = [Text(each.zh, each.en) for each in METRICS.values()] + units + list(MONTHS.values())
            return "part", {"said": part, "near": _near(part, every)}
        place = replace(place, **more)
    if kind.of_metric and not place.metric:
        example = next(iter(METRICS.values()))
        return "metric", {"kind": kind.name, "example": Text(example.zh, example.en)}
    return place


def _part(said: str, tree: Tree) -> dict[str, Any] | None:
    """Which metric, unit or month a part names."""
    plain = said.casefold()
    for by, name in MONTHS.items():
        if plain in (name.zh, name.en):
            return {"by": by}
    for key, metric in METRICS.items():
        if plain in (key, metric.zh.casefold(), metric.en.casefold()):
            return {"metric": key}
    for code, unit in tree.by_code.items():
        if plain in (code, unit.name_zh.casefold(), unit.name_en.casefold()):
            return {"unit": code}
    try:
        return {"month": months.parse(said)}
    except ValueError:
        return None


def _near(said: str, names: Sequence[Text]) -> Text:
    """The nearest of some names, in words; nothing where none is near."""
    asked = Asked(said)
    best = max(names, key=lambda each: fit(asked, named((each.zh, each.en))))
    if not fit(asked, named((best.zh, best.en))):
        return Text("", "")
    return filled(NEAR, {"name": best})
