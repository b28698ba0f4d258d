"""How hot a place is on a map: one direction, worse is hotter, in fixed classes that a legend can say."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pandas as pd

from data.text import Text
from metrics.formats import show, show_share
from metrics.language import Metric

CLASSES = 5
OF_DUE = (1.0, 0.95, 0.9, 0.8)  # of what is due by now
EVEN = (0.5, 1.0, 2.0, 4.0)  # times the even share of a count that should be small
POINTS = (0.0, 0.01, 0.02, 0.05)  # by which a rate is worse than the whole's
ABOUT = {
    "due": Text("完成应完成的", "Of what is due"),
    "even": Text("越热超出平均越多", "Hotter: further above the even share"),
    "points": Text("比全局差（百分点）", "Worse than the whole (points)"),
    "size": Text("由小到大", "Small to large"),
}


@dataclass(frozen=True)
class Heat:
    """`steps`: unit → 0 (well) to 4 (worst), None without a value; `words`: what each step means, from the best on. Where
    nothing says what is good (`worse` is False), the steps are of size alone and `words` its two ends."""

    steps: dict[str, int | None]
    words: tuple[Text, ...]
    about: Text
    worse: bool = True


def heat(rows: pd.DataFrame, metric: Metric, whole: pd.Series) -> Heat:
    """The classes of the units in `rows` (a snapshot's rows of one metric, by unit), beside the whole's row."""
    due = rows["attainment"] / rows["due"].fillna(1.0)
    if metric.better == "higher" and due.notna().mean() > 0.5:
        words = [*(f"≥{_percent(bound)}" for bound in OF_DUE), f"<{_percent(OF_DUE[-1])}"]
        return Heat(
            _steps(due, lambda value: sum(value < bound - 1e-12 for bound in OF_DUE)), _same(words), ABOUT["due"]
        )
    if metric.better == "lower" and metric.kind in ("stock", "flow"):
        even = [_round(whole["value"] / max(len(rows), 1) * times) for times in EVEN]
        bounds = list(accumulate(even, lambda before, bound: max(bound, before + 1)))  # of three problems in all, too
        words = [
            f"<{bounds[0]:g}",
            *(f"{low:g}–{high:g}" for low, high in pairwise(bounds)),
            f"≥{bounds[-1]:g}",
        ]
        return Heat(
            _steps(rows["value"], lambda value: sum(value >= bound for bound in bounds)), _same(words), ABOUT["even"]
        )
    if metric.format == "percent" and not math.isnan(whole["value"]):
        worse = (whole["value"] - rows["value"]) * (1 if metric.better == "higher" else -1)
        words = ["≤0", *(f"≤{bound * 100:g}" for bound in POINTS[1:]), f">{POINTS[-1] * 100:g}"]
        return Heat(
            _steps(worse, lambda value: sum(value > bound + 1e-12 for bound in POINTS)), _same(words), ABOUT["points"]
        )
    return _by_size(rows["value"], metric)


def _by_size(values: pd.Series, metric: Metric) -> Heat:
    known = values.dropna()
    low, high = (known.min(), known.max()) if len(known) else (math.nan, math.nan)
    ends = [low, high] if len(known) else []
    words = tuple(Text(show(end, metric), show(end, metric, language="en")) for end in ends)

    def size(value: float) -> int:
        return CLASSES // 2 if high <= low else min(CLASSES - 1, int((value - low) / (high - low) * CLASSES))

    return Heat(_steps(values, size), words, ABOUT["size"], worse=False)


def _steps(values: pd.Series, step: Callable[[float], int]) -> dict[str, int | None]:
    return {str(unit): None if math.isnan(value) else step(value) for unit, value in values.items()}


def _same(words: list[str]) -> tuple[Text, ...]:
    return tuple(Text(word, word) for word in words)


def _round(value: float) -> float:
    """To a number one reads: 13.4 → 13, 107 → 100."""
    return max(1.0, float(f"{value:.{2 if value < 100 else 1}g}")) if value > 0 else 1.0


def _percent(share: float) -> str:
    return show_share(share).replace(".0%", "%")
