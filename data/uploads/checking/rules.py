"""What a figure must keep to before it can be stored: a value, a unit of one's own, one place, a part within its whole."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from data import months
from data.measures import MEASURES
from data.text import Text
from data.uploads.checking.history import SERIES, Lines
from data.uploads.findings import Finding, told_of
from data.uploads.reading.traits import Shown
from data.uploads.understanding import values
from data.uploads.understanding.context import Context
from data.uploads.understanding.quoting import measure_name, said, shown
from data.uploads.understanding.tidy import rows_of

KEY = ["measure", "unit", "month", "subject"]
FIGURES = [*KEY, "value", "qualifier", "grade", "said", "sheet", "cell"]


def no_figures() -> pd.DataFrame:
    """An empty frame of figures."""
    words = pd.DataFrame(columns=FIGURES, dtype=str)
    return words.astype({"value": float, "month": "datetime64[s]"})


def kept(around: Context, cells: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The figures among cells whose names are keys; every other cell that says something becomes a finding."""
    read = values.column(cells["written"].to_numpy(), cells["measure"].to_numpy())
    shows_no_sign = np.fromiter((not _shows_its_sign(each) for each in cells["written"]), bool, len(cells))
    read = _shares(read, cells["percent"].to_numpy(bool) & shows_no_sign)
    figures = cells[["measure", "unit", "month", "subject", "sheet"]].assign(cell=_addresses(cells), **read)
    findings += _not_values(figures)
    figures = figures[figures["state"].isin(("value", "withdrawn"))]
    figures = _own_units(around, figures, findings)
    figures = _once(around, figures, findings)
    figures["month"] = _moments(figures["month"])
    return figures[FIGURES].reset_index(drop=True)


def _shows_its_sign(cell: object) -> bool:
    return isinstance(cell, Shown) and "%" in cell.text


def _shares(read: pd.DataFrame, percent: np.ndarray) -> pd.DataFrame:
    """Numbers under a header in % as shares. Of 1 and less nobody can tell: 0.9 may be 0.9% or a cell shown as 90%."""
    without_sign = ~read["said"].str.contains("[%％‰]|分之", regex=True).to_numpy(bool)
    meant = percent & without_sign & (read["state"] == "value").to_numpy() & read["value"].notna().to_numpy()
    unclear = meant & (read["value"].abs() <= 1).to_numpy() & (read["value"] != 0).to_numpy()
    return read.assign(
        value=np.where(meant & ~unclear, read["value"] / 100, read["value"]),
        state=np.where(unclear, "whose_percent", read["state"]),
    )


def _addresses(cells: pd.DataFrame) -> list[str]:
    letters = {column: get_column_letter(column + 1) for column in cells["column"].unique()}
    return [f"{letters[column]}{row + 1}" for column, row in zip(cells["column"], cells["row"], strict=True)]


def _moments(written: pd.Series) -> np.ndarray:
    where, different = pd.factorize(written)
    return different.to_numpy().astype("datetime64[s]")[where] if len(different) else np.array([], "datetime64[s]")


def _not_values(figures: pd.DataFrame) -> Iterator[Finding]:
    def tell(row) -> Finding:
        blanks: dict[str, object] = {"measure": measure_name(row.measure), "expected": MEASURES[row.measure].unit}
        blanks |= {"value": said(row.said)}
        if row.state == "whose_percent":
            blanks |= {"value": f"{row.value:.12g}", "percent": f"{row.value * 100:.12g}%"}
        return Finding(row.state, row.sheet, row.cell, blanks)

    yield from told_of(rows_of(figures[~figures["state"].isin(("value", "withdrawn", "nothing"))]), tell)


def _own_units(around: Context, figures: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The figures of units that were there in the month and that the one who uploads may report for."""
    first = figures.drop_duplicates(["unit", "month"])
    refused = set()
    for row in rows_of(first):
        name = around.unit_name(row.unit)
        if row.unit not in around.tree(row.month):
            refused.add((row.unit, row.month))
            findings.append(
                Finding("unit_not_then", row.sheet, row.cell, {"unit": name, "month": months.label(row.month)})
            )
        elif not around.may_report(row.unit, row.month):
            refused.add((row.unit, row.month))
            findings.append(Finding("not_yours", row.sheet, row.cell, {"unit": name}))
    if not refused:
        return figures
    return figures[[key not in refused for key in zip(figures["unit"], figures["month"], strict=True)]]


def _once(around: Context, figures: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    again = figures.duplicated(KEY)
    if again.any():
        first_at = {tuple(each[:4]): each[4:] for each in rows_of(figures[~again][[*KEY, "sheet", "cell"]])}

        def tell(row) -> Finding:
            first = Finding("duplicate", *first_at[row.measure, row.unit, row.month, row.subject])
            other = Text(first.place("zh"), first.place("en"))
            return Finding("duplicate", row.sheet, row.cell, {"what": _what(around, row), "other": other})

        findings += told_of(rows_of(figures[again]), tell)
    return figures[~again].copy()


def _what(around: Context, row) -> Text:
    """The figure by its unit, month and measure."""
    unit, month = around.unit_name(row.unit), months.label(row.month)
    measure = measure_name(row.measure)
    return Text(f"{unit.zh} {month} {measure.zh}", f"{measure.en} of {unit.en} in {month}")


def parts_within(around: Context, lines: Lines, known: pd.DataFrame) -> Iterator[Finding]:
    """Parts that are greater than their whole, whichever of the two the workbook brings: asked where the owner of the
    cockpit has said that it may be so, else an error."""
    columns = [*SERIES, "at"]
    figures = pd.concat([lines.figures, known], ignore_index=True).drop_duplicates(columns)
    whole_of = {key: MEASURES[key].part_of for key in figures["measure"].unique() if MEASURES[key].part_of}
    parts = figures[figures["measure"].isin(list(whole_of))]
    wanted = parts[columns].assign(measure=parts["measure"].map(whole_of))
    wholes = wanted.merge(figures, on=columns, how="left")
    greater = parts["value"].to_numpy() > wholes["value"].to_numpy()
    pairs = zip(rows_of(parts[greater]), rows_of(wholes[greater]), strict=True)
    ours = [pair for pair in pairs if any(isinstance(each.cell, str) for each in pair)]  # the store alone is no news
    allowed = set(around.checks.parts_above)
    for rule, may_be in (("part_exceeds_whole", False), ("part_above_whole", True)):
        chosen = [pair for pair in ours if (pair[0].measure in allowed) == may_be]
        yield from told_of(chosen, partial(_exceeds, rule))


def _exceeds(rule: str, pair: tuple[Any, Any]) -> Finding:
    part, whole = pair
    place = part if isinstance(part.cell, str) else whole
    names = {"part": measure_name(part.measure), "whole": measure_name(whole.measure)}
    blanks = {**names, "value": shown(part.value), "limit": shown(whole.value)}
    return Finding(rule, place.sheet, place.cell, blanks)
