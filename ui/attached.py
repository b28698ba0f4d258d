"""Attached files, each as a download: never shown in place, and read when it is asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st

from ui.exporting import given_out
from ui.texts import as_text


class Attachment(NamedTuple):
    """A file by its number, its name, and what the button says beside it."""

    number: int
    name: str
    told: str = ""


def attached(files: Sequence[Attachment], content: Callable[[int], bytes], about: str, *, key: str) -> None:
    """A row of buttons; `content` reads a file by its number, with the rights of that moment; `about` is what they belong to, as
    the audit log names it (“question 3”)."""
    if not files:
        return
    with st.container(horizontal=True, key=key):
        for file in files:
            st.download_button(
                as_text(file.name) + file.told,
                given_out(about, file.name, partial(content, file.number)),
                file_name=file.name,
                mime="application/octet-stream",
                icon=":material/attach_file:",
                on_click="ignore",
                key=f"file-{file.number}",
            )
