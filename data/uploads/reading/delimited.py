"""Text files with separated values: which encoding, which separator, which cells."""

import codecs
import csv
import io
import re
from collections import Counter

from data.settings import Limits
from data.uploads.findings import Refused, refused

SEPARATORS = ",\t;"
GUARDS = re.compile(r"\t{1,9}(?=[,;\"\r\n]|\Z)")  # behind a value, so that a spreadsheet keeps it as text
TRIED = 50  # rows by which the separator is chosen
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FIRST = 200_000  # characters in which the first lines stand
LONGEST_FIELD = 32_767  # as in a workbook


def rows(content: bytes, limits: Limits) -> list[list[str]] | Refused:
    """The cells of a text file as written, row by row."""
    text = decode(content)
    if text is None:
        return refused("unknown_encoding")
    csv.field_size_limit(LONGEST_FIELD)
    read: list[list[str]] = []
    width = 0
    try:
        text, separator = _separated(text)
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            read.append(row)
            width = max(width, len(row))
            if len(read) > limits.rows:
                count = max(text.count("\n"), len(read))
                return refused("too_many_rows", sheet="CSV", count=count, limit=limits.rows)
            if width > limits.columns:
                return refused("too_many_columns", sheet="CSV", count=width, limit=limits.columns)
    except csv.Error:
        return refused("damaged")
    return [row + [""] * (width - len(row)) for row in read]


def decode(content: bytes) -> str | None:
    """The text in UTF-8, UTF-16 or GB18030 (which holds GBK); None if it is none of them."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(character) < 32 and character not in "\t\r\n" for character in set(text)):
            return text
    return None


def _candidates(content: bytes) -> tuple[str, ...]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return (encoding,)
    head = content[:2000]
    if head[1::2].count(0) > len(head) // 8:
        return ("utf-16-le",)
    if head[0::2].count(0) > len(head) // 8:
        return ("utf-16-be",)
    return ("utf-8", "gb18030")


def _separated(text: str) -> tuple[str, str]:
    """The text without the tabs that guard its values, and the separator by which most of its first rows have equally
    many cells: a comma may part thousands as well, so counting them is not enough."""
    bare = GUARDS.sub("", text)
    if "\t" not in bare and any(separator in bare for separator in ",;"):
        text = bare
    head = text[:FIRST].splitlines()[:TRIED]
    return text, max(SEPARATORS, key=lambda separator: _alike(head, separator))


def _alike(lines: list[str], separator: str) -> tuple[int, int]:
    """How many of the lines have the usual number of cells, and that number."""
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    width, count = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return count, width
