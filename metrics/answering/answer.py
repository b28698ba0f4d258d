"""A question answered from the store, within what one may read: a number or a short list, how it was read, and where it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data import access, months, units
from data.reporting import calendar
from data.text import LANGUAGES, Language, Text
from data.units import Tree
from metrics import METRICS, query, withheld
from metrics.answering.listed import Chosen, chosen, lines_of
from metrics.answering.reader import read
from metrics.answering.reading import Reading, Unread
from metrics.answering.refusing import Stopped, stopped
from metrics.answering.said import View
from metrics.answering.telling import Line, coverage, number, when
from metrics.answering.wording import Word, words
from metrics.finding import places
from metrics.finding.places import Place
from metrics.finding.search import Seeker, may_read_metric
from metrics.periods import PERIODS
from metrics.withheld import Sight


@dataclass(frozen=True)
class Answer:
    """What is answered: one sentence, what stands behind it, the lines of a list and how many more there are; how the
    question was read, and where its number opens."""

    said: Text
    note: Text
    lines: tuple[Line, ...]
    more: int
    words: tuple[Word, ...]
    place: Place
    reading: Reading


def answer(conn: Connection, question: str, seeker: Seeker) -> Answer | Unread:
    """The answer to a question, or why there is none; of what the seeker may not read nothing is told."""
    known = units.load(conn)
    view = View(known, seeker.unit, seeker.month, months.today())
    reading = read(question, view)
    if isinstance(reading, Unread):
        return reading
    asked = _Asked(conn, seeker, reading, known)
    try:
        return asked.answer()
    except Stopped as why:
        return why.why


class _Asked:
    """One reading asked of the store."""

    def __init__(self, conn: Connection, seeker: Seeker, reading: Reading, known: units.Units):
        self.conn, self.seeker, self.reading, self.known = conn, seeker, reading, known
        self.tree = known.in_month(reading.month)
        self.metric, self.period = METRICS[reading.metric], PERIODS[reading.period]
        self.sight = Sight(access.readable(seeker.actor, self.tree), calendar.published(conn))

    def answer(self) -> Answer:
        """The answer; raises Stopped where something may not be read."""
        for unit in self.reading.units:
            self._require(unit)
        told = self._listed() if self.reading.listed else self._numbers()
        unit = self.reading.units[0]
        label = months.label(self.reading.month)
        place = places.of_number(self.metric.key, unit, label, self.period.key)
        return Answer(*told, words(self.reading, self.known, months.today()), place, self.reading)

    def _require(self, unit: str) -> None:
        reading, name = self.reading, Text(self.tree[unit].name_zh, self.tree[unit].name_en)
        seen = self.sight.may(unit, self.period.first(reading.month), reading.month)
        rows_of_own = (
            reading.filter != "missing" or unit in self.sight.own
        )  # who has not reported is for the unit itself
        if not (seen and rows_of_own and may_read_metric(self.seeker.actor, reading.metric, unit, self.tree)):
            raise stopped("may_not", unit=name, month=when(reading))

    def _snapshot(self, unit: str) -> pd.DataFrame:
        frame = query.snapshot(
            self.conn, [self.metric], unit, self.reading.month, period=self.period, revision=self.seeker.revision
        )
        return withheld.of_snapshot(frame, self.sight, self.reading.month, self.period)

    def _numbers(self) -> tuple[Text, Text, tuple[Line, ...], int]:
        """The number of one unit; of several, side by side in the order in which they were named."""
        rows = {unit: self._row(self._snapshot(unit), unit) for unit in self.reading.units}
        lines = tuple(self._line(unit, row) for unit, row in rows.items())
        metric = Text(self.metric.zh, self.metric.en)
        if len(lines) > 1:
            return _pair(lambda lang: f"{when(self.reading).in_(lang)} {metric.in_(lang)}"), Text("", ""), lines, 0
        (line,) = lines
        said = _pair(
            lambda lang: (
                f"{line.name.in_(lang)} {when(self.reading).in_(lang)} {metric.in_(lang)}{COLON.in_(lang)}{line.value.in_(lang)}"
            )
        )
        return said, line.note, (), 0

    def _listed(self) -> tuple[Text, Text, tuple[Line, ...], int]:
        frame, whole = self._below()
        found: Chosen = chosen(frame, whole, self.reading, self.metric)
        lines, more = lines_of(found, self._line)
        return found.said, found.note, lines, more

    def _below(self) -> tuple[pd.DataFrame, Mapping[Any, Any]]:
        """The rows of the units asked for, a row each, and that of the unit above them."""
        unit = self.reading.units[0]
        wanted = _units_of(self.reading, self.tree)
        parents = dict.fromkeys(self.tree[code].parent or "" for code in wanted)
        frames = {parent: self._snapshot(parent) for parent in dict.fromkeys((unit, *parents))}
        rows = pd.concat([frames[parent] for parent in parents], ignore_index=True)
        first = self.period.first(self.reading.month)
        seen = [code for code in wanted if self.sight.may(code, first, self.reading.month)]
        mine = rows[rows["unit"].isin(seen)].drop_duplicates("unit").set_index("unit", drop=False)
        return mine.reindex([code for code in seen if code in mine.index]), self._row(frames[unit], unit)

    def _row(self, frame: pd.DataFrame, unit: str) -> Mapping[Any, Any]:
        return frame[frame["unit"] == unit].iloc[0].to_dict()

    def _line(self, unit: str, row: Mapping[Any, Any]) -> Line:
        label = months.label(self.reading.month)
        return Line(
            Text(self.tree[unit].name_zh, self.tree[unit].name_en),
            _pair(lambda lang: number(row, self.reading, self.metric, lang)),
            _pair(lambda lang: coverage(row, self.reading, self.metric, lang)),
            places.of_number(self.metric.key, unit, label, self.period.key),
        )


COLON = Text("：", ": ")


def _units_of(reading: Reading, tree: Tree) -> list[str]:
    """The units below that are asked about: of a level, or right below; of who has not reported those that report."""
    unit = reading.units[0]
    if reading.level:
        return [code for code in tree.below(unit)[1:] if tree[code].level == reading.level]
    return list(tree.leaves(unit)) if reading.filter == "missing" else list(tree.children.get(unit, ()))


def _pair(told) -> Text:
    languages: tuple[Language, ...] = LANGUAGES
    return Text(*(told(lang) for lang in languages))
