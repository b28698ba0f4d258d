"""Who may do what, where: roles over subtrees of units and departments. What is not allowed here is refused.

Asked twice: at the door (`app.py` and `web/` before anything is shown) and at the vault (the functions of `data` that
change something, before they do).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from data.departments import RESTRICTED
from data.refusal import Refusal
from data.text import Language, Text
from data.units import Tree

Role = Literal["leader", "steward", "approver", "presenter", "administrator", "wall", "kiosk"]
Action = Literal[
    "read", "read_restricted", "report", "approve", "withdraw", "ask", "answer", "train", "demonstrate",
    "oblige", "keep_calendar", "keep_people", "keep_walls", "audit", "instruct", "carry_out", "present", "convene", "appeal",
]  # fmt: skip

ROLES: dict[Role, Text] = {
    "leader": Text("领导", "Leader"),
    "steward": Text("填报员", "Steward"),
    "approver": Text("审核员", "Approver"),
    "presenter": Text("讲解员", "Presenter"),
    "administrator": Text("管理员", "Administrator"),
}
PEOPLE = frozenset(ROLES)  # a wall or a kiosk is a device and no person: it is paired, not given a role by hand

MAY: dict[Action, frozenset[Role]] = {
    "read": PEOPLE | {"wall"},  # a kiosk reads what is published to all, and so needs no right
    "read_restricted": frozenset({"leader", "steward", "approver"}),
    "report": frozenset({"steward"}),
    "approve": frozenset({"approver"}),
    "withdraw": frozenset({"steward", "approver"}),
    "ask": frozenset({"leader", "approver"}),
    "answer": frozenset({"steward"}),
    "train": PEOPLE,
    "demonstrate": frozenset({"presenter", "administrator"}),
    "oblige": frozenset({"administrator"}),
    "keep_calendar": frozenset({"administrator"}),
    "keep_people": frozenset({"administrator"}),
    "keep_walls": frozenset({"leader", "presenter", "administrator"}),
    "audit": frozenset({"administrator"}),
    "instruct": frozenset({"leader", "approver"}),
    "carry_out": frozenset({"steward"}),
    "present": frozenset({"presenter"}),
    "convene": frozenset({"leader", "approver"}),
    "appeal": frozenset({"leader", "steward", "approver"}),
}
NAMED_ONLY: frozenset[Action] = frozenset({"read_restricted"})  # a role for every department is not enough for these

ACTIONS: dict[Action, Text] = {
    "read": Text("查看", "look at"),
    "read_restricted": Text("查看受限台账", "look at restricted registers of"),
    "report": Text("填报", "report for"),
    "approve": Text("审核", "approve"),
    "withdraw": Text("撤回批次", "withdraw batches of"),
    "ask": Text("提问", "ask questions of"),
    "answer": Text("答复", "answer for"),
    "train": Text("进入演练室", "enter the training room of"),
    "demonstrate": Text("建立或重置演练室", "make or reset the training room of"),
    "oblige": Text("布置填报任务", "declare obligations of"),
    "keep_calendar": Text("管理填报日历", "keep the calendar of"),
    "keep_people": Text("管理人员", "keep the people of"),
    "keep_walls": Text("管理大屏", "keep the walls of"),
    "audit": Text("查看审计日志", "read the audit log of"),
    "instruct": Text("交办", "charge"),
    "carry_out": Text("承办", "carry out instructions for"),
    "present": Text("讲解", "present"),
    "convene": Text("召开会议", "hold meetings of"),
    "appeal": Text("申诉", "appeal for"),
}
REFUSED = Text(
    "{actor}没有“{unit}”的{action}权限{department}。请联系管理员授权。",
    "{actor} may not {action} {unit}{department}. Ask an administrator for the role.",
)
OF_DEPARTMENT = Text("（{name}）", " ({name})")


class Refused(Refusal):
    """Something that this person may not do."""

    def __init__(self, actor: "Actor", action: Action, unit: str, department: str = ""):
        self.action = action
        zh = REFUSED.zh.format(actor=actor.name, action=ACTIONS[action].zh, unit=unit, department=_of(department, "zh"))
        en = REFUSED.en.format(actor=actor.name, action=ACTIONS[action].en, unit=unit, department=_of(department, "en"))
        super().__init__(Text(zh, en))


def _of(department: str, language: Language) -> str:
    return OF_DEPARTMENT.in_(language, name=department) if department else ""


@dataclass(frozen=True)
class Grant:
    """A role for a unit and all below it. `departments`: the owners of what it is for; empty is all but the restricted."""

    role: Role
    unit: str
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Who acts: a name for the record, the unit they act for, and what they were given. `login` is "" for the program
    itself; `origin` says from where (for the audit log)."""

    name: str
    unit: str
    grants: tuple[Grant, ...] = ()
    login: str = ""
    origin: str = ""

    def acting_for(self, unit: str) -> "Actor":
        """The same person with another unit before them; their rights stay what they are."""
        return replace(self, unit=unit)

    @property
    def in_a_room(self) -> "Actor":
        """Whoever stands before a wall of theirs: reads the same units, nothing restricted, and does nothing."""
        return Actor("", self.unit, tuple(Grant("wall", grant.unit) for grant in self.grants))

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)


def may(actor: Actor, action: Action, unit: str, tree: Tree, department: str = "") -> bool:
    """Whether one of the actor's roles allows the action for the unit, and for the department that owns the matter."""
    if unit not in tree:
        return False
    path = tree.path(unit)
    return any(
        grant.role in MAY[action] and grant.unit in path and _covers(grant, action, department)
        for grant in actor.grants
    )


def _covers(grant: Grant, action: Action, department: str) -> bool:
    if action in NAMED_ONLY:
        return department in grant.departments
    return not department or not grant.departments or department in grant.departments


def may_somewhere(actor: Actor, action: Action) -> bool:
    """Whether there is any unit for which the actor may do it: what decides which pages they are offered.

    What is allowed by name alone asks for a role that names a department with something restricted.
    """
    allowed = (grant for grant in actor.grants if grant.role in MAY[action])
    return any(action not in NAMED_ONLY or grant.departments & RESTRICTED for grant in allowed)


def require(actor: Actor, action: Action, units: Iterable[str], tree: Tree, department: str = "") -> None:
    """Raise `Refused` for the first of the units for which the actor may not do it."""
    for unit in units:
        if not may(actor, action, unit, tree, department):
            raise Refused(actor, action, tree[unit].name_zh if unit in tree else unit, department)


def for_all(actor: Actor) -> Actor:
    """The same person with those of their roles alone that are for every department: for what concerns all of them."""
    return replace(actor, grants=tuple(grant for grant in actor.grants if not grant.departments))


def may_report(actor: Actor, unit: str, tree: Tree, department: str = "") -> bool:
    """Whether the unit lies in the subtree the actor acts for, and they may report for it."""
    return unit in tree and actor.unit in tree.path(unit) and may(actor, "report", unit, tree, department)


def readable(actor: Actor, tree: Tree) -> frozenset[str]:
    """The units whose unpublished figures the actor may see: the subtrees of all their roles that read."""
    return frozenset(unit for root in roots(actor) if root in tree for unit in tree.below(root))


def may_see(actor: Actor, units: Iterable[str], tree: Tree) -> bool:
    """Whether all of the units are among the `readable`."""
    return all(any(tree.under(unit, root) for root in roots(actor)) for unit in units)


def roots(actor: Actor) -> tuple[str, ...]:
    """The units for which the actor holds a role that reads."""
    return tuple(grant.unit for grant in actor.grants if grant.role in MAY["read"])
