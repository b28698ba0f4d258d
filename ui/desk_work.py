"""One draft being worked on: whose, until when, its table to type in, files in and out, what others wrote meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import months, store
from data.access import Actor
from data.reporting import approval, desk
from data.reporting.drafts import Draft
from data.reporting.submissions import Submission
from data.settings import settings
from data.text import Text
from data.uploads.answer import mark
from data.uploads.parse import Book
from ui import desk_draft, desk_reads
from ui.board import board
from ui.desk_clock import moment
from ui.desk_reads import Month
from ui.examined import Examined, examine
from ui.exporting import XLSX
from ui.grid import DOWN, Asked, Beside, Mark, grid
from ui.grid_cells import Part, parts, place_of
from ui.page import panel, show
from ui.panels import Panel
from ui.scope import Scope
from ui.steward import actor, is_mine, template_button
from ui.templates import render

LONGEST_SEARCH = 60
LARGE = 200  # rows of a table; of a larger one, those with something to mend are shown first
CELLS_SEARCHED = 20_000  # cells looked through for one that was sent back from another place

TEXTS = {
    "table": Text("填写", "Fill in"),
    "all": Text("全部", "All"),
    "marked": Text("只看要改的（{count}）", "To mend ({count})"),
    "search": Text("找一行", "Find a row"),
    "hint": Text("单位、应用…回车", "Unit, application … Enter"),
    "sheets": Text("工作表", "Sheets"),
    "saved": Text("已保存 {at} · {name} · 第 {version} 版", "Saved {at} · {name} · version {version}"),
    "unread": Text("草稿里的文件读不出表格，请重新拖入填好的模板。", "No table can be read from this draft's file: drop a filled-in template."),
    "file": Text("模板与文件", "Template and file"),
    "file_is": Text(
        "模板每个单位一行、每个填报项一列，灰字是上月数。在屏幕上填、用模板填，都写进同一份草稿。",
        "The template has a row for each unit and a column for each measure, with last month's figures in grey. Typed or "
        "uploaded, all goes into the same draft.",
    ),
    "kinds": Text("可拖入 .xlsx、.xls、.ods、.et、.csv，最多 {limit} MB。", "Drop .xlsx, .xls, .ods, .et or .csv, at most {limit} MB."),
    "drop": Text("把填好的文件拖进来", "Drop the filled-in file here"),
    "marked_file": Text("下载标注后的工作簿", "The marked workbook"),
    "draft_file": Text("下载草稿工作簿", "The draft as a workbook"),
    "marked_name": Text("核对结果", "marked"),
    "discard": Text("放弃草稿", "Throw the draft away"),
    "discard_is": Text("草稿的各版本仍留在库中，但不能再接着填。", "Its versions stay in the store, but it cannot be continued."),
    "discard_now": Text("确定放弃", "Throw it away"),
    "begin": Text("开始填报", "Begin"),
    "begin_is": Text(
        "在屏幕上填，或拖入填好的工作簿。草稿自动保存，关掉浏览器也不会丢。",
        "Type on the screen, or drop a filled-in workbook. The draft saves itself; a closed browser loses nothing.",
    ),
    "begin_now": Text("在屏幕上填报 {month}", "Fill in {month} on the screen"),
    "returned": Text(
        "{name}退回：{reason} 原填“{said}”，请于 {due} 前改好重报。",
        "{name} sent it back: {reason} It said “{said}”; hand it in again by {due}.",
    ),
    "returned_all": Text(
        "第 {number} 号报送被{name}整份退回：{reason} 请于 {due} 前改好重报。",
        "Submission {number} was sent back whole by {name}: {reason} Hand it in again by {due}.",
    ),
    "conflicts": Text("另一位填报员也改了这些单元格", "Another steward changed these cells too"),
    "conflicts_is": Text(
        "其余改动都已保存。下面每格选一个：用您的，或留对方的。",
        "Everything else is saved. For each cell choose yours or theirs.",
    ),
    "conflict": Text("{sheet} {cell}：您填“{mine}”，{by} 于 {at} 填“{theirs}”", "{sheet} {cell}: yours “{mine}”, {by} at {at} “{theirs}”"),
    "mine": Text("用我的", "Mine"),
    "theirs": Text("留对方的", "Theirs"),
    "all_mine": Text("全部用我的", "All mine"),
    "all_theirs": Text("全部留对方的", "All theirs"),
    "newer": Text("“{file}”还没有存入：对方的版本更新。", "“{file}” is not saved: the other version is newer."),
    "replace": Text("用我的文件替换", "Replace with my file"),
    "leave": Text("留对方的版本", "Keep the other version"),
}  # fmt: skip
MOST_CONFLICTS = 12  # decided one by one; more are decided together


@dataclass(frozen=True)
class Place:
    """A unit and month as a steward finds them: the month's state, the latest submission, the draft, what came back."""

    scope: Scope
    actor: Actor
    month: Month
    submission: Submission | None
    draft: Draft | None
    returned: pd.DataFrame
    owed: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Work:
    """A draft in its place, looked at."""

    place: Place
    draft: Draft
    seen: Examined

    @property
    def scope(self) -> Scope:
        return self.place.scope

    @property
    def book(self) -> Book | None:
        return self.seen.book if isinstance(self.seen.book, Book) else None

    @cached_property
    def parts(self) -> list[Part]:
        return parts(self.book) if self.book else []

    @cached_property
    def beside(self) -> Beside:
        """What stands beside the cells: findings, what was sent back and why, last month, what is owed."""
        tree, codes = self.scope.tree, self.scope.tree.below(self.draft.unit)
        units = {name: code for code in codes for name in (code, tree[code].name_zh, tree[code].name_en)}
        return Beside(_marks(self, units), desk_reads.before(self.scope, codes), self.place.owed, units)

    @property
    def filled(self) -> int:
        """How many of the cells owed the draft holds."""
        figures = self.seen.checked.figures
        held = set(zip(figures["unit"], figures["measure"], strict=True)) if len(figures) else set()
        for key, frame in self.seen.checked.records.items():
            held |= {(unit, key) for unit in frame["unit"]} if "unit" in frame else set()
        return len(self.place.owed & held)

    def way(self, sheet: str, cell: str) -> str:
        """The address of a cell of the table; "" for what is no cell to fill in."""
        if place_of(self.parts, sheet, cell) is None:
            return ""
        return self.link(sheet=sheet, cell=cell)

    def link(self, **query: object) -> str:
        """An address of this draft."""
        kept = {"draft": self.draft.number} if self.draft.correction else {}
        return self.scope.link("upload", **kept, **{key: value for key, value in query.items() if value not in ("", 0)})


def place(scope: Scope) -> Place | None:
    """What the steward finds at the unit and month of the view; None where the unit is somebody else's to report."""
    if not is_mine(scope):
        return None
    by, asked = actor(scope), st.query_params.get("draft", "")
    with store.reading(store.engine()) as conn:
        returned = approval.open_cells(conn, scope.tree.below(scope.unit))
        return Place(
            scope,
            by,
            desk_reads.month_of(conn, by, scope.unit, scope.month, scope.tree),
            next(iter(desk.of_month(conn, [scope.unit], scope.month)), None),
            desk.open_draft(conn, scope.unit, scope.month, int(asked) if asked.isdecimal() else None),
            returned[pd.to_datetime(returned["month"]) == pd.Timestamp(scope.month)],
            desk_reads.owed_cells(conn, scope.unit, scope.month),
        )


def work(found: Place) -> Work | None:
    """The place's draft, looked at; None where none is open."""
    if found.draft is None:
        return None
    return Work(found, found.draft, examine(found.draft, found.actor))


def _marks(of: Work, units: Mapping[str, str]) -> dict[tuple[str, str], list[Mark]]:
    lang = of.scope.lang
    marks: dict[tuple[str, str], list[Mark]] = {}
    for finding in of.seen.checked.findings:
        if finding.sheet and finding.cell:
            marks.setdefault((finding.sheet, finding.cell), []).append(Mark(finding.severity, finding.told(lang)))
    for row in of.place.returned.itertuples():
        if at := _where(of.parts, row, units):
            marks.setdefault(at, []).insert(0, Mark("returned", _returned("returned", row, lang)))
    return marks


def _where(found: Sequence[Part], row, units: Mapping[str, str]) -> tuple[str, str] | None:
    """Where a cell that was sent back stands in this draft: in the same place, or where its figure stands now."""
    if not row.cell:
        return None
    for part in found:
        column = part.column_of(row.sheet, row.cell)
        if column is not None:
            number = int("".join(filter(str.isdigit, row.cell))) - 1
            if row.register or _is(part.cell(number, column, units), row):
                return row.sheet, row.cell
    few = [part for part in found if not row.register and len(part.rows) * len(part.filling) <= CELLS_SEARCHED]
    cells = (part.cell(each, column, units) for part in few for each in part.rows for column in part.filling)
    return next(((cell.sheet, cell.address) for cell in cells if _is(cell, row)), None)


def _is(cell, row) -> bool:
    return (cell.unit in (row.unit, "")) and cell.what == row.measure and cell.subject == row.subject


def _returned(key: str, row, lang) -> str:
    blanks = {"name": row.name, "reason": row.reason, "said": row.said, "number": row.submission}
    return TEXTS[key].in_(lang, **blanks, due=moment(row.due, lang))


def returned_whole(found: Place) -> list[str]:
    """The sentences of submissions that came back whole."""
    rows = found.returned[found.returned["cell"] == ""]
    return [_returned("returned_all", row, found.scope.lang) for row in rows.itertuples()]


def begin(found: Place) -> None:
    """No draft yet: begin on the screen, or with a file."""
    scope, lang = found.scope, found.scope.lang
    month = f"{scope.month:%Y-%m}"
    with panel("begin", TEXTS["begin"].in_(lang), TEXTS["begin_is"].in_(lang), scope):
        st.button(
            TEXTS["begin_now"].in_(lang, month=month),
            type="primary",
            key="begin",
            icon=":material/edit:",
            disabled=found.month.closed,
            on_click=desk_draft.begin,
            args=(scope.unit, scope.month),
        )
        _drop(found, None)
        template_button(scope)


def files(of: Work) -> None:
    """The template, the file that goes into the draft, and the draft as a workbook, marked where something is found."""
    scope, lang = of.scope, of.scope.lang
    with panel("file", TEXTS["file"].in_(lang), TEXTS["file_is"].in_(lang), scope):
        _drop(of.place, of.draft)
        template_button(scope)
        findings = of.seen.checked.findings
        stem = of.draft.file_name.rsplit(".", 1)[0]
        if of.book:
            st.download_button(
                TEXTS["marked_file" if findings else "draft_file"].in_(lang),
                lambda: mark(of.book.content, of.draft.file_name, findings) if findings else of.book.content,
                file_name=f"{stem}-{TEXTS['marked_name'].in_(lang)}.xlsx" if findings else of.draft.file_name,
                mime=XLSX,
                icon=":material/download:",
                on_click="ignore",
                key="marked",
            )
        with st.popover(TEXTS["discard"].in_(lang), icon=":material/delete:", key="discard"):
            st.write(TEXTS["discard_is"].in_(lang))
            st.button(TEXTS["discard_now"].in_(lang), key="discard-now", on_click=desk_draft.discard, args=(of.draft,))


def _drop(found: Place, draft: Draft | None) -> None:
    key = f"file-{st.session_state.get('drop', 0)}"
    st.file_uploader(
        TEXTS["drop"].in_(found.scope.lang),
        key=key,
        label_visibility="collapsed",
        disabled=found.month.closed,
        on_change=desk_draft.put,
        args=(found.scope.unit, found.scope.month, draft, key),
    )
    kinds = TEXTS["kinds"].in_(found.scope.lang, limit=settings().limits.file_mb)
    board(render("words", text=kinds), key="kinds", lang=found.scope.lang)


def table(of: Work) -> None:
    """The table to type in: its sheets, the rows asked for, and when it was saved."""
    scope, lang = of.scope, of.scope.lang
    if not of.parts:
        show(
            {"grid": Panel(TEXTS["table"].in_(lang), render("empty", text=TEXTS["unread"].in_(lang)))},
            scope,
            key="grid",
        )
        return
    part, asked = _asked(of)
    here = {"sheet": of.parts[part].sheet, "show": "marked" if asked.marked else "all"}
    with panel("grid", TEXTS["table"].in_(lang), _ways(of, part, asked), scope):
        grid(
            of.parts[part],
            of.beside,
            asked,
            scope,
            draft=of.draft.number,
            version=of.draft.version,
            saved=saved(of.draft, lang),
            closed=of.place.month.closed,
            on_typed=desk_draft.typed,
            href=lambda offset: of.link(**here, q=asked.words, **{"from": offset}),
        )


def saved(draft: Draft, lang) -> str:
    """When the draft was saved, by whom."""
    return TEXTS["saved"].in_(lang, at=_clock(draft.at), name=draft.name, version=draft.version)


def _clock(at: datetime) -> str:
    here = at.astimezone(months.SHANGHAI)
    return f"{here:%H:%M}" if here.date() == months.today() else f"{here:%Y-%m-%d %H:%M}"


def _asked(of: Work) -> tuple[int, Asked]:
    """Which table and rows the address asks for."""
    query = st.query_params
    sheet, cell = query.get("sheet", ""), query.get("cell", "")
    at = place_of(of.parts, sheet, cell) if cell else None
    number = at[0] if at else next((i for i, part in enumerate(of.parts) if part.sheet == sheet), 0)
    part = of.parts[number]
    marked = any(each == part.sheet for each, _ in of.beside.marks)
    wanted = query.get("show", "marked" if marked and len(part.rows) > LARGE and not query.get("q") else "all")
    offset = query.get("from", "0")
    return number, Asked(
        query.get("q", "")[:LONGEST_SEARCH].strip(),
        wanted == "marked",
        int(offset) if offset.isdecimal() and not at else 0,
        cell if at else "",
    )


def _ways(of: Work, number: int, asked: Asked) -> Markup:
    """The sheets, and which rows of this one."""
    lang, part = of.scope.lang, of.parts[number]
    marks = [sheet for sheet, _ in of.beside.marks]
    sheets = dict.fromkeys(each.sheet for each in of.parts)
    here = {"sheet": part.sheet}
    return render(
        "grid_ways",
        label=TEXTS["sheets"].in_(lang),
        sheets=[(name, of.link(sheet=name), name == part.sheet, marks.count(name)) for name in sheets],
        rows=[
            (TEXTS["all"].in_(lang), of.link(**here, show="all"), not asked.marked),
            (
                TEXTS["marked"].in_(lang, count=marks.count(part.sheet)),
                of.link(**here, show="marked"),
                asked.marked,
            ),
        ],
        search=TEXTS["search"].in_(lang) if len(part.rows) > DOWN // 4 else "",
        hint=TEXTS["hint"].in_(lang),
        words=asked.words,
        href=of.link(**here),
    )


def disagreements(of: Work) -> None:
    """What another steward wrote meanwhile: a file that was not saved over it, and cells, mine or theirs."""
    lang = of.scope.lang
    if file := desk_draft.dropped(of.draft):
        with panel("newer", TEXTS["newer"].in_(lang, file=file.file_name), file.refusal.in_(lang), of.scope):
            keep, leave = st.columns(2)
            keep.button(TEXTS["replace"].in_(lang), key="replace", on_click=desk_draft.replace, args=(of.draft, file))
            leave.button(TEXTS["leave"].in_(lang), key="leave-theirs", on_click=desk_draft.leave_theirs)
    open_ = desk_draft.conflicts(of.draft.number)
    if open_:
        with panel("conflicts", TEXTS["conflicts"].in_(lang), TEXTS["conflicts_is"].in_(lang), of.scope):
            for number, each in enumerate(open_[:MOST_CONFLICTS]):
                told = TEXTS["conflict"].in_(
                    lang, sheet=each.sheet, cell=each.cell, mine=_said(each.mine), theirs=_said(each.theirs),
                    by=each.by, at=_clock(each.at),
                )  # fmt: skip
                _choose(of, [each], told, ("mine", "theirs"), number)
            _choose(of, open_, "", ("all_mine", "all_theirs"), "all")


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _choose(of: Work, chosen, told: str, words: tuple[str, str], key: object) -> None:
    text, mine, theirs = st.columns((4, 1, 1), vertical_alignment="center")
    with text:
        board(render("words", text=told), key=f"conflict-{key}", lang=of.scope.lang)
    for where, word, keep in ((mine, words[0], True), (theirs, words[1], False)):
        where.button(
            TEXTS[word].in_(of.scope.lang),
            key=f"{word}-{key}",
            on_click=desk_draft.decide,
            args=(of.draft, chosen),
            kwargs={"keep_mine": keep},
        )
