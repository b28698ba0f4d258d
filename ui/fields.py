"""Fields of registers as people read them."""

from data.registers import REGISTERS
from ui.scope import Scope


def register_name(register: str, scope: Scope) -> str:
    """The name of a register."""
    return REGISTERS[register].zh if scope.lang == "zh" else REGISTERS[register].en


def heading(register: str, field: str, scope: Scope) -> str:
    """The name of a field."""
    declared = REGISTERS[register].field(field)
    return declared.zh if scope.lang == "zh" else declared.en


def word(register: str, field: str, value: object, scope: Scope) -> object:
    """A value as people read it: a choice in its words, a unit by its name; None stays None."""
    declared = next((each for each in REGISTERS[register].fields if each.key == field), None)
    if declared is None or value is None or value != value:
        return None if value != value else value
    if declared.type == "unit":
        return scope.name(str(value)) if str(value) in scope.tree else value
    choices = dict(declared.choices)
    return choices[str(value)].in_(scope.lang) if value in choices else value
