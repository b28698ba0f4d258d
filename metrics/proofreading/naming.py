"""Which metrics the words around a figure name: pairs of letters of their names, the rarer the weightier."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache

from data.uploads.understanding import counted_in
from metrics import METRICS
from metrics.answering import words
from metrics.language import Metric
from metrics.proofreading.figure import Figure

NAMED = 0.6  # from here on the words name the metric; below it a figure is never judged
LIKE = 0.4  # from here on it is shown as one that may be meant
FAR_WORDS = 0.5  # a word of the sentence beside one of the clause
FITTING = 0.06  # for the very unit of measure, and against another one that counts the same things
LONGER = 0.008  # of two names that are both said the longer one says more: 数据产品 stands in 入选案例集的数据产品
PLAIN = re.compile(r"[^\w一-鿿]+|的|[（(][^）)]{0,30}[）)]")
LAST = ("数量", "总量", "数", "量")
# As running text calls them, with a number and its unit beside; a question alone would need more.
PRINTED: Mapping[str, tuple[str, ...]] = {
    "data_records": ("归集公共数据", "归集数据", "归集各类公共数据", "公共数据归集"),
    "sharing_fulfilment": ("共享满足率",),
    "major_apps_live": ("上线运行重大应用", "重大应用上线", "重大应用"),
    "components": ("智能组件", "上架组件"),
    "problems_assigned": ("交办问题", "交办清单问题"),
    "service_items": ("集成政务服务事项", "集成事项", "集成服务事项"),
    "materials_cut": ("减材料",),
    "time_cut": ("减时间",),
    "theory_results": ("理论成果",),
    "frontrunner_cases": ("领跑者案例",),
    "core_industry_value_added": ("核心产业增加值", "数字经济核心产业增加值"),
    "core_industry_share_change": ("占全省比重", "增加值占比"),
    "business_environment_rank": ("营商环境",),
    "component_use_rank": ("组件利用率",),
    "portal_daily_users": ("日活用户", "日活"),
    "apps_on_shelf": ("上架应用",),
    "service_requests": ("办件量", "办件"),
    "enforcement_teams_cut": ("精简执法队伍", "执法队伍"),
    "enforcement_force_local": ("执法力量", "执法力量下沉"),
    "cockpit_source_units": ("驾驶舱来源单位",),
    "challenge_projects": ("揭榜挂帅项目", "揭榜挂帅"),
    "awards_breakthrough": ("改革突破奖",),
}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Every metric's names for text, of two letters at least; a register's plain count of rows is no metric people quote."""
    named = {}
    for key, metric in METRICS.items():
        if key.endswith("_kept"):
            continue
        of = (metric.zh, *(each.zh for each in metric.measures if len(metric.measures) == 1), *words.CALLED.get(key, ()), *PRINTED.get(key, ()))  # fmt: skip
        plain = dict.fromkeys(_plain(each) for each in of if not each.isascii())
        cut = [each[: -len(last)] for each in plain for last in LAST if each.endswith(last) and len(each) > 3]
        named[key] = tuple(name for name in dict.fromkeys((*plain, *cut)) if len(name) > 1)
    return named


def _plain(name: str) -> str:
    return PLAIN.sub("", unicodedata.normalize("NFKC", name).casefold())


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


@cache
def _weights() -> Mapping[str, float]:
    named = _names()
    often = Counter(pair for names in named.values() for pair in set().union(*map(_pairs, names)))
    return {pair: math.log(1 + len(named) / count) for pair, count in often.items()}


def candidates(figure: Figure, near: str, sentence: str) -> list[tuple[str, float]]:
    """The metrics that can be meant, best first, with how much of a name is said (1: all of it)."""
    close = set().union(*(_pairs(PLAIN.sub("", part)) for part in near.split(" ")))
    far = _pairs(PLAIN.sub("", sentence))
    found = []
    for key, names in _names().items():
        metric = METRICS[key]
        if _can_be(figure, metric):
            score, weight = max(_score(name, close, far) for name in names)
            score += _fit(figure, metric)
            if score >= LIKE:
                found.append((score, weight, key))
    found.sort(key=lambda each: -(each[0] + each[1] * LONGER))
    return [(key, score) for score, _, key in found]


def _score(name: str, close: set[str], far: set[str]) -> tuple[float, float]:
    weights = _weights()
    pairs = _pairs(name)
    whole = sum(weights[pair] for pair in pairs)
    said = sum(weights[pair] * (1 if pair in close else FAR_WORDS if pair in far else 0) for pair in pairs)
    return said / whole, said


def _can_be(figure: Figure, metric: Metric) -> bool:
    """Whether a figure with that unit of measure can be one of the metric, or of its change."""
    if figure.kind == "points":
        return metric.format in ("percent", "points")
    if figure.kind == "change":
        return metric.kind in ("flow", "stock")
    if figure.kind == "share":
        return metric.format == "percent"
    if figure.kind == "rank":
        return metric.format == "rank"
    if figure.kind == "times" or metric.format in ("percent", "points", "rank"):
        return False
    unit = counted_in.unit_of(figure.unit) if figure.unit else None
    return (
        unit is None or any(counted_in.goes_with(unit, each) for each in metric.measures) or unit.kind == _kind(metric)
    )


def _kind(metric: Metric) -> str:
    own = counted_in.unit_of(metric.unit.zh)
    return own.kind if own else ""


def _fit(figure: Figure, metric: Metric) -> float:
    if figure.kind != "count" or not figure.unit or not metric.unit.zh:
        return 0.0
    return FITTING if figure.unit == metric.unit.zh else -FITTING
