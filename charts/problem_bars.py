"""Stacked bars: how many problems stand in which list, and how many of them are late?"""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

ORDER = ("overdue", "open", "closed")  # the worst at the foot of the bar, where lengths compare best


def problem_bars(
    data: pd.DataFrame, *, names: Mapping[str, str], words: Mapping[str, str], links: Mapping[str, str]
) -> Markup:
    """A bar a list, of what is not closed yet, and every status as a number. Choose it for parts of a few wholes.

    `data` has `list`, `status` (`overdue`, `open`: not yet due, `closed`) and `count`; rows come in the order of
    `names` (list → name). `words` names the statuses, `links` gives where a list leads. What is closed has no bar: it
    grows for ever and would leave no room for what matters.
    """
    counts = data.pivot_table(index="list", columns="status", values="count", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=list(names), columns=list(ORDER), fill_value=0)
    longest = max(1, *(counts["overdue"] + counts["open"]).astype(int))
    rows = Markup("").join(
        _row(names[key], dict(zip(ORDER, map(int, numbers), strict=True)), longest, words, links[key])
        for key, *numbers in counts.itertuples()
    )
    return Markup('<div class="problems">{}{}</div>').format(_head(words), rows)


def _head(words: Mapping[str, str]) -> Markup:
    marks = Markup("").join(
        Markup('<span class="problems-count"><i class="swatch {}"></i>{}</span>').format(status, words[status])
        for status in ORDER
    )
    return Markup('<div class="problems-row problems-head"><span></span><span></span>{}</div>').format(marks)


def _row(name: str, counts: dict[str, int], longest: int, words: Mapping[str, str], href: str) -> Markup:
    start, parts = 0.0, []
    for status in ("overdue", "open"):
        width = 100 * counts[status] / longest
        parts.append(f'<rect class="{status}" x="{start:.2f}%" width="{width:.2f}%" height="100%"/>')
        start += width
    said = " · ".join(f"{words[status]} {count:,}" for status, count in counts.items())
    numbers = Markup("").join(
        Markup('<span class="problems-count {}">{:,}</span>').format(status if count else "", count)
        for status, count in counts.items()
    )
    return Markup(
        '<a class="problems-row" href="{}" data-tip="{}"><span class="problems-name">{}</span>'
        '<svg class="bar" role="img" aria-label="{}">{}</svg>{}</a>'
    ).format(href, f"{name}\n{said}", name, f"{name} {said}", Markup("".join(parts)), numbers)
