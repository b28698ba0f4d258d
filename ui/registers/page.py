"""The frame of every page of a register: how many stand how, and each by itself."""

from collections.abc import Callable, Mapping

import streamlit as st

from data import disclosures
from data.registers import REGISTERS
from ui import room
from ui.actor import actor
from ui.exporting import export_button
from ui.page import show
from ui.panels import Panel
from ui.registers import blank, listing
from ui.registers.counted import grids, headed
from ui.registers.keeping import workbook_button
from ui.rows.on_map import map_of_rows
from ui.scope import Scope


def register_page(
    scope: Scope,
    register: str,
    *,
    head: Mapping[str, Panel] | None = None,
    counted: Callable[[], Mapping[str, Panel]] | None = None,
    before_rows: Callable[[], Mapping[str, Panel]] | None = None,
    css: str = "two",
) -> None:
    """Show a register: `head` (by default what it is and how its rows stand), what is `counted` (by default what it
    declares; drawn as `css` says), panels `before_rows`, and the rows with their export. Where there are none, what to do and
    what a row will say."""
    _note_if_restricted(scope, register)
    if not listing.any_rows(scope, register):
        show({**(head or {}), "empty": listing.nothing_yet(scope, register)}, scope, key="empty")
        show(blank.holds(scope, register), scope, key="blank")
        workbook_button(scope, register)
        return
    show(head or {"head": headed(scope, register)}, scope, key="kpis")
    by_count = counted() if counted else grids(scope, register)
    show({**by_count, **map_of_rows(scope, register)}, scope, key=css)
    chosen = listing.filters(scope, register)
    show({**(before_rows() if before_rows else {}), "rows": listing.rows(scope, register, chosen)}, scope, key="list")
    export_button(listing.export(scope, register, chosen), scope)
    workbook_button(scope, register)


def _note_if_restricted(scope: Scope, register: str) -> None:
    """Whoever opens what few may see leaves a line in the audit log, once a unit for as long as they stay signed in."""
    noted = st.session_state.setdefault("restricted_opened", set())
    if REGISTERS[register].restricted and (register, scope.unit) not in noted:
        disclosures.register_opened(room.engine(), register, scope.unit, by=actor())
        noted.add((register, scope.unit))
