"""Packages of Office: whole, of the right kind, with nothing that runs, is embedded or is fetched from elsewhere."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from data.questions.attachments.fields import Fields
from data.questions.attachments.markup import nothing, walk
from data.questions.attachments.unsafe import Unsafe

ENTRIES = 10_000
LARGEST_PART = 50 << 20
MAIN = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
ACTIVE = re.compile(
    r"vbaproject|macrosheets/|dialogsheets/|activex|embeddings/|externallinks/|oleobject|customui|webextension|querytables/|"
    r"connections\.xml|\.(?:bin|exe|js|vbs|ps1|bat|html?|mht|rtf)$"
)
TIES = (
    "attachedtemplate",
    "oleobject",
    "externallink",
    "frame",
    "afchunk",
    "subdocument",
    "control",
    "package",
    "vbaproject",
)
HYPERLINK = "hyperlink"
LEADS = ("http://", "https://", "mailto:", "#")  # where a link that a person clicks may lead
ELEMENTS = {"altChunk", "subDoc", "control", "OLEObject", "oleObject", "ddeLink", "ddeItem", "mailMerge", "frameset"}
CALCULATED = {"f", "formula", "formula1", "formula2", "definedName"}
QUOTED = re.compile(r"\"[^\"]*\"")
REACHES = re.compile(
    r"(?<!\w)(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|DDE|SQL\.REQUEST|EVALUATE|FOPEN|PY|STOCKHISTORY)\s{0,9}\(|\||\\\\",
    re.IGNORECASE,
)


def words(content: bytes, ending: str, budget: int) -> str:
    """The words that stand in it, a paragraph or a cell a line. Raises `Unsafe`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = _names(package, ending, budget)
            return "\n".join(line for name in names for line in _looked(package, name, ending))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise Unsafe("locked") from None


def _names(package: zipfile.ZipFile, ending: str, budget: int) -> list[str]:
    """The parts, none of them sealed, too large, twice or active."""
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries) or len(entries) > ENTRIES:
        raise Unsafe("locked")
    if sum(entry.file_size for entry in entries) > budget:
        raise Unsafe("unpacks_too_large")
    plain = [entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries]
    if MAIN[ending] not in plain:
        raise Unsafe("not_what_it_says")
    if len(set(plain)) < len(plain) or any(ACTIVE.search(name) for name in plain if "/printersettings/" not in name):
        raise Unsafe("active")
    return [entry.filename for entry in entries]


def _looked(package: zipfile.ZipFile, name: str, ending: str) -> Iterator[str]:
    plain = name.replace("\\", "/").lstrip("/").lower()
    if plain == "[content_types].xml":
        walk(_part(package, name), _type, nothing, nothing)
    elif plain.endswith(".rels"):
        walk(_part(package, name), _tie, nothing, nothing)
    elif plain.startswith(("word/", "xl/")) and plain.endswith(".xml"):
        reader = _Reader(ending)
        walk(_part(package, name), reader.start, reader.end, reader.text)
        yield from reader.lines


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part; ValueError where it is larger than any honest one, whatever it says of itself."""
    with package.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise ValueError(name)
    return content


def _type(_name: str, told: Mapping[str, str]) -> None:
    kind = told.get("ContentType", "").lower()
    if any(word in kind for word in ("macroenabled", "vbaproject", "activex", "oleobject")):
        raise Unsafe("active")


def _tie(name: str, told: Mapping[str, str]) -> None:
    """What a part is tied to: inside the package, or a link that a person clicks."""
    if name != "Relationship":
        return
    kind = told.get("Type", "").rpartition("/")[2].lower()
    outside = told.get("TargetMode", "").strip().lower() == "external"
    if kind in TIES or (outside and kind != HYPERLINK):
        raise Unsafe("active")
    if outside and not told.get("Target", "").strip().lower().startswith(LEADS):
        raise Unsafe("active")


class _Reader:
    """The elements of one part: what acts is refused, what is written is collected."""

    def __init__(self, ending: str):
        self.lines: list[str] = []
        self._ends = ("p",) if ending == "docx" else ("si", "is")
        self._line: list[str] = []
        self._fields, self._open = Fields(), ""
        self._written: list[str] = []

    def start(self, name: str, told: Mapping[str, str]) -> None:
        """An element begins."""
        if name in ELEMENTS:
            raise Unsafe("active")
        if name == "fldSimple":
            self._fields.whole(told.get("instr", ""))
        elif name == "fldChar":
            self._fields.mark(told.get("fldCharType", ""))
        if name in CALCULATED or name in ("instrText", "t"):
            self._open, self._written = name, []

    def text(self, written: str) -> None:
        """What stands in it."""
        if self._open:
            self._written.append(written)

    def end(self, name: str) -> None:
        """It ends."""
        if name == self._open:
            written, self._open = "".join(self._written), ""
            if name == "instrText":
                self._fields.instruction(written)
            elif name == "t":
                self._line.append(written)
            elif REACHES.search(QUOTED.sub("", written)):
                raise Unsafe("active")
        if name in self._ends:
            self.lines.append("".join(self._line))
            self._line = []
