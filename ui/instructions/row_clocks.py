"""The clock of a row of a register: how the instruction that hangs on it stands, on the row's page and in its list."""

from collections.abc import Collection

from markupsafe import Markup

from data import store
from data.clocks import rows
from data.clocks.reading import Instruction
from data.instructions import rights
from data.registers import REGISTERS
from data.text import Text
from ui import room
from ui.actor import actor
from ui.instructions import words
from ui.instructions.clocks import version
from ui.scope import Scope
from ui.tables import link

TEXTS = {
    "clock": Text("跑表", "Clock"),
    "ended": Text("第 {number} 号已于 {day} 验收", "No. {number} accepted on {day}"),
}


def clocks_of(scope: Scope, register: str, keys: Collection[str]) -> dict[str, Markup]:
    """The clock of each row that has one which this person may read, by key, leading to its instruction; none in a view of the
    past, and of registers that declare none."""
    if REGISTERS[register].clock is None or not keys or scope.pinned or not version():
        return {}
    with store.reading(room.engine()) as conn:
        found = rows.of_rows(conn, register, keys)
    return {key: _shown(one, scope) for key, one in found.items() if rights.may_read(actor(), one, scope.tree)}


def clock_of(scope: Scope, register: str, key: str) -> Markup:
    """The same of one row, with what it is called; "" where there is none."""
    shown = clocks_of(scope, register, [key]).get(key)
    if shown is None:
        return Markup("")
    return Markup('<span class="row-clock">{} {}</span>').format(TEXTS["clock"].in_(scope.lang), shown)


def _shown(one: Instruction, scope: Scope) -> Markup:
    href = scope.link("instructions", metric="", instruction=one.number)
    if not rows.runs(one):
        return link(TEXTS["ended"].in_(scope.lang, number=one.number, day=one.standing.since), href)
    named = f"{words.numbered(one.number, scope)} "
    return Markup('<a href="{}">{}{}</a>').format(href, named, words.chip(one, scope))
