"""What hangs on a system by its applications: who leads its reforms and which goals these serve, the departments and their
heads, what was awarded, and how its applications moved on."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from data import months
from data.references import keys_in
from data.registers import REGISTERS
from data.text import Text
from ui.panels import Panel
from ui.rows.fields import chip, linked, or_dash, title
from ui.rows.links import listed, opened
from ui.rows.reading import fields_of, row_fields, units_of
from ui.scope import Scope
from ui.tables import Column, link, table

FEW = 8
BACK = 3  # months over which applications are seen to move on
LEDGER = "applications"
TEXTS = {
    "led": Text("谁领衔，为了什么目标", "Who leads, and for which goal"),
    "none_led": Text("还没有领衔的重大改革用到它的应用", "No keystone reform uses its applications"),
    "departments": Text("牵头部门和“一把手”", "Lead departments and their heads"),
    "many": Text("{count} 个应用", "{count} applications"),
    "nobody": Text("还没有应用", "No application yet"),
    "awarded": Text("得了什么奖", "What was awarded"),
    "none_awarded": Text("它的应用还没有得奖", "Its applications have no award yet"),
    "moved": Text("近三个月的变化", "What changed in three months"),
    "none_moved": Text("三个月来没有变化", "Nothing has changed in three months"),
    "new": Text("新列入", "new"),
    "standing": Text("状态", "Standing"),
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
        "awarded": _awarded(scope, set(mine["key"])),
        "moved": _moved(scope, mine),
    }


def _led(scope: Scope, applications: set[str]) -> Panel:
    register = "keystone_reforms"
    rows = fields_of(scope, register, "leader", "goal", "due", "applications")
    field = REGISTERS[register].field("applications")
    of_it = [bool(applications & set(keys_in(field, value))) for value in rows["applications"]]
    shown = ("leader", "goal", "due")
    return _table(scope, "led", register, rows[of_it], shown, "none_led")


def _awarded(scope: Scope, applications: set[str]) -> Panel:
    rows = fields_of(scope, "awards", "application", "kind", "given")
    of_it = rows[rows["application"].isin(applications)].sort_values("given", ascending=False)
    return _table(scope, "awarded", "awards", of_it, ("application", "kind", "given"), "none_awarded")


def _table(scope: Scope, name: str, register: str, rows: pd.DataFrame, shown: tuple[str, ...], nothing: str) -> Panel:
    """Rows of a register with some of their fields, and how they stand where that is declared."""
    lang, declared, found = scope.lang, REGISTERS[register], rows.head(FEW).to_dict("records")
    say = linked(register, found, scope)
    columns = [Column("title", declared.field(declared.title_field).name.in_(lang), "main")]
    columns += [Column(key, declared.field(key).name.in_(lang)) for key in shown]
    if declared.states:
        columns.append(Column("standing", TEXTS["standing"].in_(lang), "standing"))
    drawn = [_row(scope, register, row, say, shown) for row in found]
    return Panel(TEXTS[name].in_(lang), table(columns, drawn, empty=TEXTS[nothing].in_(lang)))


def _row(
    scope: Scope, register: str, row: dict[Any, Any], say: Callable[..., Any], shown: tuple[str, ...]
) -> dict[str, Any]:
    declared = REGISTERS[register]
    cells = {key: or_dash(say(key, row[key])) for key in shown}
    cells["title"] = link(title(declared, row, scope.lang), opened(scope, register, row["key"]))
    if declared.states:
        cells["standing"] = chip(declared, row["standing"], scope.lang)
    return cells


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


def _moved(scope: Scope, mine: pd.DataFrame) -> Panel:
    """Applications that stand otherwise than three months before, or were not there."""
    lang, declared = scope.lang, REGISTERS[LEDGER]
    then = row_fields(scope, LEDGER, units_of(scope, LEDGER), months.shift(scope.month, -BACK))
    was = then.set_index("key")["standing"]
    before = mine["key"].map(was)
    moved = mine.assign(before=before)[(before != mine["standing"]).to_numpy()].head(FEW)
    columns = [
        Column("application", TEXTS["application"].in_(lang), "main"),
        Column("before", TEXTS["before"].in_(lang), "standing"),
        Column("now", TEXTS["now"].in_(lang), "standing"),
    ]
    rows = [
        {
            "application": link(title(declared, row, lang), opened(scope, LEDGER, row["key"])),
            "before": chip(declared, row["before"], lang) if row["before"] == row["before"] else TEXTS["new"].in_(lang),
            "now": chip(declared, row["standing"], lang),
        }
        for row in moved.to_dict("records")
    ]
    return Panel(TEXTS["moved"].in_(lang), table(columns, rows, empty=TEXTS["none_moved"].in_(lang)))
