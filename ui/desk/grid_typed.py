"""What is typed into a grid, as a workbook keeps it; and a number as it is shown to be typed over."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from data.measures import MEASURES
from data.measures.units import RATE
from data.registers import REGISTERS
from data.registers.declaration import NUMBERS
from data.uploads.edit import Edit, Value
from data.uploads.understanding.headers import all_fields
from ui.desk.grid_cells import Cell, Part

PLAIN = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,12})?", re.ASCII)
SHARE = re.compile(r"(-?\d{1,9}(?:\.\d{1,12})?)\s*%", re.ASCII)


def grouped(cell: Cell) -> str:
    """What a cell says, a large plain number with its thousands set apart."""
    plain = cell.what in MEASURES and PLAIN.fullmatch(cell.text) and "," not in cell.text
    return f"{float(cell.text):,.12g}" if plain and "." not in cell.text and abs(float(cell.text)) < 1e12 else cell.text


def value_of(text: str, what: str, register: str = "") -> Value:
    """What was typed, as a workbook keeps it: a number as a number, a day as a day, words as words, nothing as None.

    `what`: the measure, or the field of the `register`.
    """
    text = text.strip()
    if not text:
        return None
    if register:
        fields = {each.key: each.type for each in all_fields(REGISTERS[register])}
        if fields.get(what) == "date":
            return _day(text)
        if fields.get(what) not in NUMBERS:
            return text
    return _number(text, what)


def _number(text: str, what: str) -> Value:
    plain = unicodedata.normalize("NFKC", text)
    if PLAIN.fullmatch(plain):
        number = float(plain.replace(",", "").replace("−", "-"))
        return int(number) if number.is_integer() else number
    share = SHARE.fullmatch(plain)
    if share and what in MEASURES and MEASURES[what].unit == RATE:
        return float(f"{float(share[1]) / 100:.12g}")
    return text


def _day(text: str) -> Value:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def edits_of(parts: Sequence[Part], sent: Sequence[Mapping[str, str]]) -> list[Edit]:
    """What was typed as edits, of those cells alone that people fill in."""
    made = []
    for each in sent:
        sheet, cell, text = str(each["sheet"]), str(each["cell"]), str(each["value"])
        for part in parts:
            found = part.column_of(sheet, cell)
            if found is not None:
                made.append(Edit(sheet, cell, value_of(text, part.what(found), part.register)))
                break
    return made
