"""What the address of the page Evaluation asks for: which system, group and unit, and what is to be tried."""

from dataclasses import dataclass
from datetime import date

import streamlit as st
from markupsafe import Markup

from data import units
from data.text import Text
from metrics.evaluation import (
    GROUPS,
    MISSINGS,
    Asked,
    Objects,
    System,
    choosing,
    groups_of,
    leanings,
    systems,
    telling,
    units_told_of,
)
from ui import reads
from ui.scope import Scope
from ui.templates import render

TEXTS = {
    "system": Text("评价体系", "Index system"),
    "group": Text("评谁", "Scored"),
    "rules": Text("如果按另一版规则", "What if: another version"),
    "missing": Text("如果缺数这样处理", "What if: missing figures"),
    "weights": Text("如果权重改为", "What if: other weights"),
    "as_set": Text("照现行", "As set"),
    "in_force": Text("{system}（{since}）", "{system} ({since})"),
    "of_group": Text("{group}（{count} 个）", "{group} ({count})"),
}


@dataclass(frozen=True)
class Chosen:
    """The system, the group (a key of `GROUPS`) with its units, which unit is opened ("" for the first), and what is tried.
    `known`: every version there is."""

    system: System
    known: tuple[System, ...]
    groups: dict[str, Objects]
    group: str
    unit: str
    asked: Asked

    @property
    def objects(self) -> Objects:
        """Who is scored, with their names."""
        return self.groups[self.group]

    @property
    def units(self) -> tuple[str, ...]:
        """The units whose figures the scores tell of."""
        return units_told_of(self.system, self.objects)

    @property
    def made_by(self) -> tuple[System, ...]:
        """The systems whose rules are read."""
        return tuple(each for each in self.known if each.key in (self.system.key, self.asked.rules))


@reads.by_revision
def known(conn, revision, month: date) -> tuple[tuple[System, dict[str, Objects]], ...]:
    """`systems` with their groups: rules that everybody may know who is scored by them."""
    tree = units.load(conn).in_month(month)
    return tuple((each, groups_of(conn, each, tree, month, revision)) for each in systems(conn, month, revision))


def chosen(scope: Scope, item: str = "", unit: str = "") -> Chosen | None:
    """What the address says, else the newest system in force that scores anybody here; None where there is none. `item`,
    `unit`: points that are asked about, whose system and group then are shown."""
    by_groups = known(scope, scope.month)
    there = tuple(each for each, _ in by_groups)
    scoring = [(each, groups) for each, groups in by_groups if groups]
    if not scoring:
        return None
    asked = dict(st.query_params)
    if named := next((each.key for each, _ in scoring if any(one.key == item for one in each.items)), ""):
        asked["system"] = named
    system, group = choosing.chosen(scoring, asked, scope.tree, scope.unit, scope.month)
    groups = next(groups for each, groups in scoring if each is system)
    group = next((key for key, theirs in groups.items() if unit in theirs), group)
    opened = unit or asked.get("of", "")
    own = scope.unit if scope.unit in groups[group] else ""
    trial = choosing.tried(there, system, asked)
    return Chosen(system, there, groups, group, opened if opened in groups[group] else own, trial)


def query(of: Chosen) -> dict[str, str]:
    """What the address says of it, for links that keep the rest."""
    said = {
        "system": of.system.key,
        "group": of.group,
        "rules": of.asked.rules,
        "missing": of.asked.missing or "",
        "weights": of.asked.leaning,
        "points": choosing.written_weights(of.asked.weights),
    }
    return {name: value for name, value in said.items() if value}


def controls(scope: Scope, of: Chosen) -> Markup:
    """System, group and what if, each of them a choice that leads to an address."""
    versions = [each for each in of.known if each.level == of.system.level and each.key != of.system.key]
    tried = next((each for each in versions if each.key == of.asked.rules), of.system)
    nothing = ("", TEXTS["as_set"].in_(scope.lang))
    choices = [
        ("system", [(each.key, _dated(each, scope)) for each in of.known], of.system.key),
        ("group", [(key, _counted(key, len(there), scope)) for key, there in of.groups.items()], of.group),
        ("rules", [nothing, *((each.key, _dated(each, scope)) for each in versions)], of.asked.rules),
        (
            "missing",
            [nothing, *((key, telling.MISSING_NAMES[key].in_(scope.lang)) for key in MISSINGS if key != tried.missing)],
            of.asked.missing or "",
        ),
        (
            "weights",
            [nothing, *((key, text.in_(scope.lang)) for key, text in leanings(tried).items())],
            of.asked.leaning,
        ),
    ]
    drawn = [
        {
            "name": name,
            "label": TEXTS[name].in_(scope.lang),
            "options": options,
            "chosen": now,
            "href": scope.link("evaluation", metric="", **_rest(of, name)),
        }
        for name, options, now in choices
        if len(options) > 1 or name == "system"
    ]
    return render("pickers", choices=drawn)


def _rest(of: Chosen, changed: str) -> dict[str, str]:
    """What stays where one choice changes: another system has its own versions, and other rules their own dimensions."""
    gone = {changed, *({"group", "rules", "missing", "weights", "points"} if changed == "system" else set())}
    gone |= {"weights", "missing", "points"} if changed == "rules" else set()
    return {name: value for name, value in query(of).items() if name not in gone}


def _dated(system: System, scope: Scope) -> str:
    return TEXTS["in_force"].in_(
        scope.lang, system=system.title.in_(scope.lang), since=telling.version_text(system).in_(scope.lang)
    )


def _counted(key: str, count: int, scope: Scope) -> str:
    return TEXTS["of_group"].in_(scope.lang, group=GROUPS[key].in_(scope.lang), count=count)
