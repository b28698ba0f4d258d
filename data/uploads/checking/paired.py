"""Parts and wholes that are not of the same: one of the whole unit and one of applications, or of other applications."""

from collections.abc import Iterator

import pandas as pd

from data.measures import MEASURES
from data.text import Text
from data.uploads.checking.history import Lines
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.quoting import measure_name
from data.uploads.understanding.tidy import rows_of

NAMED = 3  # applications that are named


def warnings(around: Context, lines: Lines, known: pd.DataFrame) -> Iterator[Finding]:
    """A question for every unit and month in which the parts of a rate cannot be set against each other."""
    columns = ["measure", "unit", "at", "subject"]
    ours = _of_pairs(lines.figures)
    if ours.empty:
        return
    figures = pd.concat([ours, _of_pairs(known[~known["sum"]])], ignore_index=True).drop_duplicates(columns)
    of = figures.groupby(["measure", "unit", "at"])["subject"].agg(set).to_dict()
    asked = ours.drop_duplicates(["measure", "unit", "at"])
    pairs = ((row, *pair) for row in rows_of(asked) for pair in _pairs(row.measure))
    seen: set[tuple] = set()

    def tell(found: tuple) -> Finding:
        row, part, whole, theirs, others = found
        blanks: dict[str, object] = {"unit": around.unit_name(row.unit)}
        blanks |= {"part": measure_name(part), "whole": measure_name(whole)}
        if ("" in theirs) != ("" in others):
            return Finding("part_of_some", row.sheet, row.cell, blanks)
        names = _named(around, sorted(theirs ^ others)[:NAMED])
        return Finding("part_of_others", row.sheet, row.cell, blanks | {"applications": names})

    def apart() -> Iterator[tuple]:
        for row, part, whole in pairs:
            theirs, others = (_counting(of.get((key, row.unit, row.at))) for key in (part, whole))
            key = (part, whole, row.unit, row.at)
            if theirs and others and theirs != others and key not in seen:
                seen.add(key)
                yield row, part, whole, theirs, others

    yield from told_of(apart(), tell)


def _named(around: Context, keys: list[str]) -> Text:
    """Applications by name; one that comes in the same workbook by its key."""
    shown = [around.application_names.shown.get(key, Text(key, key)) for key in keys]
    return Text("、".join(name.zh for name in shown), ", ".join(name.en for name in shown))


def _of_pairs(figures: pd.DataFrame) -> pd.DataFrame:
    """Those of measures that are part or whole of another; most are neither."""
    return figures[figures["measure"].isin([key for key in figures["measure"].unique() if any(_pairs(key))])]


def _pairs(measure: str) -> Iterator[tuple[str, str]]:
    """The part and the whole that a measure belongs to."""
    if whole := MEASURES[measure].part_of:
        yield measure, whole
    yield from ((key, measure) for key, each in MEASURES.items() if each.part_of == measure)


def _counting(subjects: set[str] | None) -> set[str]:
    """The whole unit's figure stands before those of its applications."""
    return {""} if subjects and "" in subjects else subjects or set()
