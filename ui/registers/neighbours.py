"""Others of a row's kind, the worst first: how does it stand among them?"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from data.references import keys_in
from data.registers import REGISTERS, Register
from data.registers.declaration import UNIT
from data.text import Text
from ui.panels import Panel
from ui.reform.shelves import all_of
from ui.rows.few import few
from ui.rows.fields import linked, register_name
from ui.rows.reading import counts, row_page, units_of
from ui.scope import Scope

FEW = 8
NARROWED = 2_000  # of more rows the database would read every one of the kind for a page of one row
ENOUGH = 3  # of its kind: with fewer the whole register says more
FIELDS = 3  # of each, beside its name and its state
TEXTS = {
    "kind": Text("同类的其他记录：{kind}", "Others of its kind: {kind}"),
    "register": Text("{register}的其他记录", "Others of “{register}”"),
}


def neighbours(scope: Scope, register: str, row: Mapping[str, Any]) -> dict[str, Panel]:
    """The panel of the rows that share the first field by which the register is counted; of all its rows where too few do,
    it is counted by none or they are very many. No panel where the row is the only one."""
    declared = REGISTERS[register]
    few_rows = counts(scope, register, "standing")["count"].sum() <= NARROWED
    of_kind = _of_kind(declared, row) if few_rows else {}
    found, many = _others(scope, register, row, of_kind)
    if len(found) < ENOUGH and of_kind:
        of_kind = {}
        found, many = _others(scope, register, row, of_kind)
    if not found:
        return {}
    shown = [each.key for each in declared.columns_of_list if each.key not in of_kind and not each.many][:FIELDS]
    aside = all_of(scope, register, many, **of_kind)
    return {"neighbours": Panel(_title(scope, register, of_kind), few(scope, register, found, shown), aside)}


def _of_kind(register: Register, row: Mapping[str, Any]) -> dict[str, str]:
    """The field of its kind and what the row says there: the first by which rows are counted, but for state and place."""
    named = (key for grid in register.grids for key in grid if key not in ("standing", UNIT.key))
    field = next((register.field(key) for key in named), None)
    if field is None or not row[field.key]:
        return {}
    said = keys_in(field, row[field.key])[0] if field.type == "reference" else row[field.key]
    return {field.key: said}


def _others(
    scope: Scope, register: str, row: Mapping[str, Any], asked: Mapping[str, str]
) -> tuple[list[dict[Any, Any]], int]:
    """The first rows beside this one, and how many there are with it."""
    units = units_of(scope, register)
    page = row_page(scope, register, units, scope.month, "", tuple(asked.items()), "", "", FEW + 1, 0)
    return [each for each in page.rows.to_dict("records") if each["key"] != row["key"]][:FEW], page.total


def _title(scope: Scope, register: str, asked: Mapping[str, str]) -> str:
    if not asked:
        return TEXTS["register"].in_(scope.lang, register=register_name(register, scope))
    ((field, value),) = asked.items()
    said = Markup(linked(register, [dict(asked)], scope)(field, value) or "").striptags()
    return TEXTS["kind"].in_(scope.lang, kind=said)
