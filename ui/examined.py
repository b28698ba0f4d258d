"""An uploaded file as it has been looked at: what was read, what is wrong, what it would change. Kept for the session."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from data import batches, months, store
from data.access import Actor
from data.refusal import Refusal
from data.settings import settings
from data.text import Text
from data.uploads import commit, parse
from data.uploads.check import Checked, check
from data.uploads.compare import Compared, compare
from data.uploads.findings import Refused
from ui import preview, reads
from ui.preview import Move


@dataclass(frozen=True)
class Examined:
    """One file looked at by one person at one revision. `moves` is None where the batch would be refused: `refusal`.

    A refusal that is not `lasting` is the database's: the file is worth another look although no revision came.
    """

    file_name: str
    content: bytes
    actor: Actor
    month: date
    book: parse.Book | Refused
    checked: Checked
    compared: Compared
    moves: list[Move] | None
    refusal: Text | None
    lasting: bool = True


def examine(file_name: str, content: bytes, actor: Actor, month: date) -> Examined:
    """Look at a file, or take what was seen of it while nothing has changed since."""
    asked = (file_name, hash(content), actor, month, reads.current_revision())
    if st.session_state.get("examined_as") != asked:
        seen = st.session_state["examined"] = _look(file_name, content, actor, month)
        st.session_state["examined_as"] = asked if seen.lasting else None
    return st.session_state["examined"]


def _look(file_name: str, content: bytes, actor: Actor, month: date) -> Examined:
    book = parse.read(content, file_name, settings().limits)
    with store.engine().connect() as conn:
        checked = check(conn, book, actor, months.today())
        compared = compare(conn, checked.figures, checked.records)
        demo = batches.demo_is_live(conn)
    moved, refusal, lasting = None, None, True
    if demo:
        refusal = commit.REFUSALS["demo"]
    elif not checked.errors:
        try:
            moved = preview.moves(compared, actor, checked.month or month)
        except Refusal as refused:
            refusal, lasting = refused.sentence, not isinstance(refused, store.Refused)
    return Examined(file_name, content, actor, checked.month or month, book, checked, compared, moved, refusal, lasting)


@dataclass(frozen=True)
class Done:
    """A file that went in."""

    committed: commit.Committed
    examined: Examined


def hand_in(examined: Examined) -> None:
    """Commit what was shown, exactly that; for a button's callback, which runs before anything is looked at again."""
    st.session_state.pop("upload_refused", None)
    source = commit.Source("workbook", examined.file_name, examined.content)
    try:
        done = commit.commit(store.engine(), examined.compared, source, by=examined.actor)
    except Refusal as refused:
        st.session_state["upload_refused"] = refused
    else:
        st.session_state["upload_done"] = Done(done, examined)
        st.session_state["drop"] = st.session_state.get("drop", 0) + 1
