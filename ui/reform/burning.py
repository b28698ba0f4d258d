"""What burns in each system: rows past their day, of every register that names one of its applications or the system."""

from dataclasses import dataclass

import pandas as pd

from data.register_rights import may_open
from data.registers import REGISTERS, Register
from data.registers.declaration import URGENCY, Meaning
from ui.actor import actor
from ui.rows.reading import counts
from ui.scope import Scope

BURNING: tuple[Meaning, ...] = ("over", "bad", "watch")


@dataclass(frozen=True)
class Burning:
    """So many rows of a register stand in a state that somebody should look at."""

    register: str
    state: str
    meaning: Meaning
    count: int


def of_systems(scope: Scope) -> dict[str, list[Burning]]:
    """By system, what is past its day, bad or to be watched, the worst first."""
    system_of = _system_of(scope)
    found: dict[str, list[Burning]] = {}
    for register in REGISTERS.values():
        field = _names(register)
        if not field or not register.states or not may_open(actor(), register.key):
            continue
        told = counts(scope, register.key, field, "standing")
        systems = told[field] if field == "system" else told[field].map(system_of).fillna("")
        frame = told.assign(of=systems).groupby(["of", "standing"])["count"].sum()
        for (system, standing), count in frame.items():
            meaning = register.state(standing).meaning if standing else "neutral"
            if system and meaning in BURNING:
                found.setdefault(system, []).append(Burning(register.key, standing, meaning, int(count)))
    return {key: sorted(each, key=lambda one: (URGENCY.index(one.meaning), -one.count)) for key, each in found.items()}


def of_register(scope: Scope, register: str) -> tuple[int, list[Burning]]:
    """How many rows a register has, and which of them are past their day or bad, as its declaration orders its states."""
    found = counts(scope, register, "standing").set_index("standing")["count"]
    burning = [
        Burning(register, state.key, state.meaning, int(found[state.key]))
        for state in REGISTERS[register].states
        if state.key in found.index and state.meaning in ("over", "bad")
    ]
    return int(found.sum()), burning


def _names(register: Register) -> str:
    """The field by which a row belongs to a system: its own, or that of its application."""
    if register.key == "applications":
        return ""
    if register.has("system") and register.field("system").choices:
        return "system"
    single = (field.key for field in register.references if field.to == "applications" and not field.many)
    return next(single, "")


def _system_of(scope: Scope) -> pd.Series:
    """The system of each application."""
    ledger = counts(scope, "applications", "key", "system")
    return ledger.set_index("key")["system"]
