"""The life of one thing on a line: what came when, what is due, and where today stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from markupsafe import Markup

NEAR = 9  # per cent of the line: closer than that, words would stand on each other


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
    places = [100 * (one["at"] - first).days / run for one in days]
    sides = _sides(places)
    labels = _apart(places, sides)
    drawn = Markup("").join(
        _point(one, place, label, side, today)
        for one, place, label, side in zip(days, places, labels, sides, strict=True)
    )
    now = 100 * (min(max(today, first), last) - first).days / run
    return Markup(
        '<div class="life" role="img" aria-label="{}"><span class="life-line"><i style="width:{:.2f}%"></i></span>{}</div>'
    ).format(alt, now, drawn)


def _sides(places: Sequence[float]) -> list[int]:
    """Above or below: on the other side than the one before, where that is near."""
    sides: list[int] = []
    for i, place in enumerate(places):
        sides.append(1 - sides[-1] if i and place - places[i - 1] < NEAR else 0)
    return sides


def _apart(places: Sequence[float], sides: Sequence[int]) -> list[float]:
    """Where the words stand: at their day, or as far to the side that none stands on another."""
    labels = list(places)
    for side in (0, 1):
        mine = [i for i, each in enumerate(sides) if each == side]
        for before, here in pairwise(mine):
            labels[here] = max(labels[here], labels[before] + NEAR)
        limit = 100.0
        for here in reversed(mine):
            labels[here] = min(labels[here], limit)
            limit = labels[here] - NEAR
    return labels


def _point(one: Mapping, place: float, label: float, side: int, today: date) -> Markup:
    kind = "today" if one.get("today") else "due" if one["due"] else "event"
    late = " late" if one["due"] and one["at"] < today else ""
    coming = " coming" if one["at"] > today else ""
    edge = " first" if label < 8 else " last" if label > 92 else ""
    return Markup(
        '<span class="life-point {}{}{}{} {}" style="left:{:.2f}%;--shift:{:.2f}"><i></i><small><b>{}</b>{}</small></span>'
    ).format(
        kind, late, coming, edge, "below" if side else "above", place, label - place, one["name"], one["at"].isoformat()
    )
