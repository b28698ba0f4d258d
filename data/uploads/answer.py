"""The answer to an upload: the same workbook back, its cells marked, with a sheet 核对结果 that lists the findings.

An .xlsx keeps everything it had (formats, formulas and their results, pictures, charts): only the marked cells' fills,
the comments and the new sheet are added to its parts. Other kinds come back as an .xlsx with their values.
"""

import io
import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from openpyxl import load_workbook
from openpyxl.utils import quote_sheetname

from data.settings import Limits, settings
from data.text import Text
from data.uploads import parse
from data.uploads.escape import for_cell
from data.uploads.findings import Finding, Refused, Severity
from data.uploads.reading.limits import sniff
from data.uploads.reading.opening import opened
from data.uploads.writing import rebuilt
from data.uploads.writing.fills import Fills, coloured
from data.uploads.writing.notes import MAIN, annotate
from data.uploads.writing.package import OFFICE, WORKBOOK, Package, before

SHEET = "核对结果"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
SEVERITIES = {"error": Text("错误", "Error"), "warning": Text("疑点", "Warning")}
NUMBER = re.compile(r"sheetId=\"(\d+)\"")
HEADERS = ("类别 Severity", "工作表 Sheet", "单元格 Cell", "核对结果", "Finding")
WIDTHS = (16, 18, 12, 70, 70)


def mark(content: bytes, file_name: str, findings: Sequence[Finding]) -> bytes:
    """The workbook with its findings, as .xlsx. Marks of an earlier answer are taken off; a file that could not be
    read comes back as the list alone."""
    limits, told = settings().limits, tuple(findings)
    marked = parse.in_a_worker(_in_worker, content, file_name, told, limits, limits=limits)
    return _marked(rebuilt.workbook_of(()), told) if isinstance(marked, Refused) else marked


def _in_worker(content: bytes, file_name: str, findings: Sequence[Finding], limits: Limits) -> bytes:
    """The same where the file is opened."""
    if sniff(content, file_name, limits) == "xlsx":
        for write in (_marked, _marked_after_rewriting):
            try:
                return write(content, findings)
            except Exception:  # an unusual package may trip any reader; people get their findings all the same
                continue
    return _marked(_with_values(content, file_name, limits), findings)


def _marked_after_rewriting(content: bytes, findings: Sequence[Finding]) -> bytes:
    """By way of openpyxl, which keeps formats and formulas but not their results."""
    rewritten = io.BytesIO()
    load_workbook(io.BytesIO(content)).save(rewritten)
    return _marked(rewritten.getvalue(), findings)


def _with_values(content: bytes, file_name: str, limits: Limits) -> bytes:
    """A workbook with the values of any other file; without any if it cannot be read."""
    sheets = opened(content, file_name, limits)
    return rebuilt.workbook_of(() if isinstance(sheets, Refused) else sheets)


def _marked(content: bytes, findings: Sequence[Finding]) -> bytes:
    package = Package(content)
    fills = Fills(package)
    for name, part in package.sheets().items():
        here = [
            finding for finding in findings if finding.cell and name in (finding.sheet, rebuilt.name_of(finding.sheet))
        ]
        if name == SHEET:
            continue
        if here:
            package.put(part, coloured(package.text(part), _severities(here), fills))
        annotate(package, part, _sentences(here))
    _put_list(package, findings, fills)
    fills.save()
    return package.save()


def _severities(findings: Iterable[Finding]) -> dict[str, Severity]:
    """The severity of each cell: an error wins over a warning."""
    ordered = sorted(findings, key=lambda finding: finding.severity, reverse=True)
    return {finding.cell: finding.severity for finding in ordered}


def _sentences(findings: Iterable[Finding]) -> dict[str, str]:
    said: dict[str, str] = {}
    for finding in findings:
        sentence = f"{finding.told('zh')}\n{finding.told('en')}"
        said[finding.cell] = f"{said[finding.cell]}\n\n{sentence}" if finding.cell in said else sentence
    return said


def _put_list(package: Package, findings: Sequence[Finding], fills: Fills) -> None:
    """Write the sheet 核对结果, in the place of an earlier one."""
    part = package.sheets().get(SHEET)
    if part is None:
        part = package.free_name("xl/worksheets/findings{}.xml")
        package.declare(part, SHEET_KIND)
        key = package.link(WORKBOOK, "worksheet", part)
        workbook = package.text(WORKBOOK)
        number = max((int(each) for each in NUMBER.findall(workbook)), default=0) + 1
        tag = f'<sheet xmlns:r="{OFFICE}" name="{SHEET}" sheetId="{number}" r:id="{key}"/>'
        package.put(WORKBOOK, before(workbook, "</sheets>", tag))
    package.put(part, _list(findings, fills))


def _list(findings: Sequence[Finding], fills: Fills) -> str:
    rows = [_row(1, HEADERS, 0)]
    links = []
    for number, finding in enumerate(findings, start=2):
        severity = SEVERITIES[finding.severity]
        told = (f"{severity.zh} {severity.en}", finding.sheet, finding.cell, finding.told("zh"), finding.told("en"))
        rows.append(_row(number, told, fills.style(0, finding.severity)))
        if finding.sheet and finding.cell:
            location = quoteattr(f"{quote_sheetname(finding.sheet)}!{finding.cell}")
            links.append(f'<hyperlink ref="C{number}" location={location} display={quoteattr(finding.cell)}/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(WIDTHS, 1)
    )
    frozen = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">'
        f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{frozen}<cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>{linked}"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, words: Iterable[str], style: int) -> str:
    """A row of words, the first of them in a style of its own."""
    cells = "".join(
        f'<c r="{letter}{number}" s="{style if letter == "A" else 0}" t="inlineStr"><is><t xml:space="preserve">{escape(str(for_cell(text)))}</t></is></c>'
        for letter, text in zip("ABCDE", words, strict=True)
    )
    return f'<row r="{number}">{cells}</row>'
