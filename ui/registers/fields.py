"""Fields of registers as people read them."""

from collections.abc import Callable, Iterable
from typing import Any

from data.registers import REGISTERS
from data.text import Language
from ui.scope import Scope


def listed(words: Iterable[str], lang: Language) -> str:
    """Words one after the other."""
    return ("、" if lang == "zh" else ", ").join(words)


def register_name(register: str, scope: Scope) -> str:
    """The name of a register."""
    return REGISTERS[register].zh if scope.lang == "zh" else REGISTERS[register].en


def heading(register: str, field: str, scope: Scope) -> str:
    """The name of a field."""
    declared = REGISTERS[register].field(field)
    return declared.zh if scope.lang == "zh" else declared.en


def words(register: str, scope: Scope) -> Callable[[str, Any], Any]:
    """How to say a field's value: a choice in its words, a unit by its name, nothing as None."""
    names = {code: unit.name(scope.lang) for code, unit in scope.tree.by_code.items()}
    said: dict[str, dict[str, str]] = {
        field.key: names if field.type == "unit" else {key: text.in_(scope.lang) for key, text in field.choices}
        for field in REGISTERS[register].fields
    }

    def say(field: str, value: Any) -> Any:
        if value is None or value != value:
            return None
        return said.get(field, {}).get(value, value)

    return say
