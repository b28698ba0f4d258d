"""What hangs on a system by its applications: who leads its reforms and which goals these serve, the departments and their
heads and problems, what was awarded, and how its applications moved on."""

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from charts.stood import stood
from data import months
from data.references import keys_in
from data.registers import REGISTERS
from data.text import Text
from metrics import row_moves
from ui.panels import Panel
from ui.reform.shelves import by_words, nothing
from ui.rows.few import few
from ui.rows.fields import linked, title
from ui.rows.links import listed, opened
from ui.rows.reading import fields_of, moved_rows, units_of
from ui.scope import Scope
from ui.tables import Column, link, table

FEW = 8
BACK = 12  # months over which applications are seen to move on
LEDGER = "applications"
TEXTS = {
    "led": Text("谁领衔，为了什么目标", "Who leads, and for which goal"),
    "none_led": Text("还没有领衔的重大改革用到它的应用", "No keystone reform uses its applications"),
    "departments": Text("牵头部门和“一把手”", "Lead departments and their heads"),
    "many": Text("{count} 个应用", "{count} applications"),
    "nobody": Text("还没有应用", "No application yet"),
    "awarded": Text("得了什么奖", "What was awarded"),
    "none_awarded": Text("它的应用还没有得奖", "Its applications have no award yet"),
    "moved": Text("近一年的变化", "What changed in a year"),
    "none_moved": Text("一年来没有变化", "Nothing has changed in a year"),
    "problems": Text("牵头部门的问题清单", "Problems of its lead departments"),
    "before": Text("原来", "Before"),
    "now": Text("现在", "Now"),
    "application": Text("应用", "Application"),
}


def panels(scope: Scope, system: str) -> dict[str, Panel]:
    """The panels of what hangs on the system."""
    ledger = fields_of(scope, LEDGER, "system", "department")
    mine = ledger[ledger["system"] == system]
    return {
        "led": _led(scope, set(mine["key"])),
        "departments": _departments(scope, mine, system),
        "problems": _problems(scope, mine),
        "awarded": _awarded(scope, set(mine["key"])),
        "moved": _moved(scope, mine),
    }


def _led(scope: Scope, applications: set[str]) -> Panel:
    register = "keystone_reforms"
    rows = fields_of(scope, register, "leader", "goal", "due", "applications")
    field = REGISTERS[register].field("applications")
    of_it = [bool(applications & set(keys_in(field, value))) for value in rows["applications"]]
    return _first(scope, "led", register, rows[of_it], ("leader", "goal", "due"))


def _awarded(scope: Scope, applications: set[str]) -> Panel:
    rows = fields_of(scope, "awards", "application", "kind", "given")
    of_it = rows[rows["application"].isin(applications)].sort_values("given", ascending=False)
    return _first(scope, "awarded", "awards", of_it, ("application", "kind", "given"))


def _first(scope: Scope, name: str, register: str, rows: pd.DataFrame, shown: tuple[str, ...]) -> Panel:
    found, empty = rows.head(FEW).to_dict("records"), TEXTS[f"none_{name}"].in_(scope.lang)
    return Panel(TEXTS[name].in_(scope.lang), few(scope, register, found, shown, empty=empty))


def _departments(scope: Scope, mine: pd.DataFrame, system: str) -> Panel:
    """The departments that lead its applications, most first, each with its head in this unit."""
    lang, heading = scope.lang, TEXTS["departments"].in_(scope.lang)
    many = mine["department"].replace("", None).value_counts().head(FEW)
    if many.empty:
        return Panel(heading, Markup('<p class="empty">{}</p>').format(TEXTS["nobody"].in_(lang)))
    heads = fields_of(scope, "heads", "department", "person")
    named = heads[heads["unit"] == scope.unit].groupby("department")["person"].unique().to_dict()
    say = linked(LEDGER, [{"department": key} for key in many.index], scope)
    drawn = [
        {
            "name": Markup(say("department", key)).striptags(),
            "value": int(count),
            "text": " · ".join((*named.get(key, ()), TEXTS["many"].in_(lang, count=count))),
            "status": "",
            "href": listed(scope, LEDGER, system=system, department=str(key)),
        }
        for key, count in many.items()
    ]
    return Panel(heading, bars(pd.DataFrame(drawn), alt=heading))


def _problems(scope: Scope, mine: pd.DataFrame) -> Panel:
    """How the problems stand that the departments leading its applications have to solve, those with most overdue first."""
    lang, register = scope.lang, "problems"
    heading = TEXTS["problems"].in_(lang)
    of_it = set(mine["department"].dropna()) - {""}
    shelves = by_words(scope, register, "department", FEW, among=of_it)
    return Panel(heading, stood(shelves, alt=heading) if shelves else nothing(scope, register))


def _moved(scope: Scope, mine: pd.DataFrame) -> Panel:
    """Applications that stand otherwise than a year before, or are in another batch."""
    lang, declared = scope.lang, REGISTERS[LEDGER]
    until = months.end_of(scope.month)
    since = months.end_of(months.shift(scope.month, -BACK))
    found = []
    for field in (row_moves.STANDING, "stage"):
        names = row_moves.names(declared, field)
        went = moved_rows(scope, LEDGER, field, units_of(scope, LEDGER), since, until)
        went = went[(went["was"] != went["now"]) & went["key"].isin(mine["key"])]
        found += [(row, names[row["was"]], names[row["now"]]) for row in went.to_dict("records")]
    columns = [
        Column("application", TEXTS["application"].in_(lang), "main"),
        Column("before", TEXTS["before"].in_(lang)),
        Column("now", TEXTS["now"].in_(lang)),
    ]
    rows = [
        {
            "application": link(title(declared, row, lang), opened(scope, LEDGER, row["key"])),
            "before": was.in_(lang),
            "now": now.in_(lang),
        }
        for row, was, now in found[:FEW]
    ]
    return Panel(TEXTS["moved"].in_(lang), table(columns, rows, empty=TEXTS["none_moved"].in_(lang)))
