"""What stands where a register has no row yet: what its rows will say, and how each will be told to stand."""

from markupsafe import Markup

from data.registers import REGISTERS, Field
from data.registers.expected import expected
from data.text import Text
from ui.panels import Panel, beside_title
from ui.rows.fields import SIGNS, heading, listed
from ui.scope import Scope
from ui.tables import Column, table
from ui.templates import render

TEXTS = {
    "holds": Text("这张清单记什么", "What a row says"),
    "fields": Text("{count} 项，必填 {required} 项", "{count} fields, {required} of them required"),
    "field": Text("项目", "Field"),
    "expected": Text("填什么", "What is written"),
    "choices": Text("可选", "Choices"),
    "required": Text("必填", "required"),
    "stands": Text("每条按什么状态显示", "How a row stands"),
}


def holds(scope: Scope, register: str) -> dict[str, Panel]:
    """A panel of the fields, with what is written in each; and one of the states, where the register has any."""
    declared, lang = REGISTERS[register], scope.lang
    required = sum(field.required for field in declared.fields)
    aside = TEXTS["fields"].in_(lang, count=len(declared.fields), required=required)
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in _COLUMNS.items()]
    rows = [_row(register, field, scope) for field in declared.fields]
    panels = {"holds": Panel(TEXTS["holds"].in_(lang), table(columns, rows, empty=""), beside_title(aside))}
    if declared.states:
        shapes = [f"{SIGNS[state.meaning]} {state.text.in_(lang)}" for state in declared.states]
        panels["stands"] = Panel(TEXTS["stands"].in_(lang), render("words", text=listed(shapes, lang)))
    return panels


_COLUMNS = {"field": "main", "expected": "", "choices": ""}


def _row(register: str, field: Field, scope: Scope) -> dict[str, object]:
    must = Markup(" <small>{}</small>").format(TEXTS["required"].in_(scope.lang)) if field.required else ""
    return {
        "field": Markup("{}{}").format(heading(register, field.key, scope), must),
        "expected": expected(field).in_(scope.lang),
        "choices": listed((words.in_(scope.lang) for _, words in field.choices), scope.lang) or "—",
    }
