"""Lists taken along as workbooks; a list of the demonstration says so, in the sheet and in the file's name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from data import disclosures, file_making, months
from data.exports import workbook
from data.media_types import XLSX
from data.text import Text
from ui import reads, room
from ui.actor import actor, later
from ui.scope import Scope
from ui.texts import tell

TEXTS = {"export": Text("导出 Excel（{count} 行）", "Export to Excel ({count} rows)")}


@dataclass(frozen=True)
class Export:
    """What a list is taken along as: its title, headings, rows (asked for when the button is pressed) and their number."""

    title: str
    headings: Sequence[str]
    rows: Callable[[], Iterable[Sequence[object]]]
    count: int


def export_button(export: Export, scope: Scope) -> None:
    """A button that writes the whole list when it is pressed, not before."""
    st.download_button(
        TEXTS["export"].in_(scope.lang, count=f"{export.count:,}"),
        later(lambda: taken_along(export, scope)),
        file_name=file_name(export, scope),
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        disabled=not export.count,
        key="export",
    )


def written(export: Export, scope: Scope) -> bytes:
    """The workbook of a list."""
    return workbook(export.title, export.headings, export.rows(), mark=mark_of(scope))


def taken_along(export: Export, scope: Scope) -> bytes:
    """The workbook of a list for whoever pressed the button, with a line in the audit log."""
    who = actor()
    with file_making.turn(who):
        content = written(export, scope)
    disclosures.list_exported(room.engine(), export.title, scope.unit, export.count, by=who)
    return content


def given_out(about: str, name: str, content: Callable[[], bytes]) -> Callable[[], bytes]:
    """For the download button of a file behind `about` (“batch 12”): read when it is pressed, with the rights of that moment, and
    with a line in the audit log."""

    def given() -> bytes:
        read = content()
        disclosures.file_downloaded(room.engine(), about, name, by=actor())
        return read

    return later(given)


def file_name(export: Export, scope: Scope) -> str:
    """What it is called: mark, list, unit, month."""
    parts = (mark_of(scope), export.title, scope.name(scope.unit), months.label(scope.month))
    return f"{'-'.join(part for part in parts if part)}.xlsx"


def marked(name: str, scope: Scope) -> str:
    """The name of a file that leaves: of what is invented it says so first."""
    mark = mark_of(scope)
    return f"{mark}-{name}" if mark and not name.startswith(mark) else name


def mark_of(scope: Scope) -> str:
    """The mark of what is invented; "" for real figures."""
    return tell(scope.lang, "demo") if reads.state(scope).demo else ""
