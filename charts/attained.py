"""How much of a target is reached, and how much should be: one bar with a mark."""

from markupsafe import Markup


def attained(share: float, due: float | None = None, *, status: str = "", label: str = "") -> Markup:
    """A bar filled to `share` of the target, with a tick at `due` (序时进度). Choose it under a number with a target.

    Both are fractions; above 1 the bar is full. `status` is a key of `style.STATUS`, or `""` where it is withheld.
    """
    mark = (
        Markup('<rect class="due" x="{:.1f}%" y="0" width=".16rem" height="100%"/>').format(99 * min(due, 1))
        if due
        else ""
    )
    return Markup(
        '<svg class="bar attained {}" role="img" aria-label="{}"><rect class="bar-track" width="100%" height="100%"/>'
        '<rect class="done" width="{:.1f}%" height="100%"/>{}</svg>'
    ).format(status, label, 100 * min(max(share, 0), 1), mark)
