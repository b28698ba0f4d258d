"""Findings on screen: sentences by sheet, each leading to its cell in the grid, or with the place as the workbook shows it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from data.text import Language, Text
from data.uploads.excerpt import Excerpts
from data.uploads.findings import Finding, Severity
from data.uploads.parse import Book
from ui.panels import Panel, beside_title
from ui.scope import Scope
from ui.templates import render

MOST = 60  # findings on screen; all of them are in the marked workbook

TEXTS = {
    "findings": Text("核对结果", "Findings"),
    "clean": Text("没有发现疑点，可以提交。", "Nothing to look at: ready to hand in."),
    "counts": Text("须修改 {errors} 处，待核对 {warnings} 处", "{errors} to mend, {warnings} to look at"),
    "mend": Text(
        "点单元格即可在表中改；也可以在自己的文件里改好，再拖进来。",
        "Click a cell to mend it in the table, or mend your file and drop it again.",
    ),
    "in_file": Text("在自己的文件里改好，再上传一次。", "Mend your file and upload it again."),
    "more": Text("还有 {count} 处，见标注后的工作簿。", "{count} more are in the marked workbook."),
    "file": Text("整个文件", "The whole file"),
    "sheet": Text("工作表“{sheet}”：{count} 处", "Sheet “{sheet}”: {count}"),
    "in_place": Text("看原处", "See it in place"),
}
SEVERITIES: dict[Severity, Text] = {"error": Text("须修改", "To mend"), "warning": Text("待核对", "To look at")}
OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}
OTHER_NAME = {"zh": "English", "en": "中文"}


Way = Callable[[str, str], str]  # the address of a sheet's cell in the grid, "" where it is not a cell to fill in


def findings(
    found: Sequence[Finding], book: Book | None, scope: Scope, way: Way = lambda sheet, cell: "", *, mend: str = "mend"
) -> Panel:
    """The findings by sheet, in the order of the workbook; `book` is None where the file could not be read. A cell that
    `way` knows is a link; of any other the place is shown. `mend` names the sentence that says how."""
    if not found:
        return Panel(TEXTS["findings"].in_(scope.lang), render("words", text=TEXTS["clean"].in_(scope.lang)))
    errors = sum(finding.severity == "error" for finding in found)
    counts = TEXTS["counts"].in_(scope.lang, errors=errors, warnings=len(found) - errors)
    more = len(found) - MOST
    body = render(
        "findings",
        sheets=list(_by_sheet(found[:MOST], book, scope, way)),
        hint=TEXTS[mend].in_(scope.lang) if errors else "",
        more=TEXTS["more"].in_(scope.lang, count=more) if more > 0 else "",
        words={
            "in_place": TEXTS["in_place"].in_(scope.lang),
            "other": OTHER_NAME[scope.lang],
            "other_lang": OTHER[scope.lang],
        },
    )
    return Panel(TEXTS["findings"].in_(scope.lang), body, beside_title(counts, thin=True))


def _by_sheet(found: Sequence[Finding], book: Book | None, scope: Scope, way: Way) -> Iterator[dict[str, object]]:
    sheets = {sheet.name: sheet for sheet in book.sheets} if book else {}
    for name, group in groupby(found, key=lambda finding: finding.sheet):
        here = list(group)
        title = TEXTS["sheet"].in_(scope.lang, sheet=name, count=len(here)) if name else TEXTS["file"].in_(scope.lang)
        excerpts = Excerpts(sheets[name]) if name in sheets else None
        yield {"title": title, "findings": [_drawn(finding, excerpts, scope, way) for finding in here]}


def _drawn(finding: Finding, excerpts: Excerpts | None, scope: Scope, way: Way) -> dict[str, object]:
    href = way(finding.sheet, finding.cell) if finding.cell else ""
    return {
        "href": href,
        "severity": finding.severity,
        "word": SEVERITIES[finding.severity].in_(scope.lang),
        "cell": finding.cell,
        "sentence": finding.told(scope.lang),
        "other": finding.told(OTHER[scope.lang]),
        "excerpt": _excerpt(excerpts, finding.cell) if excerpts and finding.cell and not href else "",
    }


def _excerpt(excerpts: Excerpts, cell: str) -> Markup:
    letters, rows = excerpts.around(cell)
    return render("excerpt", letters=letters, rows=rows)
