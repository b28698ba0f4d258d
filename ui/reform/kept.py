"""The whole reform on one page: every register by the question it answers, how its rows stand, and who owes one that is empty."""

from datetime import date

import pandas as pd
from markupsafe import Markup

from charts.parts import strip
from data.register_rights import may_open
from data.registers import REGISTERS, Register
from data.registers.declaration import GROUPS, URGENCY, Group
from data.text import Text
from metrics import standings
from metrics.owners import office
from ui.actor import actor
from ui.panels import Panel
from ui.reads import by_revision
from ui.rows.fields import chip, register_name
from ui.rows.links import listed
from ui.rows.reading import units_of
from ui.scope import Scope
from ui.templates import render

TEXTS = {
    "none": Text("暂无，由{owner}登记", "None yet, kept by {owner}"),
    "nobody": Text("暂无", "None yet"),
}
BURNING = ("over", "bad")


@by_revision
def standing_counts(
    conn, revision, asked: tuple[tuple[str, tuple[str, ...]], ...], month: date
) -> dict[str, dict[str, int]]:
    """Of each register how many rows stand how, of units that whoever asks may read."""
    found = {}
    for register, units in asked:
        counts: pd.DataFrame = standings.counts(conn, register, units, month, "standing", revision=revision)
        found[register] = {str(key): int(many) for key, many in counts.to_numpy()}
    return found


def groups(scope: Scope) -> dict[str, Panel]:
    """A panel a question, with the registers that answer it."""
    shown = [
        register for register in REGISTERS.values() if register.group != "kept" and may_open(actor(), register.key)
    ]
    asked = tuple((register.key, units_of(scope, register.key)) for register in shown)
    found = standing_counts(scope, asked, scope.month)
    return {
        group: _group(group, [each for each in shown if each.group == group], found, scope)
        for group in GROUPS
        if any(each.group == group for each in shown)
    }


def held(scope: Scope) -> list[dict[str, object]]:
    """A line each register that has rows of the unit or below it, as far as this person may read them; what burns first."""
    may = [register for register in REGISTERS.values() if may_open(actor(), register.key)]
    asked = tuple((register.key, units_of(scope, register.key)) for register in may)
    found = standing_counts(scope, asked, scope.month)
    there = [register for register in may if sum(found[register.key].values())]
    rows = [_row(register, found[register.key], scope) for register in there]
    return sorted(rows, key=lambda row: not row["worst"])


def _group(group: Group, registers: list[Register], found: dict[str, dict[str, int]], scope: Scope) -> Panel:
    rows = [_row(register, found[register.key], scope) for register in registers]
    return Panel(GROUPS[group].in_(scope.lang), render("reform_group", rows=rows))


def _row(register: Register, counts: dict[str, int], scope: Scope) -> dict[str, object]:
    lang, whole = scope.lang, sum(counts.values())
    by_urgency = sorted(
        (state for state in register.states if counts.get(state.key)), key=lambda state: URGENCY.index(state.meaning)
    )
    worst = by_urgency[0] if by_urgency and by_urgency[0].meaning in BURNING else None
    owner = TEXTS["none" if register.owner else "nobody"].in_(lang, owner=office(register.owner).in_(lang))
    return {
        "name": register_name(register.key, scope),
        "href": listed(scope, register.key),
        "count": f"{whole:,}" if whole else "",
        "bar": strip([(state.meaning, counts[state.key]) for state in by_urgency] or [("neutral", whole)])
        if whole
        else "",
        "worst": Markup("{} <b>{:,}</b>").format(chip(register, worst.key, lang), counts[worst.key]) if worst else "",
        "owed": "" if whole else owner,
    }
