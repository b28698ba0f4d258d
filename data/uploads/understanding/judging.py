"""Each number under all that is said of it: read, left out and told, or a finding that quotes what is not understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

import numpy as np
import pandas as pd

from data import months
from data.finding.names import Names
from data.measures import MEASURES, Measure
from data.text import Text
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.headers import Table, address
from data.uploads.understanding.named import measure_named, named
from data.uploads.understanding.phrases import DECISIVE, Phrase, phrases
from data.uploads.understanding.quoting import measure_name, said
from data.uploads.understanding.surroundings import Surroundings
from data.uploads.understanding.tidy import mapped, rows_of
from data.uploads.understanding.values import NOTHING
from data.uploads.understanding.verdicts import WHAT, Verdict, of_table, verdict

KINDS = ["column", "measure", "measure_said", "counted", "month"]  # cells that agree in these are judged alike


@dataclass(frozen=True)
class Judged:
    """A verdict, and where what decides it stands."""

    verdict: Verdict
    place: tuple[str, str]
    by_row: bool = False


def judged(
    around: Context, table: Table, above: Surroundings, cells: pd.DataFrame, findings: list[Finding]
) -> pd.DataFrame:
    """The cells that are the measure's own numbers, with `percent`; the others are told where they stand."""
    cells = _of_the_month(around, table, cells, findings)
    if cells.empty:
        return cells.assign(percent=False)
    kinds = cells[KINDS].apply(lambda column: pd.factorize(column, use_na_sentinel=False)[0])
    number = kinds.groupby(KINDS, sort=False).ngroup().to_numpy()
    first = cells.iloc[np.unique(number, return_index=True)[1]]
    verdicts = [_judge(around, table, above, row) for row in rows_of(first)]
    rules = np.array([each.verdict.rule for each in verdicts], dtype=object)[number]
    read = cells[rules == ""]
    findings += _told(
        table, first, verdicts, cells[rules == "not_read"].assign(number=number[rules == "not_read"]), read
    )
    findings += _said_above(table, above, read)
    percent = np.array([each.verdict.percent for each in verdicts], dtype=bool)[number]
    return cells.assign(percent=percent)[rules == ""]


def _judge(around: Context, table: Table, above: Surroundings, row) -> Judged:
    measure = MEASURES[row.measure]
    heading = table.headings.get(row.column)
    here = (table.sheet.name, address(heading.row if heading else row.row, row.column))
    of_row = (table.sheet.name, address(row.row, row.measure_column)) if row.measure_column >= 0 else here
    by_column = _of_column(around, table, row.column)
    by_row = [*measure_named(row.measure_said).said] if row.measure_column >= 0 else []
    if isinstance(row.counted, str) and row.counted and not NOTHING.fullmatch(row.counted.strip()):
        by_row += phrases(row.counted)
    found = verdict(measure, by_column, row.month)
    if found.rule:
        return Judged(found, here)
    of_its_row = verdict(measure, by_row, row.month)
    if of_its_row.rule:
        return Judged(of_its_row, of_row, by_row=True)
    percent = found.percent or of_its_row.percent
    if any(phrase.unit for phrase in (*by_column, *by_row)):
        return Judged(Verdict(percent=percent), here)
    return Judged(of_table(measure, above.units), of_row)


def _of_column(around: Context, table: Table, column: int) -> list[Phrase]:
    """What a column's header says of its numbers beside the name of the measure, or of the unit."""
    heading = table.headings.get(column)
    if heading is None or heading.role in ("figure", "value"):
        return list(heading.said) if heading else []
    found: list[Phrase] = []
    for word in heading.words:
        of_unit = named(around.unit_names, word)
        said_of = of_unit.said if of_unit.keys else phrases(word)
        found += [phrase for phrase in said_of if phrase.kind in DECISIVE or phrase.unit]
    return found


def _told(
    table: Table, first: pd.DataFrame, verdicts: list[Judged], left_out: pd.DataFrame, read: pd.DataFrame
) -> Iterator[Finding]:
    """A finding for each verdict, once for a measure and a place; none where the measure's own number stands beside it, as
    long as anything is read at all."""
    told = set()
    read_pairs = set(zip(read["measure"], read["unit"], strict=True))
    missed = {row.number for row in rows_of(left_out) if (row.measure, row.unit) not in read_pairs}
    for number, (row, each) in enumerate(zip(rows_of(first), verdicts, strict=True)):
        rule, phrase = each.verdict.rule, each.verdict.phrase
        beside = not each.by_row and not read.empty and _has_another(table, row)
        months = beside and phrase is not None and phrase.kind in ("month", "year")  # a year's months: told once
        mark = (rule, "" if months else each.place, row.measure)
        if phrase is None or mark in told:
            continue
        if rule == "not_read" and (number not in missed or beside) and not months:
            continue
        told.add(mark)
        yield _finding(rule, each.place, row, phrase, table)


def _has_another(table: Table, row) -> bool:
    """Whether another column of the table is for the measure's own number, filled in or not."""
    others = (heading for column, heading in table.headings.items() if column != row.column)
    return any(
        (heading.key == row.measure if row.measure_column < 0 else heading.role == "value")
        and not verdict(MEASURES[row.measure], heading.said, row.month).rule
        for heading in others
    )


def _finding(rule: str, place: tuple[str, str], row, phrase: Phrase, table: Table) -> Finding:
    measure = MEASURES[row.measure]
    blanks: dict[str, object] = {"measure": measure_name(row.measure), "value": phrase.written}
    if rule == "other_scale":
        blanks["expected"] = measure.unit
    elif rule == "not_read":
        heading = table.headings.get(row.column)
        blanks |= {"heading": said(heading.written if heading and row.measure_column < 0 else row.measure_said)}
        blanks |= {"what": WHAT[phrase.kind], "asked": _asked(measure, row.month)}
    return Finding(rule, *place, blanks)


def _asked(measure: Measure, month: date) -> Text:
    label = months.label(month)
    return Text(f"{label} 累计", f"{label}, year to date") if measure.reported_as == "ytd" else Text(f"{label} ", label)


def _said_above(table: Table, above: Surroundings, read: pd.DataFrame) -> Iterator[Finding]:
    """Titles, names of sheets and files, and notes that speak of other numbers than the month's: asked once a measure."""
    if not above.spans and not above.others and not table.corner:
        return
    corner = [phrase for phrase in table.corner if phrase.kind in DECISIVE]
    for row in rows_of(read.drop_duplicates("measure")):
        measure, column = MEASURES[row.measure], row.column if row.measure_column < 0 else row.measure_column
        heading = table.headings.get(column)
        place = (table.sheet.name, address(heading.row if heading and row.measure_column < 0 else row.row, column))
        blanks: dict[str, object] = {"measure": measure_name(row.measure)}
        spans = [*above.spans, *(phrase.written for phrase in corner if phrase.kind == "so_far")]
        if spans and measure.kind == "flow" and measure.reported_as == "month":
            yield Finding("since_january", *place, blanks | {"title": said(spans[0])})
        others = [*above.others, *((each.written, each) for each in corner)]
        asked = measure.kind == "flow" and measure.reported_as == "month" and bool(spans)  # since_january has asked
        differs = (
            each
            for each in others
            if not (asked and each[1].kind == "so_far") and verdict(measure, [each[1]], row.month).rule == "not_read"
        )
        for text, phrase in islice(differs, 1):
            yield Finding("title_differs", *place, blanks | {"title": said(text), "what": WHAT[phrase.kind]})


def _of_the_month(around: Context, table: Table, cells: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The cells without those of rows whose unit or application says that they are of something else: 海曙区（上月）."""
    keep = np.ones(len(cells), dtype=bool)
    for role, names in (("unit", around.unit_names), ("subject", around.application_names)):
        deciding = mapped(cells[f"{role}_said"].to_numpy(), partial(_deciding, names))
        for place in np.flatnonzero(np.fromiter((each is not None for each in deciding), bool, len(deciding))):
            row = cells.iloc[place]
            keep[place] &= not verdict(MEASURES[row["measure"]], [deciding[place]], row["month"]).rule
        left_out = cells[~keep].drop_duplicates(["row", f"{role}_column"])
        findings += told_of(rows_of(left_out), partial(_of_a_row, role))
        cells, keep = cells[keep], keep[keep]
    return cells


def _of_a_row(role: str, row) -> Finding:
    column = getattr(row, f"{role}_column")
    place = (row.sheet, address(row.row, column) if column >= 0 else "")
    return Finding("row_not_read", *place, {"value": said(getattr(row, f"{role}_said"))})


def _deciding(names: Names, written: object) -> Phrase | None:
    if not isinstance(written, str):
        return None
    said_of = named(names, written).said
    return next(
        (
            each
            for each in said_of
            if each.kind in DECISIVE or (each.unit and (each.unit.scale > 1 or each.unit.kind == "percent"))
        ),
        None,
    )
