"""What a reader of values does not show of an .ods: errors, formulas without a result, merged cells, numbers that show
as something else, raised digits, hidden rows and columns."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading.formats import MEANS
from data.uploads.reading.limits import MB, unpacked
from data.uploads.reading.raised import LETTERS
from data.uploads.reading.traits import Flaw, Found, Traits

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
PARAGRAPH = f"{TEXT}p"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
CONTENT = "content.xml"

SIGNS = tuple(
    sign.encode()
    for sign in (
        ":text-position=",
        ":formula=",
        "-spanned=",
        ":visibility=",
        '"error"',
        '"percentage"',
        *"百千万亿约‰％近超逾余多达",
    )
)
ERROR = re.compile(r"#[A-Z/0]{2,12}[!?]?|Err:\d{3}", re.IGNORECASE)
SHOWN = re.compile(r"(?P<before>[^\d-]{0,20})(?P<number>-?\d[\d,]{0,30}(?:\.\d{1,20})?)(?P<after>[^\d]{0,20})")


def scan(content: bytes, limits: Limits) -> Found | Refused:
    """The traits of every sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:

            def pieces() -> Iterator[bytes]:
                return unpacked(package, CONTENT, limits.unzipped_mb * MB)

            told = any(sign in piece for piece in pieces() for sign in SIGNS)
            return _traits(pieces(), limits) if told else {}
    except MemoryError:
        return refused("too_much_memory")
    except OverflowError:
        return refused("unzips_too_large", limit=limits.unzipped_mb)
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        EOFError,
        ValueError,
        ElementTree.ParseError,
        zlib.error,
        RecursionError,
    ):
        return refused("damaged")


def _events(parser: ElementTree.XMLPullParser) -> Iterator[tuple[str, ElementTree.Element]]:
    yield from parser.read_events()  # type: ignore[misc]


def _traits(pieces: Iterator[bytes], limits: Limits) -> Found:
    parser: ElementTree.XMLPullParser = ElementTree.XMLPullParser(("start", "end"))
    walk = _Walk(limits)
    for piece in pieces:
        parser.feed(piece)
        for event, element in _events(parser):
            walk.start(element) if event == "start" else walk.end(element)
    return walk.found


class _Walk:
    """Tables, rows and cells, counting those that stand for many."""

    def __init__(self, limits: Limits):
        self.found: Found = {}
        self._limits, self._traits = limits, Traits()
        self._row = self._column = self._heading = 0
        self._looks: dict[str, str] = {}  # of the styles of texts

    def start(self, element: ElementTree.Element) -> None:
        """A table or a row begins."""
        if element.tag == f"{TABLE}table":
            self._traits = self.found.setdefault(element.get(f"{TABLE}name", ""), Traits())
            self._row = self._heading = 0
        elif element.tag == f"{TABLE}table-row":
            self._column = 0

    def end(self, element: ElementTree.Element) -> None:
        """A column, a cell or a row is whole."""
        if element.tag == f"{TABLE}table-column":
            self._heading = self._hidden(element, self._heading, "columns", self._traits.hidden_columns)
        elif element.tag == f"{STYLE}style":
            self._style(element)
        elif element.tag in CELLS:
            self._cell(element)
        elif element.tag == f"{TABLE}table-row":
            self._row = self._hidden(element, self._row, "rows", self._traits.hidden_rows)
            element.clear()
            if self._traits.too_many():
                raise MemoryError

    def _hidden(self, element: ElementTree.Element, at: int, what: str, hidden: set[int]) -> int:
        """Note hidden rows (columns); where the next one is."""
        most = self._limits.rows if what == "rows" else self._limits.columns
        behind = at + int(element.get(f"{TABLE}number-{what}-repeated", 1))
        if element.get(f"{TABLE}visibility") in ("collapse", "filter"):
            hidden.update(range(at, min(behind, most)))
        return behind

    def _style(self, element: ElementTree.Element) -> None:
        """Whether letters of a style are raised (super, 33%) or lowered (sub, -33%)."""
        for properties in element.iter(f"{STYLE}text-properties"):
            place = properties.get(f"{STYLE}text-position", "0%").split()[0]
            if place in ("super", "sub") or place.strip("+-0%."):
                lowered = place == "sub" or place.startswith("-")
                self._looks[element.get(f"{STYLE}name", "")] = "subscript" if lowered else "superscript"

    def _cell(self, element: ElementTree.Element) -> None:
        repeated = int(element.get(f"{TABLE}number-columns-repeated", 1))
        columns = range(self._column, min(self._column + repeated, self._limits.columns))
        self._column += repeated
        wide = int(element.get(f"{TABLE}number-columns-spanned", 1))
        high = int(element.get(f"{TABLE}number-rows-spanned", 1))
        for column in columns if wide * high > 1 else ():
            self._traits.merged.append(((self._row, column), (self._row + high - 1, column + wide - 1)))
        said = "".join(text for line in element.findall(PARAGRAPH) for text in line.itertext()).strip()
        flaw, code = _flaw(element, said), _code(element, said)
        text = _marked(element, self._looks) if self._looks else said
        for column in columns if flaw or code or text != said else ():
            if text != said:
                self._traits.texts[self._row, column] = text
            if flaw:
                self._traits.flaws[self._row, column] = flaw
            elif code:
                self._traits.formats[self._row, column] = code


def _marked(element: ElementTree.Element, looks: Mapping[str, str]) -> str:
    """The text of a cell, raised and lowered digits as such letters."""
    return "".join(_run(line, looks, "") for line in element.findall(PARAGRAPH)).strip()


def _run(element: ElementTree.Element, looks: Mapping[str, str], look: str) -> str:
    own = looks.get(element.get(f"{TEXT}style-name", ""), look) if element.tag == f"{TEXT}span" else look
    said = [_with_look(element.text, own)]
    for inner in element:
        said += [_run(inner, looks, own), _with_look(inner.tail, own)]
    return "".join(said)


def _with_look(text: str | None, look: str) -> str:
    return (text or "").translate(LETTERS[look]) if look else text or ""


def _flaw(element: ElementTree.Element, said: str) -> Flaw | None:
    """An error, also as Excel writes it (the value 0 and the text #DIV/0!), or a formula that was never calculated."""
    kind = element.get(f"{OFFICE}value-type")
    if element.get(KIND) == "error" or (kind in ("float", "percentage", "currency") and ERROR.fullmatch(said)):
        return Flaw("error_cell", said)
    if element.get(f"{TABLE}formula") is not None and kind is None and not said:
        return Flaw("not_calculated", "")
    return None


def _code(element: ElementTree.Element, said: str) -> str:
    """A format that shows the number as the cell does, where that means another number: 0"万" for 12.5 shown as 12.5万."""
    value = element.get(f"{OFFICE}value")
    if value is None:
        return ""
    if element.get(f"{OFFICE}value-type") == "percentage":
        return "0%"
    match = SHOWN.fullmatch(said)
    if not match or not (MEANS.search(match["before"]) or MEANS.search(match["after"])):
        return ""
    number, kept = float(match["number"].replace(",", "")), float(value)
    shown_whole = abs(number - kept) <= 0.5 * max(1.0, abs(kept) * 0.01)
    return f'"{match["before"]}"0"{match["after"]}"'.replace('""', "") if shown_whole else ""
