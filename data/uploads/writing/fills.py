"""Cells of an .xlsx coloured: their own style with another fill, nothing else of it changed."""

import re
from collections.abc import Mapping

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from data.uploads.findings import Severity
from data.uploads.writing.package import STYLES, Package, inside
from data.uploads.writing.typed import NUMBER, ROW

COLOURS: dict[Severity, str] = {"error": "FFF7C6C5", "warning": "FFFFE8A6"}
XF = re.compile(r"<xf\b[^<>]*?/>|<xf\b(?:(?!<xf\b).)*?</xf>", re.DOTALL)
CELL = re.compile(r"<c\s([^<>]*?)(/?)>")
PLACE = re.compile(r"\br=\"([A-Z]+[0-9]+)\"")
STYLE = re.compile(r"\bs=\"([0-9]+)\"")
FILL = re.compile(r"<fill\b")
FILLED = re.compile(r"\s(?:fillId|applyFill)=\"[^\"]*\"")
OURS = re.compile(
    rf'<patternFill patternType="solid">\s*<fgColor rgb="(?:{"|".join(COLOURS.values())})"\s*/>'
    r"[^<]*(?:<(?!/?patternFill\b)[^<]*)*</patternFill>"
)


class Fills:
    """Styles with the colours of findings; colours of an earlier answer are taken off first."""

    def __init__(self, package: Package):
        self.package = package
        package.style()
        self.text = _without_colours(package.text(STYLES))
        self.styles = XF.findall(_block(self.text, "cellXfs"))
        self.first_fill = len(FILL.findall(_block(self.text, "fills")))
        self.known: dict[tuple[int, Severity], int] = {}

    def style(self, own: int, severity: Severity) -> int:
        """The number of the style that is a cell's own with the fill of the severity."""
        if (own, severity) not in self.known:
            fill = self.first_fill + list(COLOURS).index(severity)
            bare = FILLED.sub("", self.styles[own])
            self.styles.append(bare.replace("<xf", f'<xf fillId="{fill}" applyFill="1"', 1))
            self.known[own, severity] = len(self.styles) - 1
        return self.known[own, severity]

    def save(self) -> None:
        """Write the styles back."""
        solid = '<fill><patternFill patternType="solid"><fgColor rgb="{}"/><bgColor indexed="64"/></patternFill></fill>'
        fills = _block(self.text, "fills") + "".join(solid.format(colour) for colour in COLOURS.values())
        text = _with_block(self.text, "fills", fills, self.first_fill + len(COLOURS))
        self.package.put(STYLES, _with_block(text, "cellXfs", "".join(self.styles), len(self.styles)))


def _without_colours(text: str) -> str:
    return OURS.sub('<patternFill patternType="none"/>', text)


def _block(text: str, name: str) -> str:
    start, end = inside(text, name)
    return text[start:end]


def _with_block(text: str, name: str, block: str, count: int) -> str:
    start, end = inside(text, name)
    return f'{text[: text.rindex("<", 0, start)]}<{name} count="{count}">{block}{text[end:]}'


def coloured(sheet: str, severities: Mapping[str, Severity], fills: Fills) -> str:
    """The text of a sheet with its cells in the fills of their severities. Cells of rows that are not there stay out."""
    left = dict(severities)

    def mark(match: re.Match) -> str:
        place = PLACE.search(match[1])
        if not place or place[1] not in left:
            return match[0]
        own = STYLE.search(match[1])
        number = fills.style(int(own[1]) if own else 0, left.pop(place[1]))
        return f'<c {STYLE.sub("", match[1]).rstrip()} s="{number}"{match[2]}>'

    sheet = CELL.sub(mark, sheet)
    for place, severity in left.items():
        sheet = _with_new_cell(sheet, place, fills.style(0, severity))
    return sheet


def _with_new_cell(sheet: str, place: str, style: int) -> str:
    """An empty cell, put where it belongs in its row."""
    letters, row = coordinate_from_string(place)
    rows = (match for match in ROW.finditer(sheet) if (number := NUMBER.search(match[1])) and int(number[1]) == row)
    opened = next(rows, None)
    if not opened:
        return sheet
    cell = f'<c r="{place}" s="{style}"/>'
    if opened[0].endswith("/>"):
        return f"{sheet[: opened.start()]}{opened[0][:-2]}>{cell}</row>{sheet[opened.end() :]}"
    end = sheet.index("</row>", opened.end())
    after = (
        opened.end() + match.start()
        for match in CELL.finditer(sheet[opened.end() : end])
        if (other := PLACE.search(match[1])) and _column(other[1]) > column_index_from_string(letters)
    )
    at = next(after, end)
    return sheet[:at] + cell + sheet[at:]


def _column(place: str) -> int:
    return column_index_from_string(coordinate_from_string(place)[0])
