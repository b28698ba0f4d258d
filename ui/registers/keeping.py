"""For who keeps a register: its workbook with the rows as they stand, and the way back in."""

import streamlit as st
from markupsafe import Markup

from data import access, file_making, months
from data.media_types import XLSX
from data.register_rights import may_report_rows
from data.registers import REGISTERS
from data.text import Text
from data.uploads.template import register_template
from ui import room
from ui.actor import actor
from ui.exporting import given_out, marked
from ui.page import show
from ui.panels import Panel
from ui.rows.fields import register_name
from ui.scope import Scope
from ui.tables import link

TEXTS = {
    "download": Text("下载“{register}”工作簿（含现有各行）", "Workbook of “{register}” with its rows as they stand"),
    "upload": Text("改好后上传", "Upload it once it is changed"),
}


def keeps(scope: Scope, register: str) -> bool:
    """Whether this person may hand in rows of the register for the unit or one below it."""
    who, tree = actor(), scope.tree
    return access.may_somewhere(who, "report") and any(
        may_report_rows(who, register, code, tree) for code in tree.below(scope.unit)
    )


def workbook_button(scope: Scope, register: str) -> None:
    """The register's own workbook, and the page on which it comes back. Those of the monthly report come with that."""
    if REGISTERS[register].in_report or not keeps(scope, register):
        return
    name = register_name(register, scope)
    file = marked(f"{name}-{scope.name(scope.unit)}.xlsx", scope)
    st.download_button(
        TEXTS["download"].in_(scope.lang, register=name),
        given_out(f"register {register}", file, lambda: _workbook(scope, register)),
        file_name=file,
        mime=XLSX,
        icon=":material/edit_document:",
        on_click="ignore",
        key="workbook",
    )
    way = Markup('<p class="ways">{}</p>').format(
        link(TEXTS["upload"].in_(scope.lang), scope.link("upload", metric=""))
    )
    show({"keeping": Panel("", way)}, scope, key="ways")


def _workbook(scope: Scope, register: str) -> bytes:
    who = actor()
    with file_making.turn(who), room.engine().connect() as conn:
        return register_template(conn, register, scope.unit, who, months.today())
