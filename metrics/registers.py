"""Registers as numbers: of each how many rows there are, and how many are past their day or bad, from its declaration.

Ledger and problem lists have metrics of their own, that say more; rules (targets, index systems) are no numbers.
"""

from collections.abc import Iterator

from data.registers import REGISTERS, Register, State
from data.text import Text
from metrics.language import Metric, count, standing
from metrics.owners import office

OWN = frozenset({"applications", "problems", "targets", "oversight", "index_systems", "index_metrics"})
ROWS = Text("条", "rows")
WHY = {
    "rows": Text("“{register}”登记了多少条。", "How many rows “{register}” has."),
    "over": Text(
        "“{register}”里{state}的，先问这些。", "Rows of “{register}” that stand: {state}. Ask about these first."
    ),
}


def of_register(register: Register) -> Iterator[Metric]:
    """How many rows a register has, and how many of them are past their day or bad."""
    owner = office(register.owner)
    yield Metric(
        key=f"{register.key}_kept",
        zh=f"{register.zh}条数",
        en=f"{register.en}: rows",
        formula=count(register.key),
        format="count",
        unit=ROWS,
        better="higher",
        owner=owner,
        why=_said("rows", register),
    )
    for state in register.states:
        if state.meaning in ("over", "bad"):
            yield Metric(
                key=f"{register.key}_{state.key}",
                zh=f"{register.zh}·{state.text.zh}",
                en=f"{register.en}: {state.text.en.lower()}",
                formula=standing(register.key, state.key),
                format="count",
                unit=ROWS,
                better="lower",
                owner=owner,
                why=_said("over", register, state),
            )


def _said(key: str, register: Register, state: State | None = None) -> Text:
    said = {language: state.text.in_(language) if state else "" for language in ("zh", "en")}
    return Text(
        WHY[key].in_("zh", register=register.zh, state=said["zh"]),
        WHY[key].in_("en", register=register.en, state=said["en"]),
    )


METRICS = tuple(
    metric for register in REGISTERS.values() if register.key not in OWN for metric in of_register(register)
)
