"""What the page of applications has beside every register's: how they moved between the batches in a year, which levels and sides
they reach, what was decided about them and why, and the money of their projects."""

import pandas as pd

from charts.bars import bars
from charts.stood import stood
from data import months
from data.registers import REGISTERS
from data.text import Text
from ui.panels import Panel
from ui.reform.shelves import all_of, by_choice, nothing
from ui.rows.few import few
from ui.rows.links import listed
from ui.rows.reading import fields_of, row_fields, row_page, units_of
from ui.scope import Scope
from ui.tables import Column, link, table

LEDGER, BACK, FEW = "applications", 12, 8
TEXTS = {
    "batches": Text("三个批次：一年前 → 现在", "The three batches: a year ago → now"),
    "then": Text("一年前", "A year ago"),
    "new": Text("当时未列入", "Not listed then"),
    "unsaid": Text("未注明", "Not stated"),
    "sides": Text("贯通到哪一侧", "Which sides are reached"),
    "levels": Text("贯通到哪一级", "Which levels are reached"),
    "verdicts": Text("处置及理由", "Dispositions, and why"),
    "money": Text("项目资金（万元，已支出 / 批复）", "Money of projects (10,000 yuan, spent of budget)"),
    "of": Text("{spent:,.0f} / {budget:,.0f} · {count:.0f} 个", "{spent:,.0f} / {budget:,.0f} · {count:.0f}"),
}


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels, each with what it needs of its own register."""
    return {
        "batches": batches(scope),
        "verdicts": verdicts(scope),
        "sides": _reached(scope, "side", "sides"),
        "levels": _reached(scope, "level", "levels"),
        "money": money(scope),
    }


def batches(scope: Scope) -> Panel:
    """Where the applications of each batch stood a year ago; each number leads to those of the batch now."""
    lang = scope.lang
    now = fields_of(scope, LEDGER, "stage")
    then = row_fields(scope, LEDGER, units_of(scope, LEDGER), months.shift(scope.month, -BACK), "stage")
    was = now["key"].map(then.set_index("key")["stage"].fillna("")).fillna("-")
    said = {key: text.in_(lang) for key, text in REGISTERS[LEDGER].field("stage").choices}
    rows = said | {"": TEXTS["unsaid"].in_(lang), "-": TEXTS["new"].in_(lang)}
    grid = pd.crosstab(was, now["stage"].fillna(""))
    stages = said | ({"": TEXTS["unsaid"].in_(lang)} if "" in grid.columns else {})
    columns = [Column("then", TEXTS["then"].in_(lang), "main")]
    columns += [Column(key, name, "number") for key, name in stages.items()]
    drawn = [
        {"then": name} | {stage: _count(scope, grid, was_in, stage) for stage in stages}
        for was_in, name in rows.items()
        if was_in in grid.index
    ]
    return Panel(TEXTS["batches"].in_(lang), table(columns, drawn, empty=""))


def _count(scope: Scope, grid: pd.DataFrame, was_in: str, stage: str) -> object:
    count = int(grid.loc[was_in, stage]) if stage in grid.columns else 0
    if not count:
        return "—"
    return link(f"{count:,}", listed(scope, LEDGER, stage=stage)) if stage else f"{count:,}"


def _reached(scope: Scope, field: str, name: str) -> Panel:
    heading = TEXTS[name].in_(scope.lang)
    return Panel(heading, stood(by_choice(scope, "connections", field), alt=heading))


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
