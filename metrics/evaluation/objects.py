"""Who is scored: units of a level group by group, or the departments or applications of the unit that declared the system."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection, or_, select

from data.dated import as_at
from data.registers import REGISTERS, TABLES
from data.registers.applications import LIVE
from data.row_states import meets, there
from data.text import Text
from data.units import Tree
from metrics import league
from metrics.divided import BYS, By
from metrics.evaluation.system import System
from metrics.owners import office

Objects = Mapping[str, Text]  # code of a unit, department or key of an application → its name

OF_LEVEL: dict[str, str] = {"department": "departments", "application": "applications"}
GROUPS: dict[str, Text] = {
    **league.GROUPS,
    "departments": Text("部门", "Departments"),
    "applications": Text("应用", "Applications"),
}


def divided_by(system: System) -> By | None:
    """By what the numbers of its unit are divided; None where units are scored."""
    return next((by for by in BYS if by == system.level), None)


def groups_of(
    conn: Connection, system: System, tree: Tree, month: date, revision: int | None = None
) -> dict[str, Objects]:
    """The groups (keys of GROUPS) that a system scores, with whom: the groups of peers below its own unit; or the departments
    that rows of the registers it reads name by the end of the month; or the applications of the ledger that are live in the month."""
    by = divided_by(system)
    if by is None:
        return _of_units(system, tree, month)
    if system.unit not in tree:
        return {}
    below = tree.below(system.unit)
    found = (
        _departments(conn, system, below, month, revision)
        if by == "department"
        else _applications(conn, below, month, revision)
    )
    return {OF_LEVEL[by]: found} if found else {}


def units_told_of(system: System, objects: Iterable[str]) -> tuple[str, ...]:
    """The units whose figures the scores tell of."""
    return (system.unit,) if divided_by(system) else tuple(objects)


def _of_units(system: System, tree: Tree, month: date) -> dict[str, Objects]:
    below = set(tree.below(system.unit)) if system.unit in tree else set()
    return {
        key: {unit: Text(tree[unit].name_zh, tree[unit].name_en) for unit in units}
        for key, units in league.groups(tree, month).items()
        if below.issuperset(units) and all(tree[unit].level == system.level for unit in units)
    }


def _departments(conn: Connection, system: System, below: Iterable[str], month: date, revision: int | None) -> Objects:
    registers = {word.register for metric in system.metrics for word in metric.rows}
    names: set[str] = set()
    for register in sorted(registers):
        if "department" in {field.key for field in REGISTERS[register].fields}:
            rows = as_at(conn, register, month, revision, TABLES[register].c.unit.in_(sorted(below)))
            here = there(REGISTERS[register], rows, rows.c.judged)
            names.update(name for name in conn.scalars(select(rows.c.department).where(here).distinct()) if name)
    return {name: office(name) for name in sorted(names)}


def _applications(conn: Connection, below: Iterable[str], month: date, revision: int | None) -> Objects:
    table = TABLES["applications"]
    rows = as_at(conn, "applications", month, revision, table.c.unit.in_(sorted(below)))
    live = or_(*(meets(each, rows, rows.c.judged) for each in LIVE))
    asked = select(rows.c.key, rows.c.name, rows.c.name_en).where(live).order_by(rows.c.key)
    return {row.key: Text(row.name, row.name_en or row.name) for row in conn.execute(asked)}
