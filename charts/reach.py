"""From where to where, and where should it be: a stretch of a line with a mark."""

from math import isnan

from markupsafe import Markup

Ends = tuple[float, float]
MARGIN = 0.08  # of what is shown, left free at either end


def reach(
    low: float, high: float, *, mark: float = float("nan"), ends: Ends | None = None, status: str = "", label: str = ""
) -> Markup:
    """A stretch from `low` to `high` on a track, with a tick at `mark` (NaN: none). Choose it in a table, where many stretches are
    read down a column.

    `ends`: what the whole track stands for; else each stretch has a scale of its own, wide enough for itself and its mark. `status` is
    a key of `style.STATUS`, or `""`; `label` what a screen reader says ("": the cells beside say it).
    """
    first, last = ends or _ends([value for value in (low, high, mark) if not isnan(value)])
    span = (last - first) or 1.0

    def at(value: float) -> float:
        return 100 * min(max((value - first) / span, 0.0), 1.0)

    tick = (
        Markup("")
        if isnan(mark)
        else Markup('<rect class="due" x="{:.1f}%" y="0" width=".16rem" height="100%"/>').format(at(mark))
    )
    # Where the cells beside say the same, nothing is read aloud twice.
    said = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    return Markup(
        '<svg class="bar reach {}"{}><rect class="bar-track" width="100%" height="100%"/>'
        '<rect class="done" x="{:.1f}%" width="{:.1f}%" height="100%"/>{}</svg>'
    ).format(status, said, at(low), max(at(high) - at(low), 1.0), tick)


def _ends(values: list[float]) -> Ends:
    first, last = min(values), max(values)
    free = MARGIN * ((last - first) or abs(first) or 1.0)
    return first - free, last + free
