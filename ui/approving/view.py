"""One submission opened by an approver: what is asked of the store for it, and what the address says about it."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from data import access, store
from data.access import Actor
from data.refusal import Refusal
from data.register_rights import may_read_rows
from data.reporting import approval, guarded, submissions, telling
from data.reporting.submissions import Review, Submission
from data.text import Text
from data.units import Tree
from data.uploads.compare import Compared
from data.uploads.findings import Finding
from data.uploads.parse import Book
from ui import preview, reads, room
from ui.actor import actor
from ui.kept import kept
from ui.preview import Move
from ui.room import Room
from ui.scope import Scope

KEPT = 12  # submissions whose review is kept; one holds a workbook
CELLS = "/"  # between the cells in the address: no sheet's name may hold it
LONGEST = 4000  # characters of cells in the address

TEXTS = {
    "unknown": Text(
        "没有第 {number} 号提交，或您无权查看；下面是您的待办。",
        "There is no submission {number}, or you may not see it; below is what waits for you.",
    ),
    "own": Text(
        "这份是您自己填报或提交的，须由另一位审核员审核。您可以查看。",
        "You filled in or handed in this yourself; another approver decides. You may look.",
    ),
    "not_yours": Text(
        "这一步不由您审核：{unit}的第 {step} 级审核由其他审核员办理。您可以查看。",
        "This step is not yours: step {step} of {unit} is for other approvers. You may look.",
    ),
}

Cell = tuple[str, str]  # sheet and cell


@dataclass(frozen=True)
class View:
    """A submission and its review as this person may see it. `review` is None where it no longer waits; `may_not` says
    why they cannot decide about it; `hidden` tells that the workbook holds rows they may not read."""

    submission: Submission
    review: Review | None
    may_not: Text | None
    hidden: bool = False

    @property
    def warnings(self) -> dict[Cell, list[Finding]]:
        """The warnings by the cell they speak of."""
        found: dict[Cell, list[Finding]] = {}
        for finding in self.review.checked.warnings if self.review else ():
            found.setdefault((finding.sheet, finding.cell), []).append(finding)
        return found

    @property
    def cells(self) -> frozenset[Cell]:
        """The cells that can be sent back."""
        if self.review is None:
            return frozenset()
        frames = (self.review.compared.figures, *self.review.compared.records.values())
        held = {cell for frame in frames if len(frame) for cell in zip(frame["sheet"], frame["cell"], strict=True)}
        return frozenset(
            held | {(finding.sheet, finding.cell) for finding in self.review.checked.errors if finding.cell}
        )


def opened(number: int) -> View | None:
    """The submission of that number; None where there is none that this person may see."""
    who = actor()
    with room.engine().connect() as conn:
        try:
            found = submissions.of(conn, number)
        except Refusal:
            return None
        tree = reads.units(_At(reads.current_revision(), room.here())).in_month(found.month)
        if not access.may(who, "read", found.unit, tree):
            return None
        if found.state != "waiting":
            return View(found, None, None)
        mine = number in set(approval.waiting(conn, who)["number"])
        may_not = None if mine else _why_not(conn, found, who, tree)
    return _as_seen(View(found, _review(number, _stamp(number)), may_not), who, tree)


def _as_seen(view: View, who: Actor, tree: Tree) -> View:
    """The view without the rows of registers that this person may not read, and without what is said of them. Rows that
    went back are still in the workbook."""
    review = view.review
    assert review is not None
    held = guarded.restricted_sheets(review.book) if isinstance(review.book, Book) else frozenset()
    registers = {*review.compared.records, *(register for register, _ in held)}
    hidden = {key for key in registers if not may_read_rows(who, key, view.submission.unit, tree)}
    if not hidden:
        return view
    sheets = {sheet for register, sheet in held if register in hidden}
    shown = {key: frame for key, frame in review.compared.records.items() if key not in hidden}
    told = tuple(finding for finding in review.checked.findings if finding.sheet not in sheets)
    less = replace(
        review,
        checked=replace(review.checked, findings=told),
        compared=replace(review.compared, records=shown),
        conflicts=review.conflicts[~review.conflicts["register"].isin(hidden)],
    )
    return replace(view, review=less, hidden=True)


@dataclass(frozen=True)
class _At:
    revision: int
    room: Room


def _why_not(conn, found: Submission, who: Actor, tree: Tree) -> Text:
    """Why this person does not decide: it is their own work, or somebody else's step."""
    if who.login in telling.stewards(conn, found) or (not who.login and who.name == found.name):
        return TEXTS["own"]
    blanks, unit = {"step": found.step + 1}, tree[found.unit]
    return Text(
        TEXTS["not_yours"].in_("zh", unit=unit.name_zh, **blanks),
        TEXTS["not_yours"].in_("en", unit=unit.name_en, **blanks),
    )


def _stamp(number: int) -> tuple[object, ...]:
    """What a review depends on: the cheap question before the dear one."""
    with room.engine().connect() as conn:
        found = submissions.of(conn, number)
        row = submissions.listing(conn, [found.unit], [found.state])
    here = row[row["number"] == number][["returned", "open_cells"]].to_numpy().tolist()
    return room.here(), reads.current_revision(), found.state, found.step, str(here)


@kept(KEPT)
def _review(number: int, stamp: tuple[object, ...]) -> Review:  # the stamp tells one state of it from the next
    with store.reading(room.engine()) as conn:
        return submissions.review(conn, number)


def moves(view: View) -> list[Move]:
    """The numbers on the screens that would move if all of it counted. Raises `Refusal` where it could not count."""
    assert view.review is not None
    hidden = tuple(sorted(view.review.compared.records))
    return _moves(view.submission.number, _stamp(view.submission.number), hidden, view.review.compared)


@kept(KEPT, lambda number, stamp, registers, _compared: (number, stamp, registers))
def _moves(number: int, stamp: tuple[object, ...], registers: tuple[str, ...], _compared: Compared) -> list[Move]:
    with room.engine().connect() as conn:
        found = submissions.of(conn, number)
    return preview.moves(_compared, actor().acting_for(found.unit), found.month)


def written(cells: list[Cell] | tuple[Cell, ...]) -> str:
    """Cells as the address keeps them."""
    return CELLS.join(f"{sheet}!{cell}" for sheet, cell in cells)


def cell_of(address: str) -> Cell:
    """The sheet and the cell of an address."""
    sheet, _, cell = address.rpartition("!")
    return sheet, cell


def ticked(view: View) -> tuple[Cell, ...]:
    """The cells that the address asks to send back, those alone that there are."""
    asked = st.query_params.get("back", "")[:LONGEST]
    cells = dict.fromkeys(cell_of(each) for each in asked.split(CELLS))
    return tuple(cell for cell in cells if cell in view.cells)


def link(scope: Scope, view: View, **more: object) -> str:
    """The address of this submission with something changed; what is "" is left out."""
    here = {"submission": view.submission.number, "back": st.query_params.get("back", ""), "rest": _rest()}
    return scope.link("approval", **{name: value for name, value in {**here, **more}.items() if value not in ("", 0)})


def toggled(scope: Scope, view: View, cell: Cell) -> str:
    """The address with one cell more, or one less, to send back."""
    now = ticked(view)
    then = tuple(each for each in now if each != cell) if cell in now else (*now, cell)
    return link(scope, view, back=written(then), **{"from": st.query_params.get("from", "")})


def _rest() -> str:
    return "1" if st.query_params.get("rest") == "1" else ""


def units_of(view: View) -> list[str]:
    """The units whose figures or rows were handed in."""
    if view.review is None:
        return [view.submission.unit]
    frames = (view.review.compared.figures, *view.review.compared.records.values())
    found = [frame["unit"] for frame in frames if len(frame)]
    return sorted({*pd.concat(found).unique(), view.submission.unit}) if found else [view.submission.unit]
