"""How a unit's reform is organised: which systems it has, since when. “6” means one thing in the province, another in Ningbo."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from data.schema import structure, system
from data.text import Language
from data.units import Tree


@dataclass(frozen=True)
class System:
    """A system, the platform or a body of results; `kind` says which."""

    key: str
    name_zh: str
    name_en: str
    kind: str

    def name(self, language: Language) -> str:
        """The system's name in one language."""
        return self.name_zh if language == "zh" else self.name_en


@dataclass(frozen=True)
class Structure:
    """A structure by its name (1612, 1+6+N), the unit that declared it, and its systems in order."""

    name: str
    unit: str
    systems: tuple[System, ...]


def structure_of(conn: Connection, tree: Tree, unit: str, month: date) -> Structure | None:
    """The structure that holds for a unit in a month: its own, else that of the nearest unit above that declared one."""
    rows = conn.execute(
        select(structure.c.unit, structure.c.name, structure.c.holds_from, *(system.c[name] for name in SYSTEM))
        .join(system, system.c.key == structure.c.system)
        .where(structure.c.unit.in_(tree.path(unit)), structure.c.holds_from <= month)
        .order_by(structure.c.position)
    ).all()
    for code in reversed(tree.path(unit)):
        mine = [row for row in rows if row.unit == code]
        if mine:
            newest = max(row.holds_from for row in mine)
            held = [row for row in mine if row.holds_from == newest]
            return Structure(held[0].name, code, tuple(System(*row[3:]) for row in held))
    return None


SYSTEM = ("key", "name_zh", "name_en", "kind")
