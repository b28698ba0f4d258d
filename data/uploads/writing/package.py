"""The parts of an .xlsx, edited as text so that everything else in the workbook stays as it was."""

import io
import posixpath
import re
import zipfile
from xml.sax.saxutils import quoteattr, unescape

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK, TYPES, STYLES = "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"
STYLES_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
PLAIN_STYLES = (
    '<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf '
    'numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
LINK = re.compile(r"<Relationship\s[^<>]*>")
SHEET = re.compile(r"<sheet\s[^<>]*>")
KEY = re.compile(r"Id=[\"']([^\"']+)")
TAG = re.compile(r"<(\w+)\b[^<>]*>")
PLACED = re.compile(r"<(row|c)(?=[\s/>])([^<>]*)>")
PREFIXED = re.compile(r"<(\w{1,20}):(?:worksheet|workbook|styleSheet|comments|Relationships|Types)\b[^<>]*>")
ATTRIBUTE = re.compile(r"(?<![\w:])([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one tag."""
    entities = {"&quot;": '"', "&apos;": "'"}
    return {name: unescape(double or single, entities) for name, double, single in ATTRIBUTE.findall(tag)}


class Package:
    """Parts by name. KeyError or ValueError where the package is not written as expected."""

    def __init__(self, content: bytes):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            # Some writers put \\ for / in the names of the parts.
            self.parts = {entry.filename.replace("\\", "/"): package.read(entry) for entry in package.infolist()}

    def save(self) -> bytes:
        """The package as a file."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in self.parts.items():
                package.writestr(name, part)
        return content.getvalue()

    def text(self, name: str) -> str:
        """A part as text, its tags without the prefix that Open XML SDK gives them."""
        text = _without_prefix(self.parts[name].decode("utf-8-sig"))
        return _addressed(text) if "<sheetData" in text else text

    def put(self, name: str, text: str) -> None:
        """Write a part."""
        self.parts[name] = text.encode("utf-8")

    def sheets(self) -> dict[str, str]:
        """The part of each sheet by its name."""
        targets = {key: target for key, _, target in self.links(WORKBOOK)}
        tags = SHEET.findall(self.text(WORKBOOK))
        if not tags:
            raise ValueError(WORKBOOK)
        named = (attributes(tag) for tag in tags)
        return {each["name"]: targets[each["r:id"]] for each in named}

    def links(self, part: str) -> list[tuple[str, str, str]]:
        """What a part links to: key, the last word of the kind, and the other part's name."""
        name = links_of(part)
        found = [attributes(tag) for tag in LINK.findall(self.text(name))] if name in self.parts else []
        return [
            (each["Id"], each["Type"].rsplit("/", 1)[-1], _absolute(part, each["Target"]))
            for each in found
            if each.get("TargetMode") != "External"
        ]

    def link(self, part: str, kind: str, target: str) -> str:
        """Link a part to another; the key of the link."""
        name = links_of(part)
        if name not in self.parts:
            self.put(
                name, f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONSHIPS}"></Relationships>'
            )
        text = self.text(name).replace(
            "<Relationships xmlns=" + f'"{RELATIONSHIPS}"/>', f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'
        )
        known = set(KEY.findall(text))
        key = next(f"rId{number}" for number in range(1, len(known) + 2) if f"rId{number}" not in known)
        tag = f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        self.put(name, before(text, "</Relationships>", tag))
        return key

    def style(self) -> None:
        """Give styles to a workbook that has none."""
        if STYLES not in self.parts:
            self.put(STYLES, PLAIN_STYLES)
            self.declare(STYLES, STYLES_KIND)
            self.link(WORKBOOK, "styles", STYLES)

    def declare(self, name: str, kind: str) -> None:
        """Say what kind of content a new part is."""
        tag = f'<Override PartName="/{name}" ContentType={quoteattr(kind)}/>'
        if f'"/{name}"' not in self.text(TYPES):
            self.put(TYPES, before(self.text(TYPES), "</Types>", tag))

    def free_name(self, pattern: str) -> str:
        """The first name of that pattern that no part has."""
        return next(name for number in range(1, 10_000) if (name := pattern.format(number)) not in self.parts)


def _without_prefix(text: str) -> str:
    root = PREFIXED.search(text[:4096])
    if not root or ' xmlns="' in root[0] or f"xmlns:{root[1]}=" not in root[0]:
        return text
    prefix = root[1]
    bare = text.replace(f"<{prefix}:", "<").replace(f"</{prefix}:", "</")
    return bare.replace(f"xmlns:{prefix}=", "xmlns=", 1)


def _addressed(sheet: str) -> str:
    """The text of a sheet whose rows and cells all have their address: some writers leave it to the order."""
    if all("r" in attributes(tag[2]) for tag in PLACED.finditer(sheet)):
        return sheet
    row = column = 0

    def with_address(tag: re.Match) -> str:
        nonlocal row, column
        own = attributes(tag[2]).get("r")
        if tag[1] == "row":
            row, column = int(own) if own else row + 1, 0
        else:
            column = column_index_from_string(coordinate_from_string(own)[0]) if own else column + 1
        place = str(row) if tag[1] == "row" else f"{get_column_letter(column)}{row}"
        return tag[0] if own else f'<{tag[1]} r="{place}"{tag[2]}>'

    return PLACED.sub(with_address, sheet)


def links_of(part: str) -> str:
    """The name of the part that holds a part's links."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def inside(text: str, name: str) -> tuple[int, int]:
    """Where what stands in the first element of that name begins and ends. ValueError where there is none."""
    opened = next((match for match in TAG.finditer(text) if match[1] == name), None)
    end = text.find(f"</{name}>", opened.end()) if opened else -1
    if opened is None or end < 0:
        raise ValueError(name)
    return opened.end(), end


def before(text: str, end: str, tag: str) -> str:
    """The text with a tag put before its last `end`."""
    head, found, tail = text.rpartition(end)
    if not found:
        raise ValueError(end)
    return head + tag + found + tail


def _absolute(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
