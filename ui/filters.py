"""Filters above a list. They live in the URL, so a filtered list is a link; what is not among the choices counts as all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st
from markupsafe import Markup

from data.registers import REGISTERS
from data.text import Text
from ui import asked as address
from ui.rows.fields import heading
from ui.scope import Scope
from ui.templates import render

LONGEST_SEARCH = 100
TEXTS = {
    "all": Text("全部", "All"),
    "search": Text("搜索", "Search"),
    "hint": Text("关键词，回车", "Words, then Enter"),
    "clear": Text("清除筛选", "Clear filters"),
}


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the URL, its label and what can be chosen (value, text); what is said where nothing is."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    usual: str = ""


def of_unit(scope: Scope) -> Choice:
    """A way to other units: those above, those below, those beside."""
    near = [each for each in dict.fromkeys((*scope.tree.path(scope.above), *scope.compared)) if scope.may_read(each)]
    deep = {code: len(scope.tree.path(code)) - 1 for code in near}
    return Choice(
        "unit", heading("problems", "unit", scope), [(code, "　" * deep[code] + scope.name(code)) for code in near]
    )


@dataclass(frozen=True)
class Filters:
    """What was chosen: `values` by the name of the choice (only those chosen), `words` searched for, rows passed over.

    The unit is part of the scope and not among the values; `fixed` is what the address of this list always says.
    """

    page: str
    choices: Sequence[Choice]
    values: Mapping[str, str]
    words: str
    offset: int
    fixed: Mapping[str, str] = field(default_factory=dict)

    def link(self, scope: Scope, **changed: object) -> str:
        """The address of this list with something changed; the first rows again unless `from` is given."""
        query = {**self.fixed, **self.values, "q": self.words, **changed}
        return scope.link(self.page, **{name: value for name, value in query.items() if value not in ("", 0)})

    def shown(self, scope: Scope) -> Markup:
        """The filters as a form; every change leads to the filtered list."""
        words = {key: text.in_(scope.lang) for key, text in TEXTS.items()}
        chosen = {"unit": scope.unit, **self.values}
        drawn = [
            {
                "name": choice.name,
                "all": (choice.usual or words["all"]) if choice.name != "unit" else "",
                "label": choice.label,
                "options": choice.options,
                "chosen": chosen.get(choice.name, ""),
                "href": self.link(scope, **({choice.name: ""} if choice.name != "unit" else {})),
            }
            for choice in self.choices
        ]
        return render(
            "filters",
            choices=drawn,
            search=words["search"],
            hint=words["hint"],
            words=self.words,
            words_href=self.link(scope, q=""),
            clear=scope.link(self.page, **self.fixed) if self.values or self.words else "",
            clear_text=words["clear"],
        )


def asked(page: str, choices: Sequence[Choice], fixed: Mapping[str, str] | None = None) -> Filters:
    """What the URL asks for."""
    query = st.query_params
    allowed = {choice.name: {value for value, _ in choice.options} for choice in choices if choice.name != "unit"}
    values = {name: query[name] for name, known in allowed.items() if query.get(name) in known}
    words, start = query.get("q", "")[:LONGEST_SEARCH].strip(), address.number("from") or 0
    return Filters(page, choices, values, words, start, fixed or {})


def of_field(register: str, key: str, scope: Scope) -> Choice:
    """A filter by a field of a register that has choices."""
    options = [(value, text.in_(scope.lang)) for value, text in REGISTERS[register].field(key).choices]
    return Choice(key, heading(register, key, scope), options)
