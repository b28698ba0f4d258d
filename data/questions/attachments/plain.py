"""Plain text and tables of it."""

import re
import unicodedata

from data.questions.attachments.unsafe import Unsafe

PAGE = re.compile(r"<\s{0,20}(?:!doctype|html|svg|script|iframe|\?php|\?xml)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BETWEEN = re.compile(r"[,;|\t\r\n\x1c-\x1e\x85\u2028\u2029\"]")  # wherever a spreadsheet may begin a cell
A_NUMBER = re.compile(r"[+-]?[\d.\s]*[%‰]?")
SEPARATOR_TOLD = "sep="  # a first line that makes any letter part cells


def words(content: bytes, *, table: bool) -> str:
    """The text. Raises `Unsafe`: not UTF-8, a page or a script, and in a table a cell that calculates."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unsafe("not_utf8") from None
    if CONTROL.search(text):
        raise Unsafe("not_what_it_says")
    plain = unicodedata.normalize("NFKC", text)
    if PAGE.search(plain) or text.startswith("#!") or (table and _calculates(plain)):
        raise Unsafe("active")
    return text


def _calculates(text: str) -> bool:
    if text.lstrip().lower().startswith(SEPARATOR_TOLD):
        return True
    cells = (cell.strip() for cell in BETWEEN.split(text))
    return any(cell[:1] in "=@+-" and not A_NUMBER.fullmatch(cell) for cell in cells if cell)
