"""Who answers for a unit: its own people by role, and who is asked where it has none."""

from data.access import ROLES, Role
from data.people.contacts import Contact, answering
from data.text import Text
from ui import room
from ui.links import named, person_link, ways_of
from ui.panels import Panel
from ui.scope import Scope
from ui.tables import Column, table

TEXTS = {
    "answer": Text("谁负责", "Who answers"),
    "name": Text("姓名", "Name"),
    "role": Text("职责", "Role"),
    "unit": Text("单位", "Unit"),
    "reach": Text("联系方式", "Contact"),
    "none": Text("还没有填报员或审核员，由上级代管。", "No steward or approver yet: the unit above acts for it."),
    "nobody": Text("还没有账号负责这里。", "No account answers for it yet."),
}
COLUMNS = {"name": "main", "role": "short", "unit": "short", "reach": ""}


def people(scope: Scope) -> Panel:
    """The stewards and approvers of the unit; where there are none, those of the nearest unit above that has some."""
    lang = scope.lang
    found: dict[tuple[str, str], tuple[Contact, list[Role]]] = {}
    with room.engine().connect() as conn:
        for unit in reversed(scope.tree.path(scope.unit)):
            for each in answering(conn, [unit]):
                found.setdefault((each.contact.login, unit), (each.contact, []))[1].append(each.role)
            if found:
                break
    rows = [
        {
            "name": person_link(one.login, one.name, scope),
            "role": " · ".join(ROLES[role].in_(lang) for role in dict.fromkeys(roles)),
            "unit": named(scope, unit),
            "reach": ways_of(one),
        }
        for (_, unit), (one, roles) in found.items()
    ]
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in COLUMNS.items()]
    return Panel(TEXTS["answer"].in_(lang), table(columns, rows, empty=TEXTS["nobody"].in_(lang)))
