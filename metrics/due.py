"""From when on a number of a month may be judged: the day by which all it is made of is due, in the unit and below it.

Before that day what is not there yet is not missing, and what is there is not the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
from sqlalchemy import Connection

from data import months
from data.reporting.obligations import LAST_DAY, due_of
from metrics.arrays import Marks
from metrics.duties import Asked
from metrics.language import Metric
from metrics.scope import Scope


@dataclass(frozen=True)
class Due:
    """The duties of one month (a column of the scope) as they stood at a moment. `running`: the month is not over yet."""

    scope: Scope
    column: int
    now: datetime
    running: bool
    asked: Mapping[str, Asked]

    def still_to_come(self, metric: Metric) -> np.ndarray:
        """The day by which the last of what each unit's number is made of is due (`datetime64[s]`, by unit), NaT where it
        has come or nothing is owed."""
        days = np.full(self.scope.grid.shape[0], np.datetime64("NaT", "s"))
        for what in self._made_of(metric):
            duty = self.asked[what]
            for day in sorted(set(duty.due_day[:, self.column].tolist()) - {0}):
                moment = due_of(self.scope.grid.months[self.column], day)
                if moment < self.now:
                    continue
                owe = self._at_or_below(duty.owed[:, self.column] & (duty.due_day[:, self.column] == day))
                days[owe] = np.fmax(days[owe], np.datetime64(moment.date(), "s"))
        return days

    def _made_of(self, metric: Metric) -> list[str]:
        if metric.cells:  # of everything that is owed
            return list(self.asked)
        named = {part.key for part in metric.parts} | {word.register for word in metric.rows}
        return [what for what in self.asked if what in named]

    def _at_or_below(self, who: Marks) -> Marks:
        shape = self.scope.trees.shapes[self.scope.trees.which[self.column]]
        sums: Marks = shape.subtree_sums(who.astype(float)[:, None])[:, 0] > 0
        return sums


def due(conn: Connection, scope: Scope, column: int) -> Due:
    """What is due of the scope's month at a column: by now, or for an earlier revision by the moment it came about."""
    month, now = scope.grid.months[column], scope.moment(conn)
    over = datetime.combine(months.end_of(month), time(), months.SHANGHAI) + timedelta(days=1)
    come = due_of(month, LAST_DAY) < now
    return Due(scope, column, now, now < over, {} if come else scope.duties(conn))
