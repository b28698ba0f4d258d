"""Which units have somebody of their own who reports, approves and leads: seen before a month is owed to nobody."""

from collections.abc import Sequence

from markupsafe import Markup

from charts.attained import attained
from data.access import ROLES, Role
from data.text import Text
from data.units import Tree
from ui import actor as signed
from ui.panels import Panel, beside_title
from ui.people.people import kept, today, units_of
from ui.scope import Scope
from ui.tables import Column, link, table

SHOWN: tuple[Role, ...] = ("steward", "approver", "leader")
FEW = 4
TEXTS = {
    "title": Text("各单位岗位到人", "Who is in post"),
    "told": Text("本单位自有账号的单位数；没有的由上级代办", "Units with an account of their own; for the others the unit above acts"),
    "unit": Text("单位", "Unit"),
    "share": Text("{held} / {units}", "{held} of {units}"),
    "lacking": Text("还没有填报员", "No steward yet"),
    "more": Text("{names}等 {count} 个", "{names} and others ({count})"),
    "join": Text("、", ", "),
}  # fmt: skip


def staffing(scope: Scope) -> dict[str, Panel]:
    """A line a unit right below those whose people one keeps; nothing where one keeps those of a single unit."""
    tree = today(scope)
    mine = units_of(signed.person(), "keep_people", tree)
    groups = tree.children.get(mine[0], ()) if mine else ()
    if not groups:
        return {}
    people = kept(scope)
    live = people[people["grant"].notna() & (people["state"] != "disabled")]
    held = set(zip(live["role"], live["for_unit"], strict=True))
    posts: dict[str, Text] = {role: ROLES[role] for role in SHOWN}
    names = {"unit": TEXTS["unit"], **posts, "lacking": TEXTS["lacking"]}
    columns = [Column(key, text.in_(scope.lang), "main" if key == "unit" else "") for key, text in names.items()]
    rows = [_row(code, held, tree, scope) for code in groups]
    title, told = TEXTS["title"].in_(scope.lang), TEXTS["told"].in_(scope.lang)
    return {"staffing": Panel(title, table(columns, rows, empty=""), beside_title(told))}


def _row(group: str, held: set[tuple[Role, str]], tree: Tree, scope: Scope) -> dict[str, object]:
    units = tree.below(group)
    shares: dict[str, object] = {
        role: _share(sum((role, code) in held for code in units), len(units), scope) for role in SHOWN
    }
    without = [code for code in units if ("steward", code) not in held]
    name = tree[group].name(scope.lang)
    return {"unit": link(name, scope.link("people", q=name)), **shares, "lacking": _named(without, tree, scope)}


def _share(count: int, units: int, scope: Scope) -> Markup:
    told = TEXTS["share"].in_(scope.lang, held=count, units=units)
    return Markup("{}<small>{}</small>").format(attained(count / units, label=told), told)


def _named(codes: Sequence[str], tree: Tree, scope: Scope) -> str:
    names = TEXTS["join"].in_(scope.lang).join(tree[code].name(scope.lang) for code in codes[:FEW])
    return TEXTS["more"].in_(scope.lang, names=names, count=len(codes)) if len(codes) > FEW else names or "—"
