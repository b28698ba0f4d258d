"""One draft being worked on: whose, of which month, looked at, and what stands beside its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import pandas as pd
import streamlit as st

from data import months, store
from data.access import Actor
from data.reporting import approval, desk
from data.reporting.drafts import Draft
from data.reporting.submissions import Submission
from data.text import Text
from data.uploads.parse import Book
from ui import asked as address
from ui import room
from ui.desk import drafting, looking_up
from ui.desk.clock import moment
from ui.desk.examined import Examined, examine
from ui.desk.grid import Beside, Mark
from ui.desk.grid_cells import Part, parts, place_of
from ui.desk.looking_up import Month
from ui.desk.steward import actor, is_mine
from ui.scope import Scope

CELLS_SEARCHED = 20_000  # cells looked through for one that was sent back from another place
TEXTS = {
    "saved": Text("已保存 {at} · {name} · 第 {version} 版", "Saved {at} · {name} · version {version}"),
    "returned": Text(
        "{name}退回：{reason} 原填“{said}”，请于 {due} 前改好重报。",
        "{name} sent it back: {reason} It said “{said}”; hand it in again by {due}.",
    ),
    "returned_all": Text(
        "第 {number} 号报送被{name}整份退回：{reason} 请于 {due} 前改好重报。",
        "Submission {number} was sent back whole by {name}: {reason} Hand it in again by {due}.",
    ),
}


@dataclass(frozen=True)
class Place:
    """A unit and month as a steward finds them: the month's state, the latest submission, the draft, what came back."""

    scope: Scope
    actor: Actor
    month: Month
    submission: Submission | None
    draft: Draft | None
    returned: pd.DataFrame
    owed: Mapping[tuple[str, str], bool]  # unit and what it owes: whether it has come in

    @property
    def whole(self) -> bool:
        """Whether all that is owed has come in."""
        return bool(self.owed) and all(self.owed.values())


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
        return Beside(_marks(self, units), looking_up.before(self.scope, codes), self.place.owed.keys(), units)

    @property
    def filled(self) -> int:
        """How many of the cells owed the draft holds."""
        figures = self.seen.checked.figures
        held = set(zip(figures["unit"], figures["measure"], strict=True)) if len(figures) else set()
        for key, frame in self.seen.checked.records.items():
            held |= {(unit, key) for unit in frame["unit"]} if "unit" in frame else set()
        return len(self.place.owed.keys() & held)

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
    """What the steward finds at the unit and month of the view; None where the unit is somebody else's to report.

    Who comes to mend a cell finds the draft open.
    """
    if not is_mine(scope):
        return None
    found = _place(scope)
    if found.draft is None and not found.month.closed and st.query_params.get("cell"):
        return replace(found, draft=drafting.begin(scope.unit, scope.month))
    return found


def _place(scope: Scope) -> Place:
    by = actor(scope)
    with store.reading(room.engine()) as conn:
        returned = approval.open_cells(conn, scope.tree.below(scope.unit), by)
        return Place(
            scope,
            by,
            looking_up.month_of(conn, by, scope.unit, scope.month, scope.tree),
            next(iter(desk.of_month(conn, [scope.unit], scope.month)), None),
            desk.open_draft(conn, scope.unit, scope.month, address.number("draft")),
            returned[pd.to_datetime(returned["month"]) == pd.Timestamp(scope.month)],
            looking_up.owed_cells(conn, scope.unit, scope.month),
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


def saved(draft: Draft, lang) -> str:
    """When the draft was saved, by whom."""
    return TEXTS["saved"].in_(lang, at=clock_time(draft.at), name=draft.name, version=draft.version)


def clock_time(at: datetime) -> str:
    here = at.astimezone(months.SHANGHAI)
    return f"{here:%H:%M}" if here.date() == months.today() else f"{here:%Y-%m-%d %H:%M}"
