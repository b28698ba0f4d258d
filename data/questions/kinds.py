"""What a file is, by its content: pictures, PDF, workbooks, documents and plain text are taken, everything else is not.

What can run (programs, scripts, macros, pages) is refused, and so is a file that is two things at once. This is a first
look and no virus scanner; files leave as downloads only.
"""

import html
import io
import re
import zipfile
import zlib

import puremagic

from data import personal
from data.refusal import Refusal
from data.settings import settings
from data.text import Text

MB = 1 << 20
ENTRIES = 10_000
KINDS = {  # ending → media type
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
    "csv": "text/csv",
}
MAIN = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
WORDS = {  # where a document's own words stand: a workbook's text (its numbers are none), a document's paragraphs
    "xlsx": (
        re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml"),
        re.compile(rb"<(?:si|is)[ >][^<]*(?:<(?!/?(?:si|is)[ >])[^<]*)*</(?:si|is)>"),
    ),
    "docx": (
        re.compile(r"word/(?:document|comments|footnotes)\.xml"),
        re.compile(rb"<w:p[ >][^<]*(?:<(?!/?w:p[ >])[^<]*)*</w:p>"),
    ),
}
ACTIVE = re.compile(
    r"vbaproject|macrosheets/|activex|embeddings/|externallinks/|oleobject|\.(?:bin|exe|js|vbs|ps1|bat|html?)$"
)
FETCHED = re.compile(rb"attachedTemplate|oleObject|externalLink|relationships/frame")
LARGEST_PART = 50 * MB
ACTIVE_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
PAGE = re.compile(r"<\s*(?:!doctype|html|svg|script|iframe|\?php|\?xml)", re.IGNORECASE)
FORMULA = re.compile(r"(?:^|[,;\t\n])\"?[ \xa0\u3000]*(?:[=@]|[+-](?![\d.,\s]*(?:[,;\t\r\n\"%]|$)))")
TAG = re.compile(rb"<[^<>]*>")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

REFUSALS = {
    "too_many": Text(
        "一次最多附 {limit} 个文件，现有 {count} 个。", "At most {limit} files at once; these are {count}."
    ),
    "too_large": Text(
        "“{name}”有 {size} MB，超过 {limit} MB 的上限。", "“{name}” has {size} MB; the limit is {limit} MB."
    ),
    "empty": Text("“{name}”是空文件。", "“{name}” is empty."),
    "not_taken": Text(
        "“{name}”不能作为附件。可附 PDF、PNG、JPG、XLSX、DOCX、UTF-8 编码的 TXT 和 CSV。",
        "“{name}” cannot be attached. PDF, PNG, JPG, XLSX, DOCX, and TXT and CSV in UTF-8 are taken.",
    ),
    "not_what_it_says": Text(
        "“{name}”的内容与扩展名不符。请核对文件后再附。", "“{name}” is not what its ending says. Check the file."
    ),
    "active": Text(
        "“{name}”含有宏、脚本、公式链接或嵌入文件，不能作为附件。请另存为 PDF 后再附。",
        "“{name}” holds macros, scripts, formulas or embedded files and cannot be attached. Save it as PDF first.",
    ),
    "locked": Text(
        "“{name}”有密码或已损坏，无法核对。", "“{name}” has a password or is damaged and cannot be checked."
    ),
    "not_utf8": Text(
        "“{name}”不是 UTF-8 编码的文本。请另存为 UTF-8。", "“{name}” is no text in UTF-8. Save it as UTF-8."
    ),
    "gone": Text("没有这个附件。", "There is no such file."),
}


class Refused(Refusal):
    """A file that is not taken."""

    def __init__(self, reason: str, **blanks: object):
        self.reason = reason
        super().__init__(REFUSALS[reason], **blanks)


def kind_of(content: bytes, file_name: str) -> str:
    """The media type of a file by its content; its ending must say the same. Refused with a sentence otherwise."""
    limit = settings().evidence.file_mb
    if not content.strip(b"\x00 \r\n\t"):
        raise Refused("empty", name=file_name)
    if len(content) > limit * MB:
        raise Refused("too_large", name=file_name, size=round(len(content) / MB, 1), limit=limit)
    stem, _, ending = file_name.lower().rpartition(".")
    if not stem or ending not in KINDS:
        raise Refused("not_taken", name=file_name)
    if ending in ("txt", "csv"):
        _plain_text(content, ending, file_name)
    elif KINDS[ending] not in _recognised(content):
        raise Refused("not_what_it_says", name=file_name)
    elif ending in MAIN:
        _office(content, ending, file_name)
    elif zipfile.is_zipfile(io.BytesIO(content)) or any(word in content for word in ACTIVE_PDF if ending == "pdf"):
        raise Refused("active", name=file_name)
    return KINDS[ending]


def _recognised(content: bytes) -> set[str]:
    """The media types whose signature the content bears."""
    try:
        return {found.mime_type for found in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _plain_text(content: bytes, ending: str, file_name: str) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("not_utf8", name=file_name) from None
    if CONTROL.search(text):
        raise Refused("not_what_it_says", name=file_name)
    if PAGE.search(text) or text.startswith("#!") or (ending == "csv" and FORMULA.search(text)):
        raise Refused("active", name=file_name)
    personal.refuse(text)


def _office(content: bytes, ending: str, file_name: str) -> None:
    """A package of Office: the right one, whole, without anything that runs, its words without personal data."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _fits(package, file_name)
            names = {name.replace("\\", "/").lstrip("/").lower() for name in package.namelist()}
            if MAIN[ending].lower() not in names:
                raise Refused("not_what_it_says", name=file_name)
            if any(ACTIVE.search(name) for name in names if "/printersettings/" not in name) or _reaches_out(package):
                raise Refused("active", name=file_name)
            words = _words(package, *WORDS[ending])
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise Refused("locked", name=file_name) from None
    personal.refuse(words)


def _fits(package: zipfile.ZipFile, file_name: str) -> None:
    """Nothing is encrypted, and it does not claim to be large beyond reason; what is read is measured again."""
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("locked", name=file_name)
    if len(entries) > ENTRIES or unpacked > settings().limits.unzipped_mb * MB:
        limit = settings().limits.unzipped_mb
        raise Refused("too_large", name=file_name, size=round(unpacked / MB, 1), limit=limit)


def _reaches_out(package: zipfile.ZipFile) -> bool:
    """Whether macros are announced, or a template or an object is fetched from elsewhere."""
    if b"macroenabled" in _part(package, "[Content_Types].xml").lower():
        return True
    ties = (_part(package, name) for name in package.namelist() if name.endswith(".rels"))
    return any(b"External" in tie and FETCHED.search(tie) for tie in ties)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part of a package, "" where it has none; ValueError where it is larger than any honest one."""
    if name not in package.namelist():
        return b""
    with package.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise ValueError(name)
    return content


def _words(package: zipfile.ZipFile, parts: re.Pattern[str], lines: re.Pattern[bytes]) -> str:
    """What is written in the parts of that name, a paragraph or a cell a line."""
    xml = (_part(package, name) for name in package.namelist() if parts.fullmatch(name))
    said = (TAG.sub(b"", line.group()) for part in xml for line in lines.finditer(part))
    return html.unescape(b"\n".join(said).decode("utf-8", "replace"))
