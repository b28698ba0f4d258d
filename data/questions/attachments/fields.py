"""The fields of a document: those that only show something of the document itself are taken, all others are not."""

from data.questions.attachments.unsafe import Unsafe

# fmt: off
HARMLESS = {
    "ADVANCE", "ADDIN", "AUTHOR", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BIBLIOGRAPHY", "CITATION", "COMMENTS", "CREATEDATE",
    "DATE", "DOCPROPERTY", "EDITTIME", "EQ", "FILENAME", "FILESIZE", "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT", "HYPERLINK",
    "INDEX", "KEYWORDS", "LASTSAVEDBY", "LISTNUM", "NOTEREF", "NUMCHARS", "NUMPAGES", "NUMWORDS", "PAGE", "PAGEREF",
    "PRINTDATE", "REF", "REVNUM", "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF", "SUBJECT", "SYMBOL", "TC", "TIME",
    "TITLE", "TOA", "TOC", "XE",
}
# fmt: on


class Fields:
    """Fields may lie in each other, and their instruction may be written in pieces: it is looked at once it is whole."""

    def __init__(self) -> None:
        self._open: list[list[str] | None] = []

    def mark(self, kind: str) -> None:
        """A field begins, its instruction ends (`separate`), or it ends."""
        if kind == "begin":
            self._open.append([])
        elif self._open:
            written = self._open[-1]
            if written is not None:
                self.whole("".join(written))
            self._open[-1] = None
            if kind == "end":
                self._open.pop()

    def instruction(self, piece: str) -> None:
        """A piece of an instruction; outside of any field it is one by itself."""
        if self._open and self._open[-1] is not None:
            self._open[-1].append(piece)
        elif piece.strip():
            self.whole(piece)

    def whole(self, instruction: str) -> None:
        """Raise `Unsafe` for a field that fetches, links or runs; one whose name another field makes is one."""
        words = instruction.split(None, 1)
        if not words or words[0].upper() not in HARMLESS or "\\\\" in instruction:
            raise Unsafe("active")
