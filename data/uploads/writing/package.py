"""The parts of an .xlsx, edited as text so that everything else in the workbook stays as it was."""

import io
import posixpath
import re
import zipfile
from xml.sax.saxutils import quoteattr, unescape

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK, TYPES, STYLES = "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"
LINK = re.compile(r"<Relationship\s[^<>]*>")
SHEET = re.compile(r"<sheet\s[^<>]*>")
KEY = re.compile(r"Id=[\"']([^\"']+)")
TAG = re.compile(r"<(\w+)\b[^<>]*>")
ATTRIBUTE = re.compile(r"(?<![\w:])([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one tag."""
    entities = {"&quot;": '"', "&apos;": "'"}
    return {name: unescape(double or single, entities) for name, double, single in ATTRIBUTE.findall(tag)}


class Package:
    """Parts by name. KeyError or ValueError where the package is not written as expected."""

    def __init__(self, content: bytes):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = {entry.filename: package.read(entry) for entry in package.infolist()}

    def save(self) -> bytes:
        """The package as a file."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in self.parts.items():
                package.writestr(name, part)
        return content.getvalue()

    def text(self, name: str) -> str:
        """A part as text."""
        return self.parts[name].decode("utf-8-sig")

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

    def declare(self, name: str, kind: str) -> None:
        """Say what kind of content a new part is."""
        tag = f'<Override PartName="/{name}" ContentType={quoteattr(kind)}/>'
        if f'"/{name}"' not in self.text(TYPES):
            self.put(TYPES, before(self.text(TYPES), "</Types>", tag))

    def free_name(self, pattern: str) -> str:
        """The first name of that pattern that no part has."""
        return next(name for number in range(1, 10_000) if (name := pattern.format(number)) not in self.parts)


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
