"""Formulas whose results are no longer true once cells were typed over: they lose their result and say so, instead of
telling an old sum."""

import re
from collections.abc import Iterable, Mapping
from html import unescape

from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from data.uploads.writing.typed import CELL, PLACE

FORMULA = re.compile(r"<f\b([^<>]*?)(?:/>|>([^<]*)</f>)")
RESULT = re.compile(r"<v\b[^<>]*>[^<]*</v>|<v\s*/>|<is>[^<]*(?:<(?!/?is>)[^<]*)*</is>")
KIND = re.compile(r"\s(?:t|cm|vm)=\"[^\"]*\"")
INDEX = re.compile(r"\bsi=\"(\d+)\"")
UNSURE = ("INDIRECT", "OFFSET", "INDEX", "CHOOSE", "NOW", "TODAY", "RAND")

Cell = tuple[str, int, int]  # sheet, row, column
Span = tuple[str, int, int, int, int]  # sheet, first row, first column, last row, last column


def without_results(sheets: Mapping[str, str], typed: Iterable[Cell]) -> dict[str, str]:
    """The texts of the sheets whose formulas read a typed cell, directly or by way of others, without their results."""
    formulas = {cell: text for name, sheet in sheets.items() for cell, text in _formulas(name, sheet)}
    moved, reads = set(typed), {cell: _spans(cell[0], text) for cell, text in formulas.items()}
    stale: set[Cell] = set()
    while True:
        more = {cell for cell, spans in reads.items() if cell not in stale and _reads(spans, moved)}
        if not more:
            break
        stale |= more
        moved |= more
    return {name: _emptied(sheets[name], {cell for cell in stale if cell[0] == name}) for name in {c[0] for c in stale}}


def _formulas(name: str, sheet: str) -> Iterable[tuple[Cell, str]]:
    """Every formula of a sheet; one shared by several cells is told for each of them."""
    shared: dict[str, tuple[str, str]] = {}
    for match in CELL.finditer(sheet):
        found, place = FORMULA.search(match[2] or ""), PLACE.search(match[1])
        if not found or not place:
            continue
        text, index = "=" + unescape(found[2] or ""), INDEX.search(found[1])
        if index and found[2]:
            shared[index[1]] = text, place[1]
        elif index and index[1] in shared:
            first, origin = shared[index[1]]
            text = Translator(first, origin=origin).translate_formula(place[1])
        yield (name, *coordinate_to_tuple(place[1])), text


def _spans(sheet: str, formula: str) -> list[Span] | None:
    """The cells a formula reads; None where that cannot be told from its text."""
    spans: list[Span] = []
    for token in Tokenizer(formula).items:
        if token.type == "FUNC" and token.value.upper().rstrip("(") in UNSURE:
            return None
        if token.type == "OPERAND" and token.subtype == "RANGE":
            span = _span(sheet, token.value)
            if span is None:
                return None
            spans.append(span)
    return spans


def _span(sheet: str, written: str) -> Span | None:
    place, _, cells = written.rpartition("!")
    try:
        left, top, right, bottom = range_boundaries(cells.replace("$", ""))
    except (ValueError, TypeError):  # a name, a table, a place in another workbook
        return None
    name = place.strip("'").replace("''", "'") if place else sheet
    return name, top or 1, left or 1, bottom or 1 << 20, right or 1 << 14


def _reads(spans: list[Span] | None, moved: set[Cell]) -> bool:
    if spans is None:
        return True
    return any(
        sheet == name and top <= row <= bottom and left <= column <= right
        for name, top, left, bottom, right in spans
        for sheet, row, column in moved
    )


def _emptied(sheet: str, stale: set[Cell]) -> str:
    def empty(match: re.Match) -> str:
        place = PLACE.search(match[1])
        if not place or (next(iter(stale))[0], *coordinate_to_tuple(place[1])) not in stale:
            return match[0]
        return f"<c {KIND.sub('', ' ' + match[1]).strip()}>{RESULT.sub('', match[2])}</c>"

    return CELL.sub(empty, sheet)
