"""What is decided about a file before anything opens it: its size, what it really is, and what it carries."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Literal

from data.settings import Limits
from data.text import Text
from data.uploads.findings import Refused, refused

MB = 1 << 20
ENTRIES = 10_000  # files in one package; the largest honest workbook has some hundreds

Kind = Literal["xlsx", "ods", "ole", "text"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = (
    (b"\x89PNG", Text("图片", "a picture")),
    (b"\xff\xd8\xff", Text("图片", "a picture")),
    (b"GIF8", Text("图片", "a picture")),
    (b"BM", Text("图片", "a picture")),
    (b"%PDF", Text("PDF 文件", "a PDF")),
    (b"Rar!", Text("压缩包", "an archive")),
    (b"7z\xbc\xaf", Text("压缩包", "an archive")),
    (b"\x1f\x8b", Text("压缩包", "an archive")),
    (b"MZ", Text("程序", "a program")),
    (b"\x7fELF", Text("程序", "a program")),
    (b"{\\rtf", Text("文字文档", "a text document")),
)
MARKUP = re.compile(r"<(?:!--|!doctype|\?xml|html|head|meta|style|table|body|div|script|title|workbook)\b|<!--")
UNKNOWN = Text("未知内容", "something unknown")
ARCHIVE = Text("压缩包", "an archive")
DOCUMENT = Text("文字文档或演示文稿", "a document or a presentation")
WEB_PAGE = Text("网页（HTML）", "a web page (HTML)")
SAVED_PAGE = Text("单个文件网页（MHTML）", "a web page in one file (MHTML)")
XML_TABLE = Text("XML 表格", "a spreadsheet in XML")
PRINTABLE = (b"BM", b"MZ")  # a picture or a program, but in a text file perhaps the first two letters


def sniff(content: bytes, file_name: str, limits: Limits) -> Kind | Refused:
    """What the file is, or the sentence that refuses it. Nothing is unpacked beyond the package's small parts."""
    if file_name.startswith(("~$", ".~lock.")):
        return refused("owner_file", file=file_name)
    if not content.strip(b"\x00 \r\n\t"):
        return refused("empty_file")
    if len(content) > limits.file_mb * MB:
        return refused("too_large", size=round(len(content) / MB, 1), limit=limits.file_mb)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(content, file_name, limits)
    if content.startswith(OLE):
        return _container(content, file_name)
    return _other(content, file_name)


def _package(content: bytes, file_name: str, limits: Limits) -> Kind | Refused:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _package_by_names(package, file_name, limits)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return refused("damaged")


def _package_by_names(package: zipfile.ZipFile, file_name: str, limits: Limits) -> Kind | Refused:
    entries = package.infolist()
    names = {entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        return refused("password")
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > limits.unzipped_mb * MB:
        return refused("unzips_too_large", limit=limits.unzipped_mb)
    if "xl/workbook.xml" in names:
        return _office(names)
    if "content.xml" in names and "mimetype" in names:
        return _open_document(package, names, file_name)
    if file_name.lower().endswith(".numbers") or any(name.endswith(".iwa") for name in names):
        return refused("numbers", file=file_name)
    if "xl/workbook.bin" in names or any(name.startswith("xl/worksheets/") for name in names):
        return refused("old_container", file=file_name)
    kind = DOCUMENT if "[content_types].xml" in names else ARCHIVE
    return refused("not_a_workbook", file=file_name, kind=kind)


def _office(names: set[str]) -> Kind | Refused:
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        return refused("macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        return refused("external_links")
    return "xlsx"


def _open_document(package: zipfile.ZipFile, names: set[str], file_name: str) -> Kind | Refused:
    if b"spreadsheet" not in _beginning(package, "mimetype"):
        return refused("not_a_workbook", file=file_name, kind=DOCUMENT)
    if "meta-inf/manifest.xml" in names and b"encryption-data" in _beginning(package, "META-INF/manifest.xml"):
        return refused("password")
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        return refused("macros")
    return "ods"


def _beginning(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(MB)


def _container(content: bytes, file_name: str) -> Kind | Refused:
    """The old container of Excel and WPS; the names of its streams are UTF-16 in its directory."""
    if _stream("EncryptedPackage") in content:
        return refused("password")
    if _stream("_VBA_PROJECT") in content:
        return refused("macros")
    if _stream("Workbook") in content or _stream("Book") in content:
        return "ole"
    if any(_stream(name) in content for name in ("WordDocument", "PowerPoint Document")):
        return refused("not_a_workbook", file=file_name, kind=DOCUMENT)
    return refused("old_container", file=file_name)


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"


def _other(content: bytes, file_name: str) -> Kind | Refused:
    is_text = file_name.lower().endswith((".csv", ".txt", ".tsv"))
    for start, kind in OTHER_KINDS:
        if content.startswith(start) and not (is_text and start in PRINTABLE and _is_printable(content)):
            return refused("not_a_workbook", file=file_name, kind=kind)
    if markup := _markup(content):
        return refused("save_as_xlsx", file=file_name, kind=markup)
    if is_text:
        return "text"
    if file_name.lower().endswith((".xlsx", ".xlsm", ".ods")) and _half_package(content):
        return refused("damaged")
    return refused("not_a_workbook", file=file_name, kind=UNKNOWN)


def _is_printable(content: bytes) -> bool:
    return not any(byte < 32 and byte not in b"\t\r\n" for byte in content[:512])


def _markup(content: bytes) -> Text | None:
    """What programs save or export under the name of a workbook: a page of the web, a table in XML."""
    head = content[:4096]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n").casefold()
    if text.startswith(("mime-version:", "from: <saved by")) or "multipart/related" in text:
        return SAVED_PAGE
    if not MARKUP.match(text):
        return None
    return XML_TABLE if "office:spreadsheet" in text or "office:document" in text else WEB_PAGE


def _half_package(content: bytes) -> bool:
    return b"PK\x01\x02" in content or b"PK\x05\x06" in content


def unpacked(package: zipfile.ZipFile, name: str, budget: int) -> Iterator[bytes]:
    """One part of a package in pieces of a megabyte; OverflowError once it grows beyond `budget` bytes.

    A package may lie about the sizes of its parts, so what comes out is counted.
    """
    with package.open(name) as part:
        while piece := part.read(MB):
            budget -= len(piece)
            if budget < 0:
                raise OverflowError(name)
            yield piece
