"""Comments on cells of an .xlsx, beside those that are there already."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from openpyxl.utils.cell import coordinate_to_tuple

from data.uploads.writing.package import OFFICE, TYPES, Package, attributes, before

AUTHOR = "核对结果"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COMMENTS_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
MOST = 1000  # comments on one sheet; the list of findings has them all
COMMENT = re.compile(r"<comment\s[^<>]*>(?:(?!<comment\s).)*?</comment>", re.DOTALL)
SHAPE = re.compile(r"<v:shape\s(?:(?!<v:shape\s).)*?</v:shape>", re.DOTALL)
AT = re.compile(r"<comment\s[^<>]*\bref=\"([A-Z]+[0-9]+)\"")
AUTHORS = re.compile(r"<author\b[^<>]*?(?:/>|>([^<]*)</author>)")
BY, REF = re.compile(r"authorId=\"(\d+)\""), re.compile(r"\bref=\"([A-Z]+[0-9]+)\"")
PLACES = (re.compile(r"<x:Row>\s*(\d+)"), re.compile(r"<x:Column>\s*(\d+)"))
AFTER_LEGACY = re.compile(
    r"<(?:legacyDrawingHF|picture|oleObjects|controls|mc:AlternateContent|webPublishItems|tableParts|extLst)\b|</worksheet>"
)

NO_COMMENTS = f'<?xml version="1.0" encoding="UTF-8"?><comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
NOTE_TYPE_ID = "_x0000_t202"
NOTE_TYPE = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    f'id="{NOTE_TYPE_ID}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
LEGACY = re.compile(r"<legacyDrawing\b[^<>]*>")
NO_SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    f"{NOTE_TYPE}</xml>"
)
A_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
    'width:240pt;height:90pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{right}, 15, {row}, 2, {far}, 15, {low}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def annotate(package: Package, part: str, said: Mapping[str, str]) -> None:
    """Comments on the cells of a sheet; those of an earlier answer go, other people's stay and keep their cells."""
    comments = next((target for _, kind, target in package.links(part) if kind == "comments"), None)
    shapes = _drawn_on(package, part)
    if comments is None and not said:
        return
    if comments is None:
        comments = _new_comments(package, part)
    if shapes is None:
        shapes = _new_shapes(package, part)
    text, drawn = package.text(comments), package.text(shapes)
    text, drawn = _without_ours(text, drawn)
    taken = set(AT.findall(text))
    author = len(AUTHORS.findall(text))
    text = before(_open_authors(text), "</authors>", f"<author>{AUTHOR}</author>")
    for number, (cell, sentence) in enumerate([each for each in said.items() if each[0] not in taken][:MOST]):
        words = f'<comment ref="{cell}" authorId="{author}"><text><t xml:space="preserve">{escape(sentence)}</t></text></comment>'
        text = before(text, "</commentList>", words)
        drawn = before(drawn, "</xml>", _shape(cell, 5000 + number))
    package.put(comments, text)
    package.put(shapes, drawn)


def _shape(cell: str, number: int) -> str:
    row, column = coordinate_to_tuple(cell)
    return A_SHAPE.format(number=number, row=row - 1, column=column - 1, right=column, far=column + 4, low=row + 5)


def _open_authors(text: str) -> str:
    return text.replace("<authors/>", "<authors></authors>").replace("<commentList/>", "<commentList></commentList>")


def _without_ours(text: str, drawn: str) -> tuple[str, str]:
    authors = AUTHORS.findall(text)
    ours = {str(number) for number, name in enumerate(authors) if name == AUTHOR}
    gone = set()

    def drop(match: re.Match) -> str:
        tag = match[0][: match[0].index(">")]
        by, cell = BY.search(tag), REF.search(tag)
        if not by or not cell or by[1] not in ours:
            return match[0]
        gone.add(tuple(number - 1 for number in coordinate_to_tuple(cell[1])))
        return ""

    def drop_shape(match: re.Match) -> str:
        row, column = (place.search(match[0]) for place in PLACES)
        return "" if row and column and (int(row[1]), int(column[1])) in gone else match[0]

    return COMMENT.sub(drop, text), SHAPE.sub(drop_shape, drawn) if gone else drawn


def _drawn_on(package: Package, part: str) -> str | None:
    """The shapes of a sheet: of its comments, but also of its form controls and embedded objects. A sheet has one such
    part and may not have two; pictures in headers and footers have another."""
    tag = LEGACY.search(package.text(part))
    key = next((value for name, value in attributes(tag[0]).items() if name.endswith(":id")), "") if tag else ""
    shapes = next((target for each, _, target in package.links(part) if each == key), None)
    if shapes and (text := package.text(shapes)) and NOTE_TYPE_ID not in text:
        package.put(shapes, before(text, "</xml>", NOTE_TYPE))
    return shapes


def _new_comments(package: Package, part: str) -> str:
    """The part that holds a sheet's comments, linked and declared."""
    comments = package.free_name("xl/comments{}.xml")
    package.put(comments, NO_COMMENTS)
    package.declare(comments, COMMENTS_KIND)
    package.link(part, "comments", comments)
    return comments


def _new_shapes(package: Package, part: str) -> str:
    """The part that holds the shapes of a sheet's comments, linked and declared."""
    shapes = package.free_name("xl/drawings/vmlDrawing{}.vml")
    package.put(shapes, NO_SHAPES)
    types = package.text(TYPES)
    if 'Extension="vml"' not in types:
        kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
        package.put(TYPES, before(types, "</Types>", f'<Default Extension="vml" ContentType="{kind}"/>'))
    key = package.link(part, "vmlDrawing", shapes)
    sheet = package.text(part)
    rules = max(sheet.rfind(end) for end in ("</sheetData>", "</conditionalFormatting>", "</dataValidations>"))
    at = AFTER_LEGACY.search(sheet, max(rules, 0))  # rules may have lists of extensions of their own
    if not at:
        raise ValueError(part)
    tag = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="{key}"/>'
    package.put(part, sheet[: at.start()] + tag + sheet[at.start() :])
    return shapes
