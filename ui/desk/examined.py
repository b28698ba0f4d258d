"""A draft as it has been looked at: what was read, what is wrong, what it would change. Kept for the session."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data import revisions, store
from data.access import Actor
from data.refusal import Refusal
from data.reporting import submissions
from data.reporting.drafts import Draft
from data.text import Text
from data.uploads import parse
from data.uploads.check import Checked
from data.uploads.compare import Compared
from data.uploads.findings import Refused
from ui import preview, reads, room
from ui.preview import Move


@dataclass(frozen=True)
class Examined:
    """One version of a draft looked at by one person at one revision, as handing it in will look at it."""

    draft: Draft
    book: parse.Book | Refused
    checked: Checked
    compared: Compared


@dataclass(frozen=True)
class Moved:
    """What a draft would move on the screens; None where it would be refused, and why."""

    moves: list[Move] | None
    refusal: Text | None = None


def examine(draft: Draft, actor: Actor) -> Examined:
    """Look at a draft, or take what was seen of it while nothing has changed since."""
    asked = (draft.number, draft.version, actor, reads.current_revision())
    if st.session_state.get("examined_as") != asked:
        with room.engine().connect() as conn:
            seen = submissions.examine(conn, draft.number, draft.version, actor=actor)
        st.session_state["examined"] = Examined(draft, seen.book, seen.checked, seen.compared)
        st.session_state["examined_as"] = asked
    return st.session_state["examined"]


def since(seen: Examined, actor: Actor) -> pd.DataFrame:
    """The revisions since a draft was looked at, newest first, where they change what it would do; else none."""
    with store.reading(room.engine()) as conn:
        newer = revisions.listing(conn, after=seen.compared.base)
        if newer.empty:
            return newer
        now = submissions.examine(conn, seen.draft.number, seen.draft.version, actor=actor)
    same = _told(now.compared, now.checked) == _told(seen.compared, seen.checked)
    return newer.iloc[:0] if same else newer


def _told(compared: Compared, checked: Checked) -> tuple:
    """What a preview tells, to be set against another."""
    figures = compared.figures[["before", "change"]].astype(str).to_numpy().tolist() if len(compared.figures) else []
    records = {key: frame["change"].tolist() for key, frame in compared.records.items()}
    return figures, records, [(each.rule, each.sheet, each.cell) for each in checked.findings]


def would_move(seen: Examined, actor: Actor) -> Moved:
    """What the screens would show, asked in a rehearsal; kept like what was looked at. A refusal of the database is not."""
    asked = (*st.session_state["examined_as"], "moves")
    if st.session_state.get("moves_as") != asked:
        moved, lasting = _rehearsed(seen, actor)
        st.session_state["moves"] = moved
        st.session_state["moves_as"] = asked if lasting else None
    return st.session_state["moves"]


def _rehearsed(seen: Examined, actor: Actor) -> tuple[Moved, bool]:
    try:
        return Moved(preview.moves(seen.compared, actor, seen.checked.month or seen.draft.month)), True
    except Refusal as refused:
        return Moved(None, refused.sentence), not isinstance(refused, store.Refused)
