"""The life of one thing on a line: what came when, what is due, and where today stands."""

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

NEAR = 9  # per cent of the line: closer than that, the words stand on the other side


def life(data: Sequence[Mapping], *, today: date, words: Mapping[str, str], alt: str) -> Markup:
    """Days on one line, in their true distances. Choose it for up to some eight dates of one object.

    Each of `data` has `at` (a day), `name` and `due` (whether it is a limit, not an event). What lies after `today` is
    hollow. `words` names `today`; `alt` is what a screen reader says of the line.
    """
    days = sorted(
        [*data, {"at": today, "name": words["today"], "due": False, "today": True}], key=lambda one: one["at"]
    )
    first, last = days[0]["at"], days[-1]["at"]
    run = max((last - first).days, 1)
    drawn, before, side = Markup(""), -100.0, 0
    for one in days:
        place = 100 * (one["at"] - first).days / run
        side = 1 - side if place - before < NEAR else 0
        before = place
        drawn += _point(one, place, side, today)
    now = 100 * (min(max(today, first), last) - first).days / run
    return Markup(
        '<div class="life" role="img" aria-label="{}"><span class="life-line"><i style="width:{:.2f}%"></i></span>{}</div>'
    ).format(alt, now, drawn)


def _point(one: Mapping, place: float, side: int, today: date) -> Markup:
    kind = "today" if one.get("today") else "due" if one["due"] else "event"
    late = " late" if one["due"] and one["at"] < today else ""
    coming = " coming" if one["at"] > today else ""
    edge = " first" if place < 8 else " last" if place > 92 else ""
    return Markup(
        '<span class="life-point {}{}{}{} {}" style="left:{:.2f}%"><i></i><small><b>{}</b>{}</small></span>'
    ).format(kind, late, coming, edge, "below" if side else "above", place, one["name"], one["at"].isoformat())
