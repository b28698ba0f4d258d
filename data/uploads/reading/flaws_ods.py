"""Cells of an .ods that hold an error: a reader of values takes them for empty ones."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading.flaws import Flaw, Flaws, until
from data.uploads.reading.limits import MB, unpacked

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
CONTENT = "content.xml"


def scan(content: bytes, limits: Limits, end: float) -> Flaws | Refused:
    """The cells with errors of every sheet by (row, column) from 0; done by `end` of `time.monotonic`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:

            def pieces() -> Iterator[bytes]:
                return until(end, unpacked(package, CONTENT, limits.unzipped_mb * MB))

            return _errors(pieces()) if any(b'"error"' in piece for piece in pieces()) else {}
    except TimeoutError:
        return refused("too_slow", limit=limits.seconds)
    except OverflowError:
        return refused("unzips_too_large", limit=limits.unzipped_mb)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, ElementTree.ParseError, zlib.error):
        return refused("damaged")


def _events(parser: ElementTree.XMLPullParser) -> Iterator[tuple[str, ElementTree.Element]]:
    yield from parser.read_events()  # type: ignore[misc]


def _errors(pieces: Iterator[bytes]) -> Flaws:
    """Walk through tables, rows and cells, counting those that stand for many."""
    parser: ElementTree.XMLPullParser = ElementTree.XMLPullParser(("start", "end"))
    found: Flaws = {}
    cells: dict[tuple[int, int], Flaw] = {}
    row = column = 0
    for piece in pieces:
        parser.feed(piece)
        for event, element in _events(parser):
            if event == "start" and element.tag == f"{TABLE}table":
                cells, row = found.setdefault(element.get(f"{TABLE}name", ""), {}), 0
            elif event == "start" and element.tag == f"{TABLE}table-row":
                column = 0
            elif event == "end" and element.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                if element.get(KIND) == "error":
                    cells[row, column] = Flaw("error_cell", "".join(element.itertext()).strip())
                column += int(element.get(f"{TABLE}number-columns-repeated", 1))
            elif event == "end" and element.tag == f"{TABLE}table-row":
                row += int(element.get(f"{TABLE}number-rows-repeated", 1))
                element.clear()
    return found
