"""Whom to tell: those who may do something for a unit and stand nearest to it."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection

from data.access import Action, Actor, Grant, may
from data.people import grants
from data.schema import person
from data.units import Tree


@dataclass(frozen=True)
class Roles:
    """The roles held now by people whose account is in use, by the unit they are for: one reading for many questions."""

    by_unit: dict[str, tuple[tuple[str, Grant], ...]]

    def nearest(self, action: Action, unit: str, tree: Tree, department: str = "") -> list[str]:
        """The logins of those who may do it for the unit by a role for the unit itself; where nobody has one, by a role
        for the unit above it, and so on: who answers for a whole province is not told of what a county's own people do."""
        for above in reversed(tree.path(unit) if unit in tree else ()):
            held = self.by_unit.get(above, ())
            able = {login for login, grant in held if may(Actor("", unit, (grant,)), action, unit, tree, department)}
            if able:
                return sorted(able)
        return []

    def naming(self, department: str) -> "Roles":
        """Those of the roles alone that name a department: what is restricted is for nobody else."""
        named = {
            unit: tuple((login, grant) for login, grant in held if department in grant.departments)
            for unit, held in self.by_unit.items()
        }
        return Roles(named)


def load(conn: Connection) -> Roles:
    """The roles of this moment."""
    held = defaultdict(list)
    for row in conn.execute(grants.live().join(person).where(person.c.disabled_at.is_(None))):
        held[row.unit].append((row.person, grants.grant_of(row)))
    return Roles({unit: tuple(each) for unit, each in held.items()})
