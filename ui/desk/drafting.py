"""What a steward does with a draft: begin it, type in it, drop a file into it, hand it in, take it back.

For callbacks, which run before anything is drawn. What is refused is a sentence kept for the page; nothing is lost by it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from data import months, store
from data.access import Actor
from data.refusal import Refusal
from data.reporting import drafts, submissions
from data.reporting.direct import StoreMoved
from data.reporting.drafts import Conflict, Draft, Edit, Saved
from data.settings import settings
from data.text import Text
from data.uploads import parse
from data.uploads.findings import Refused as Unread
from ui import room
from ui.actor import actor
from ui.desk.examined import Examined, since
from ui.desk.grid_cells import parts
from ui.desk.grid_typed import edits_of
from ui.preview import Move

SAID = "draft_said"
Done = TypeVar("Done")
TEXTS = {
    "discarded": Text(
        "草稿已放弃；它的各个版本仍留在库中。", "The draft was thrown away; its versions stay in the store."
    ),
    "recalled": Text("已收回第 {number} 号报送，可以接着改。", "Submission {number} was taken back; go on mending it."),
    "replaced": Text("“{file}”已存为草稿的第 {version} 版。", "“{file}” is version {version} of the draft."),
}


@dataclass(frozen=True)
class Handed:
    """A draft that was handed in just now, and what it will move once it counts."""

    submitted: submissions.Submitted
    unit: str
    month: date
    moves: Sequence[Move]


@dataclass(frozen=True)
class Dropped:
    """A file that was not saved over another's newer version: to be replaced knowingly, or left."""

    draft: int
    file_name: str
    content: bytes
    refusal: Text


def moved_since() -> pd.DataFrame | None:
    """The batches that came between a preview and the button, once."""
    return st.session_state.pop("moved_since", None)


def mine(unit: str) -> Actor:
    """This run's person, acting for a unit."""
    return actor().acting_for(unit)


def said() -> Text | None:
    """What the last action said, once."""
    return st.session_state.pop(SAID, None)


def tried(do: Callable[[], Done]) -> Done | None:
    """Do it; a refusal becomes the sentence that the page says. None then."""
    try:
        return do()
    except Refusal as refused:
        st.session_state[SAID] = refused.sentence
        return None


def _refused(do: Callable[[], None]) -> bool:
    """The same for what gives nothing back: whether it was refused."""
    st.session_state.pop(SAID, None)
    tried(do)
    return SAID in st.session_state


def start(unit: str, month: date) -> None:
    """Begin the report of a unit and month; for a button."""
    begin(unit, month)


def begin(unit: str, month: date, correction: str = "") -> Draft | None:
    """Open the draft of a unit and month; a correction needs its reason. The page then shows it."""
    _forget()
    draft = tried(lambda: drafts.open_(room.engine(), unit, month, by=mine(unit), correction=correction))
    if draft is not None:
        _show(draft)
    return draft


def _show(draft: Draft) -> None:
    st.query_params.update({"unit": draft.unit, "month": months.label(draft.month)})
    st.query_params.pop("draft", None)
    if draft.correction:
        st.query_params["draft"] = str(draft.number)


def typed(sent: Mapping[str, Any]) -> None:
    """Save what was typed in the grid. What the database could not take stays unsaved in the browser, to be sent again."""
    if sent["id"] == st.session_state.get("grid_done"):
        return
    try:
        saved = _edit(int(sent["draft"]), sent["edits"], int(sent["base"]))
    except store.Refused as away:
        st.session_state[SAID] = away.sentence
        return
    except Refusal as refused:
        st.session_state[SAID] = refused.sentence
    else:
        _disagree(saved)
    st.session_state["grid_done"] = sent["id"]


def _edit(number: int, sent: Sequence[Mapping[str, str]], base: int) -> Saved | None:
    with room.engine().connect() as conn:
        draft = drafts.of(conn, number)
        book = _book(conn, draft)
    edits = edits_of(parts(book), sent) if book else []
    if not edits:
        return None
    return drafts.edit(room.engine(), number, edits, by=mine(draft.unit), base=base)


def _book(conn, draft: Draft) -> parse.Book | None:
    """The draft's workbook: as it was looked at in this session, else read."""
    seen: Examined | None = st.session_state.get("examined")
    if seen is not None and (seen.draft.number, seen.draft.version) == (draft.number, draft.version):
        book = seen.book
    else:
        name, content = drafts.content(conn, draft.number)
        book = parse.read(content, name, settings().limits)
    return None if isinstance(book, Unread) else book


def _disagree(saved: Saved | None) -> None:
    if saved is not None and saved.conflicts:
        kept = {(each.sheet, each.cell): each for each in (*conflicts(saved.draft.number), *saved.conflicts)}
        st.session_state.setdefault("conflicts", {})[saved.draft.number] = tuple(kept.values())


def conflicts(number: int) -> tuple[Conflict, ...]:
    """The cells of a draft in which another steward wrote something else, not decided yet."""
    return st.session_state.get("conflicts", {}).get(number, ())


def decide(draft: Draft, chosen: Sequence[Conflict], *, keep_mine: bool) -> None:
    """Write this person's values over the other's, or leave the other's."""
    if keep_mine:
        edits = [Edit(each.sheet, each.cell, each.mine) for each in chosen]
        saved = tried(lambda: drafts.edit(room.engine(), draft.number, edits, by=mine(draft.unit), base=draft.version))
        if saved is None:
            return
    settled = {(each.sheet, each.cell) for each in chosen}
    left = tuple(each for each in conflicts(draft.number) if (each.sheet, each.cell) not in settled)
    st.session_state["conflicts"][draft.number] = left
    if keep_mine:
        _disagree(saved)


def put(unit: str, month: date, draft: Draft | None, key: str) -> None:
    """Save a dropped file into the draft (made where there is none). What cannot be read is not saved."""
    file = st.session_state.get(key)
    if file is None:
        return
    st.session_state["drop"] = st.session_state.get("drop", 0) + 1
    name, content = file.name, file.getvalue()
    book = tried(lambda: parse.read(content, name, settings().limits, actor().login))
    if isinstance(book, Unread):
        st.session_state[SAID] = Text(book.finding.told("zh"), book.finding.told("en"))
    if not isinstance(book, parse.Book):
        return
    draft = draft or begin(unit, month)
    if draft is not None:
        _put(draft, name, content, replace=False)


def _put(draft: Draft, name: str, content: bytes, *, replace: bool) -> None:
    st.session_state.pop("dropped", None)
    by = mine(draft.unit)
    try:
        saved = drafts.put(room.engine(), draft.number, name, content, by=by, base=draft.version, replace=replace)
    except Refusal as refused:
        st.session_state[SAID] = refused.sentence
        if getattr(refused, "reason", "") == "newer":
            st.session_state["dropped"] = Dropped(draft.number, name, content, refused.sentence)
        return
    _forget()
    _disagree(saved)
    st.session_state[SAID] = _told("replaced", file=name, version=saved.draft.version)


def dropped(draft: Draft) -> Dropped | None:
    """The file that waits for a decision about another's newer version."""
    kept: Dropped | None = st.session_state.get("dropped")
    return kept if kept is not None and kept.draft == draft.number else None


def replace(draft: Draft, file: Dropped) -> None:
    """Save the file over the newer version, knowingly."""
    _put(draft, file.file_name, file.content, replace=True)


def leave_theirs() -> None:
    """Keep the newer version; the dropped file is let go."""
    st.session_state.pop("dropped", None)


def discard(draft: Draft) -> None:
    """Throw the draft away."""
    if _refused(lambda: drafts.discard(room.engine(), draft.number, by=mine(draft.unit))):
        return
    _forget()
    st.query_params.pop("draft", None)
    st.query_params.pop("cell", None)
    st.session_state[SAID] = TEXTS["discarded"]


def hand_in(seen: Examined, moves: Sequence[Move]) -> None:
    """Hand in the version that was shown, exactly that: where others' batches meanwhile changed what it would do, it is
    shown again first."""
    draft, warnings = seen.draft, len(seen.checked.warnings)
    by = mine(draft.unit)
    moved = tried(lambda: since(seen, by))
    if moved is None:
        return
    if len(moved):
        st.session_state["moved_since"] = moved
        st.session_state[SAID] = StoreMoved(moved).sentence
        return
    done = tried(lambda: submissions.submit(room.engine(), draft.number, draft.version, by=by, looked_at=warnings))
    if done is not None:
        st.session_state["handed"] = Handed(done, draft.unit, draft.month, moves)
        for over in ("draft", "sheet", "cell", "show", "q", "from"):
            st.query_params.pop(over, None)


def recall(sent: submissions.Submission) -> None:
    """Take back what waits for approval; the draft opens with its workbook."""
    if _refused(lambda: submissions.recall(room.engine(), sent.number, by=mine(sent.unit))):
        return
    if begin(sent.unit, sent.month, sent.correction) is not None:
        st.session_state[SAID] = _told("recalled", number=sent.number)


def _forget() -> None:
    """What was said of an earlier step is over."""
    for each in ("handed", "examined_as", "dropped"):
        st.session_state.pop(each, None)


def _told(key: str, **blanks: object) -> Text:
    return Text(TEXTS[key].in_("zh", **blanks), TEXTS[key].in_("en", **blanks))
