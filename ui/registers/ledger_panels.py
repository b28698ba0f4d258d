"""What the page of applications has beside every register's: how they moved between the batches, which sides they reach on
which level, what was decided about them and why, and the money of their projects."""

from collections.abc import Mapping

import pandas as pd

from charts.bars import bars
from charts.quilt import quilt
from data.registers import REGISTERS
from data.text import Text
from ui.panels import Panel
from ui.reform.shelves import all_of, nothing
from ui.registers import batch_flow
from ui.rows.few import few
from ui.rows.fields import state_parts
from ui.rows.links import listed
from ui.rows.reading import counts, fields_of, row_page, units_of
from ui.scope import Scope

FEW = 8
TEXTS = {
    "unsaid": Text("未注明", "Not stated"),
    "reached": Text(
        "贯通到哪一级、打通哪一侧（已贯通 / 应贯通）", "Which side is reached on which level (connected of planned)"
    ),
    "corner": Text("层级 × 侧", "Level × side"),
    "verdicts": Text("处置及理由", "Dispositions, and why"),
    "money": Text("项目资金（万元，已支出 / 批复）", "Money of projects (10,000 yuan, spent of budget)"),
    "of": Text("{spent:,.0f} / {budget:,.0f} · {count:.0f} 个", "{spent:,.0f} / {budget:,.0f} · {count:.0f}"),
}


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels, each with what it needs of its own register."""
    return {
        "batches": batch_flow.panel(scope),
        "money": money(scope),
        "reached": reached(scope),
        "verdicts": verdicts(scope),
    }


def reached(scope: Scope) -> Panel:
    """Which sides are connected on which level: one matrix, each cell a way to its connections."""
    lang, register = scope.lang, "connections"
    heading, declared = TEXTS["reached"].in_(lang), REGISTERS[register]
    found = counts(scope, register, "level", "side", "standing")
    if found.empty:
        return Panel(heading, nothing(scope, register))
    names = {
        field: {key: text.in_(lang) for key, text in declared.field(field).choices}
        | ({"": TEXTS["unsaid"].in_(lang)} if (found[field] == "").any() else {})
        for field in ("level", "side")
    }
    cells = [_cell(scope, names, level, side, rows) for (level, side), rows in found.groupby(["level", "side"])]
    corner = TEXTS["corner"].in_(lang)
    body = quilt(cells, rows=names["level"], columns=names["side"], corner=corner, alt=heading)
    return Panel(heading, body, all_of(scope, register, int(found["count"].sum())))


def _cell(
    scope: Scope, names: Mapping[str, Mapping[str, str]], level: str, side: str, rows: pd.DataFrame
) -> dict[str, object]:
    """A level and a side: how many of their connections are there, and what is past its day."""
    declared, lang = REGISTERS["connections"], scope.lang
    standing = rows.set_index("standing")["count"]
    asked = {"level": level, "side": side}
    parts = state_parts(declared, standing, lambda _: "", lang)
    good = sum(int(standing.get(state.key, 0)) for state in declared.states if state.meaning == "good")
    late = [f"{part['sign']} {part['value']:,}" for part in parts if part["meaning"] == "over"]
    told = "\n".join(f"{part['text']} {part['value']:,}" for part in parts)
    return {
        "row": level,
        "column": side,
        "text": f"{good:,}/{int(standing.sum()):,}",
        "burning": " ".join(late),
        "parts": [(part["meaning"], part["value"]) for part in parts],
        "href": listed(scope, "connections", **asked) if all(asked.values()) else "",
        "tip": f"{names['level'][level]} · {names['side'][side]}\n{told}",
    }


def verdicts(scope: Scope) -> Panel:
    """What was decided about applications, the most urgent first, with the reason beside it."""
    lang, register = scope.lang, "dispositions"
    page = row_page(scope, register, units_of(scope, register), scope.month, "", (), "", "", FEW, 0)
    found = page.rows.to_dict("records")
    if not found:
        return Panel(TEXTS["verdicts"].in_(lang), nothing(scope, register))
    body = few(scope, register, found, ("application", "verdict", "reason"))
    return Panel(TEXTS["verdicts"].in_(lang), body, all_of(scope, register, page.total))


def money(scope: Scope) -> Panel:
    """By stage of the projects what was spent of what was granted."""
    lang, register = scope.lang, "projects"
    heading = TEXTS["money"].in_(lang)
    rows = fields_of(scope, register, "stage", "budget", "spent")
    sums = rows.groupby("stage").agg(budget=("budget", "sum"), spent=("spent", "sum"), count=("budget", "size"))
    stages = [(key, text.in_(lang)) for key, text in REGISTERS[register].field("stage").choices if key in sums.index]
    if not stages:
        return Panel(heading, nothing(scope, register))
    drawn = [
        {
            "name": name,
            "value": float(sums.loc[key, "spent"]),
            "text": TEXTS["of"].in_(lang, **sums.loc[key]),
            "status": "",
            "href": listed(scope, register, stage=key),
        }
        for key, name in stages
    ]
    return Panel(heading, bars(pd.DataFrame(drawn), alt=heading), all_of(scope, register, len(rows)))
