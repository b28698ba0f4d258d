"""Fields of registers as people read them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from data.registers import REGISTERS, Field
from data.text import Language, Text
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


def exported(
    register: str, fields: Sequence[Field], rows: pd.DataFrame, standings: Mapping[Any, Text], scope: Scope
) -> Iterator[list[object]]:
    """Rows for a workbook: the fields in words, then where each stands and the days it is overdue."""
    say = words(register, scope)
    for row in rows.to_dict("records"):
        values = [say(field.key, row[field.key]) for field in fields]
        yield [*values, standings[row["standing"]].in_(scope.lang), row["late"]]
