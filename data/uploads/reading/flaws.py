"""Cells of an .xlsx that a reader of values cannot tell from others: errors, formulas never calculated, numbers whose
format says more; and the rows and columns that are hidden."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree

from openpyxl.utils.cell import column_index_from_string

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading import formats
from data.uploads.reading.limits import MB, unpacked
from data.uploads.reading.traits import Flaw, Found, Traits

PERCENTS = {9: "0%", 10: "0.00%"}  # of the formats that every workbook has, those that say more than digits
WORKBOOK = "xl/workbook.xml"
YES = ("1", "true", "on")

PREFIX = rb"<(?:\w{1,20}:)?"
ROW = re.compile(PREFIX + rb"row\b([^<>]*)>")
CELL = re.compile(PREFIX + rb"c(?=[\s/>])([^<>]*)>")
COLUMN = re.compile(PREFIX + rb"col\b([^<>]*)>")
VALUE = re.compile(PREFIX + rb"v(?:\s[^<>]{0,100})?>([^<]*)</")
TEXT = re.compile(PREFIX + rb"t(?:\s[^<>]{0,100})?>([^<]*)</")
FORMULA = re.compile(PREFIX + rb"f[\s>/]")
FILLED = re.compile(PREFIX + rb"(?:v|is|f)[\s>]")
ATTRIBUTE = re.compile(rb"\b(r|s|t|min|max|hidden)\s*=\s*[\"']([^\"'<>]{0,60})[\"']")
ADDRESS = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
STYLED = (
    PREFIX
    + rb"c\s(?=[^<>]*?\bs=[\"'](%s)[\"'])(?![^<>]*?\bt=[\"'](?!n[\"']))[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']"
)  # cells of these styles that hold a number
UNADDRESSED = (b"<c>", b"<c s=", b"<c t=", b":c>", b":c s=", b":c t=")
SIGNS = (b'"e"', b"'e'", b"<f", b":f", b"hidden")
LONGEST_ROW = 16 * MB  # an unfinished row at the end of a piece waits for the next


def scan(content: bytes, limits: Limits) -> Found | Refused:
    """The traits of every sheet, in one pass that unpacks a piece at a time."""
    budget = limits.unzipped_mb * MB
    found: Found = {}
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = by_plain_name(package)
            workbook = _tree(package, names[WORKBOOK])
            asks = _asks_for_results(workbook)
            styles = _telling_styles(package, names)
            for name, part in _sheets(package, names, workbook):
                walk = _Walk(styles, asks, limits.rows)
                for piece in unpacked(package, part, budget):
                    walk.read(piece)
                walk.finish()
                if walk.last_row > limits.rows:
                    return refused("too_many_rows", sheet=name, count=walk.last_row, limit=limits.rows)
                walk.traits.since_1904 = _since_1904(workbook)
                found[name] = walk.traits
    except MemoryError:
        return refused("too_much_memory")
    except OverflowError:
        return refused("unzips_too_large", limit=limits.unzipped_mb)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, ElementTree.ParseError, zlib.error):
        return refused("damaged")
    return found


def by_plain_name(package: zipfile.ZipFile) -> dict[str, str]:
    """The names of the parts as they are written, by the names that are meant: some writers put \\ for /."""
    return {name.replace("\\", "/").lstrip("/").lower(): name for name in package.namelist()}


def _sheets(
    package: zipfile.ZipFile, names: Mapping[str, str], workbook: ElementTree.Element
) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet of cells, by the workbook's own list."""
    targets = {}
    for link in _tree(package, names["xl/_rels/workbook.xml.rels"]):
        target = link.get("Target", "").replace("\\", "/")
        plain = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if link.get("Type", "").endswith("/worksheet"):
            targets[link.get("Id")] = names.get(plain.lower())
    for each in workbook.iter():
        if each.tag.endswith("}sheet"):
            # Strict OOXML has namespaces of its own.
            key = next((value for name, value in each.items() if name.endswith("relationships}id")), None)
            if part := targets.get(key):
                yield each.get("name", ""), part


def _tree(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    written = b"".join(unpacked(package, name, 16 * MB))
    if b"<!DOCTYPE" in written:  # a workbook has none; entities that multiply do
        raise ValueError(name)
    return ElementTree.fromstring(written)


def _asks_for_results(workbook: ElementTree.Element) -> bool:
    """Whether the file says that a spreadsheet program shall calculate it first: then a 0 is no result.

    A workbook of ours in which cells were typed says so too, but keeps the results that are still true.
    """
    asked = (each for each in workbook.iter() if each.tag.endswith("}calcPr"))
    return any(
        each.get("fullCalcOnLoad", "") in YES and each.get("calcCompleted", "1") in YES  # ours says 0
        for each in asked
    )


def _since_1904(workbook: ElementTree.Element) -> bool:
    return any(each.get("date1904", "") in YES for each in workbook.iter() if each.tag.endswith("}workbookPr"))


def _telling_styles(package: zipfile.ZipFile, names: Mapping[str, str]) -> dict[bytes, str]:
    """The format codes of the styles whose numbers show as something else, by the style's number."""
    if "xl/styles.xml" not in names:
        return {}
    codes, styles = dict(PERCENTS), {}
    for part in _tree(package, names["xl/styles.xml"]):
        if part.tag.endswith("}numFmts"):
            codes |= {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in part}
        elif part.tag.endswith("}cellXfs"):
            used = (codes.get(int(each.get("numFmtId", 0)), "") for each in part)
            styles = {b"%d" % number: code for number, code in enumerate(used) if formats.tells(code)}
    return styles


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: value.strip() for name, value in ATTRIBUTE.findall(tag)}


class _Walk:
    """The rows of one sheet, a piece at a time; cells and rows without an address follow the one before."""

    def __init__(self, styles: Mapping[bytes, str], asks_for_results: bool, rows: int):
        self.traits, self.last_row = Traits(), 0
        self._styles, self._asks, self._rows = styles, asks_for_results, rows
        self._signs = (*SIGNS, *(mark + style + mark for style in styles for mark in (b'"', b"'")))
        self._tells = re.compile(b"|".join(map(re.escape, self._signs)))  # faster than `in` for what is short
        self._styled = re.compile(STYLED % b"|".join(styles))
        self._rest, self._row = b"", 0

    def read(self, piece: bytes) -> None:
        """Look at the rows that are whole, and keep the last for the next piece."""
        written = self._rest + piece
        self.traits.raised |= b"vertAlign" in written
        cut = max(written.rfind(b"<row"), written.rfind(b":row"))
        cut = written.rfind(b"<", 0, cut + 1)
        self._rest = written[max(cut, 0) :]
        if len(self._rest) > LONGEST_ROW:
            raise MemoryError
        self._look_at(written[: max(cut, 0)])

    def finish(self) -> None:
        """Look at what was kept."""
        self._look_at(self._rest)

    def _look_at(self, written: bytes) -> None:
        if not self._may_tell(written) and self._numbered(written):
            return  # the usual case: rows of plain values
        if not any(sign in written for sign in (*SIGNS, *UNADDRESSED)) and self._numbered(written):
            self._formatted(written)  # a column of rates: measured three times as fast as row by row
            return
        tags = list(ROW.finditer(written))
        if not self._row:
            self._columns(written[: tags[0].start() if tags else len(written)])
        for number, tag in enumerate(tags):
            end = tags[number + 1].start() if number + 1 < len(tags) else len(written)
            self._one_row(_attributes(tag[1]), written[tag.end() : end])
            if self.traits.too_many():
                raise MemoryError

    def _formatted(self, written: bytes) -> None:
        for cell in self._styled.finditer(written):
            place = (int(cell[3]) - 1, column_index_from_string(cell[2].decode()) - 1)
            self.traits.formats[place] = self._styles[cell[1]]
        if self.traits.too_many():
            raise MemoryError

    def _numbered(self, written: bytes) -> bool:
        """Take the number of the last row from its tag; False where it has none, or is beyond what is read."""
        tag = None
        cut = max(written.rfind(b"<row"), written.rfind(b":row"))
        if cut >= 0:
            tag = ROW.match(written, written.rfind(b"<", 0, cut + 1))
        number = _attributes(tag[1]).get(b"r", b"") if tag else b""
        if not number.isdigit():
            return False
        self._row = int(number)
        if self._row > self._rows and FILLED.search(written):
            return False
        self.last_row = min(self._row, self._rows)  # empty rows, however far they reach, hold nothing
        return True

    def _may_tell(self, written: bytes) -> bool:
        return any(sign in written for sign in self._signs)

    def _columns(self, head: bytes) -> None:
        for tag in COLUMN.finditer(head):
            said = _attributes(tag[1])
            if said.get(b"hidden", b"").decode() in YES:
                self.traits.hidden_columns.update(range(_number(said, b"min") - 1, min(_number(said, b"max"), 1 << 14)))

    def _one_row(self, said: Mapping[bytes, bytes], cells: bytes) -> None:
        self._row = _number(said, b"r") or self._row + 1
        if self._row > self.last_row and (self._row <= self._rows or FILLED.search(cells)):
            self.last_row = self._row
        if said.get(b"hidden", b"").decode() in YES:
            self.traits.hidden_rows.add(self._row - 1)
        if not self._tells.search(cells):
            return
        tags = list(CELL.finditer(cells))
        for number, tag in enumerate(tags):
            end = tags[number + 1].start() if number + 1 < len(tags) else len(cells)
            if self._tells.search(cells, tag.start(), end):
                said = _attributes(tag[1])
                address = ADDRESS.fullmatch(said.get(b"r", b""))
                column = column_index_from_string(address[1].decode()) - 1 if address else _after(tags, number)
                self._one_cell(column, said, cells[tag.end() : end])

    def _one_cell(self, column: int, said: Mapping[bytes, bytes], inside: bytes) -> None:
        place = (self._row - 1, column)
        flaw = self._flaw(said.get(b"t", b"n"), inside)
        if flaw:
            self.traits.flaws[place] = flaw
        elif said.get(b"t", b"n") == b"n" and (code := self._styles.get(said.get(b"s", b""))):
            self.traits.formats[place] = code

    def _flaw(self, kind: bytes, inside: bytes) -> Flaw | None:
        if kind == b"e":
            return Flaw("error_cell", _text(inside))
        if kind in (b"n", b"s") and FORMULA.search(inside) and self._is_no_result(_text(inside)):
            return Flaw("not_calculated", "")
        return None

    def _is_no_result(self, text: str) -> bool:
        """Nothing; a 0 where the file asks to be calculated first (XlsxWriter); 0.0, which no spreadsheet program
        writes but a Java library does that never calculated (POI, EasyExcel)."""
        return text in ("", "0.0", "-0.0") or (self._asks and text == "0")


def _text(inside: bytes) -> str:
    value = VALUE.search(inside) or TEXT.search(inside)
    return value[1].decode("utf-8", "replace").strip() if value else ""


def _after(tags: list[re.Match], number: int) -> int:
    """The column of a cell without an address, from 0: as many after the last cell that has one."""
    for back in range(1, number + 1):
        address = ADDRESS.fullmatch(_attributes(tags[number - back][1]).get(b"r", b""))
        if address:
            return column_index_from_string(address[1].decode()) - 1 + back
    return number


def _number(said: Mapping[bytes, bytes], name: bytes) -> int:
    written = said.get(name, b"")
    return int(written) if written.isdigit() else 0
