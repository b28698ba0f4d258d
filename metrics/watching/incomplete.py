"""A month was not complete on a day of the next: by what had been handed in by then, as it was known on that day."""

import numpy as np

from data import months
from data.reporting.obligations import due_of
from data.text import Text
from data.watching.reading import Found
from metrics import handed_in
from metrics.conclusions.conclusion import say
from metrics.delivery import ORDER
from metrics.scope import scope_of
from metrics.watching.asked import Asked

TEXTS = {
    "missing": Text("应报 {owed} 项，次月 {day} 日还缺 {missing} 项", "{missing} of {owed} cells missing on day {day} of the next month"),
    "complete": Text("应报 {owed} 项，次月 {day} 日已报全", "all {owed} cells in by day {day} of the next month"),
    "ahead": Text("次月 {day} 日未到", "day {day} of the next month is still to come"),
}  # fmt: skip


def incomplete(asked: Asked) -> list[Found]:
    """Each month of which something owed by the unit and those below it had not come by the end of the day."""
    day = int(asked.threshold)
    scope = scope_of(asked.conn, [asked.watched.unit], asked.run[0], asked.run[-1])
    duties = scope.duties(asked.conn)
    what = [key for key in ORDER if key in duties and duties[key].owed.any() and _is_meant(asked, key)]
    owed = np.array([duties[key].owed for key in what]).reshape(len(what), *scope.grid.shape)
    dues = {(at, day): due_of(month, day) for at, month in enumerate(scope.grid.months)}
    came = handed_in.came(asked.conn, what, scope, np.where(owed, day, 0), dues)
    asked_for, lacking = owed.sum(axis=(0, 1)), (owed & ~came.on_time).sum(axis=(0, 1))
    found = []
    for at, month in enumerate(scope.grid.months):
        ahead = dues[at, day] >= months.now()
        state = "incomplete" if lacking[at] and not ahead else ""
        told = "ahead" if ahead else "missing" if state else "complete"
        blanks = {"owed": f"{asked_for[at]:,}", "missing": f"{lacking[at]:,}", "day": day}
        found.append(Found(month, "", state, say(TEXTS[told], **blanks)))
    return found


def _is_meant(asked: Asked, key: str) -> bool:
    """Of a metric what it is made of, of a list that list; of a unit everything."""
    here = asked.watched
    if here.subject == "list":
        return key == here.register
    if here.subject == "unit":
        return True
    (metric,) = asked.metrics
    made_of = {part.key for part in metric.parts} | {word.register for word in metric.rows}
    return bool(metric.cells) or key in made_of
