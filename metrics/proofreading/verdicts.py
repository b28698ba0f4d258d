"""What is said of a figure: whether it agrees with the values of the store, and if not, how it differs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from data.text import Text
from metrics.proofreading.figure import LOWER, Figure, agrees, is_rounded_too_far, same_promise
from metrics.proofreading.known import Value

Verdict = Literal["disagrees", "promise_broken", "rounds_too_far", "outdated", "other_level", "not_known", "not_ours", "agrees"]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A verdict in a word, the mark that stands beside it, and what it means."""

    mark: str
    word: Text
    means: Text


# The worst first: the order of the list. The mark tells them apart without a colour.
VERDICTS: dict[Verdict, Told] = {
    "disagrees": Told("✗", Text("不符", "Disagrees"), Text("与库中的数不一致", "Not what the store holds")),
    "promise_broken": Told("≠", Text("用词不符", "Promise broken"), Text("“多”“超过”“约”等用词与库中的数不合", "More than, about and the like do not fit the number of the store")),
    "rounds_too_far": Told("≈", Text("舍入不当", "Rounded too far"), Text("末位差一：舍入应为四舍五入", "The last digit is one off: round half up")),
    "outdated": Told("◷", Text("已过时", "Outdated"), Text("与较早月份的数一致，之后已有新数", "What the store held for an earlier month; there is a newer number")),
    "other_level": Told("⇄", Text("层级或口径不同", "Another level or definition"), Text("与另一单位或另一口径的数一致", "The number of another unit, or of another definition")),
    "not_known": Told("?", Text("无法核对", "Not known"), Text("像是驾驶舱的指标，但指标不能确定，或库中没有可供核对的数", "It looks like a metric of the cockpit, but which one is not certain, or there is no number to hold it against")),
    "not_ours": Told("○", Text("非本库指标", "Not ours"), Text("驾驶舱没有这项指标，未作核对", "No metric of the cockpit; it was not checked")),
    "agrees": Told("✓", Text("一致", "Agrees"), Text("与库中的数一致", "What the store holds")),
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A verdict with the value of the store it rests on, and that which the text seems to have taken instead."""

    verdict: Verdict
    value: Value | None = None
    instead: Value | None = None


def judge(figure: Figure, values: Sequence[Value], around: Sequence[Value], *, dated: bool) -> Judged:
    """The verdict over a figure that was matched: `values` of its number (the oldest first, the last is the one it is held
    against), `around` those of other units."""
    if not values:
        return Judged("not_known")
    now, before = values[-1], values[:-1]
    if _is(figure, now):
        return Judged("agrees" if same_promise(figure, now.qualifier) else "promise_broken", now)
    if is_rounded_too_far(figure, now.value):
        return Judged("rounds_too_far", now)
    # A figure of one digit is equal to something by chance alone.
    telling = figure.value >= 10 * figure.coarse or (figure.kind == "share" and figure.value >= 10 * figure.fine)
    earlier = _earlier(figure, before)
    if earlier is not None and (telling or not dated):
        return Judged("outdated", now, earlier)
    if _breaks_its_promise(figure, now.value):
        return Judged("promise_broken", now)
    other = next((value for value in around if telling and _is(figure, value)), None)
    return Judged("other_level", now, other) if other else Judged("disagrees", now)


def _earlier(figure: Figure, before: Sequence[Value]) -> Value | None:
    """The last earlier value that the figure is, of the month it was reported for: carried on, a value stays the same."""
    found = None
    for value in reversed(before):
        if found is not None and value.value != found.value:
            break
        if found is not None or _is(figure, value):
            found = value
    return found


def _is(figure: Figure, value: Value) -> bool:
    """Whether the figure is the value: of a bound, the same bound or a weaker one."""
    if agrees(figure, value.value):
        return True
    bound = value.qualifier if value.qualifier != "exact" else ""
    return bool(bound) and agrees(replace(figure, qualifier="exact"), value.value)


def _breaks_its_promise(figure: Figure, value: float) -> bool:
    """250多 and 249, 近百 and 101, 约30 and 37: near enough to mean this number, on the wrong side of the words."""
    if figure.qualifier == "exact" or figure.is_band:
        return False
    near = max(figure.coarse, figure.fine)
    if figure.qualifier in LOWER:
        return figure.value - near <= value <= figure.value
    return abs(value - figure.value) <= near
