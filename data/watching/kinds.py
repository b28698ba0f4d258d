"""The kinds of rules for a change: what each is about, how it reads, and within which bounds its threshold lies.

How a kind is evaluated stands in `metrics/watching/`, a file a kind.
"""

from dataclasses import dataclass
from typing import Literal

from data.text import Text

Subject = Literal["metric", "unit", "row", "list"]

SUBJECTS: dict[Subject, Text] = {
    "metric": Text("指标", "Metric"),
    "unit": Text("单位", "Unit"),
    "row": Text("事项", "Object"),
    "list": Text("清单", "List"),
}


@dataclass(frozen=True)
class Threshold:
    """The number of a rule: what is asked for, the usual one, and its bounds (both may be chosen)."""

    asked: Text
    usual: float
    least: float
    most: float


@dataclass(frozen=True)
class Kind:
    """A kind of rule: `name` for a choice, `told` with its threshold as `{n}`. `peers`: the units beside are compared, so
    whoever watches reads them all."""

    name: Text
    told: Text
    of: frozenset[Subject]
    threshold: Threshold | None = None
    peers: bool = False

    def written(self, threshold: float | None) -> Text:
        """The rule with its threshold."""
        number = "" if threshold is None else f"{threshold:g}"
        return Text(self.told.in_("zh", n=number), self.told.in_("en", n=number))


KINDS: dict[str, Kind] = {
    "turned": Kind(
        Text("状态变化", "Its status turns"),
        Text("状态变化", "its status turns"),
        frozenset({"metric", "unit", "row"}),
    ),
    "behind": Kind(
        Text("落后于目标或序时", "It falls behind"),
        Text("落后目标或序时超过 {n} 个百分点", "it falls more than {n} points behind its target or schedule"),
        frozenset({"metric", "unit"}),
        Threshold(Text("超过多少个百分点", "By more than (points)"), 5, 0, 100),
    ),
    "foreseen": Kind(
        Text("预计完不成目标", "It will miss its target"),
        Text("预计完不成年度目标的可能性超过 {n}%", "its target of the year will be missed with more than {n} %"),
        frozenset({"metric", "unit"}),
        Threshold(Text("可能性超过（%）", "With more than (%)"), 80, 50, 98),
    ),
    "moved": Kind(
        Text("变动超出常规", "It moves by more than usual"),
        Text("环比变动超过平时的 {n} 倍", "it moves by more than {n} times the usual"),
        frozenset({"metric"}),
        Threshold(Text("平时的多少倍", "Times the usual change"), 3, 1.5, 100),
    ),
    "shifted": Kind(
        Text("水平突变", "Its level shifts"),
        Text(
            "连续两三个月偏离此前走势，超出误差 {n} 倍",
            "two or three months lie beside its way by more than {n} standard errors",
        ),
        frozenset({"metric", "unit"}),
        Threshold(Text("超出误差多少倍", "Standard errors, more than"), 5, 3, 20),
    ),
    "rank": Kind(
        Text("名次变动", "Its rank moves"),
        Text("同级名次升降 {n} 位以上（含）", "its rank among its peers moves by {n} or more"),
        frozenset({"metric"}),
        Threshold(Text("多少位以上（含）", "Places, at least"), 3, 1, 100),
        peers=True,
    ),
    "overdue": Kind(
        Text("超期增多", "Too many are overdue"),
        Text("超期多于 {n} 个", "more than {n} are overdue"),
        frozenset({"unit", "list"}),
        Threshold(Text("多于多少个", "More than"), 5, 0, 100_000),
    ),
    "late": Kind(
        Text("超期", "It is overdue"),
        Text("超期多于 {n} 天", "it is overdue by more than {n} days"),
        frozenset({"row"}),
        Threshold(Text("多于多少天", "By more than (days)"), 0, 0, 3_650),
    ),
    "incomplete": Kind(
        Text("到日未报全", "A month is not complete in time"),
        Text("次月 {n} 日仍未报全", "a month is not complete on day {n} of the next"),
        frozenset({"metric", "unit", "list"}),
        Threshold(Text("次月几日", "Day of the next month"), 10, 1, 28),
    ),
}
WHOLE = frozenset({"rank", "overdue", "late", "incomplete"})  # their thresholds are whole numbers


def drafts(subject: Subject, kind: str) -> bool:
    """Whether such a rule can draft an instruction: about a row, or about a number that stands for the unit."""
    return subject != "list" and kind != "incomplete"


def kinds_of(subject: Subject) -> list[str]:
    """The kinds that what is watched may have, in order."""
    return [key for key, kind in KINDS.items() if subject in kind.of]
