"""What the address of the page Evaluation asks for: which system, group and unit, and what is to be tried."""

import re
from collections.abc import Mapping
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
    groups_of,
    leanings,
    systems,
    telling,
    units_told_of,
)
from metrics.league import group_of
from ui import reads
from ui.scope import Scope
from ui.templates import render

BETWEEN = "~"
LONGEST = 4000  # characters of an address that are looked at
POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
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
    asked = next((each.key for each, _ in scoring if any(one.key == item for one in each.items)), "")
    asked = asked or st.query_params.get("system", "")
    system, groups = next((pair for pair in scoring if pair[0].key == asked), None) or _usual(scope, scoring)
    group = next((key for key, there in groups.items() if unit in there), st.query_params.get("group", ""))
    group = group if group in groups else _own_group(scope, groups)
    opened = unit or st.query_params.get("of", "")
    own = scope.unit if scope.unit in groups[group] else ""
    return Chosen(system, there, groups, group, opened if opened in groups[group] else own, _tried(there, system))


def _usual(scope: Scope, scoring: list[tuple[System, dict]]) -> tuple[System, dict]:
    """The first that scores the unit shown or those below it."""
    below = set(scope.tree.below(scope.unit))
    return next((pair for pair in scoring if any(below & set(there) for there in pair[1].values())), scoring[0])


def _own_group(scope: Scope, groups: dict[str, Objects]) -> str:
    own = group_of(scope.tree, scope.unit, scope.month)
    below = set(scope.tree.below(scope.unit))
    return (
        own if own in groups else next((key for key, there in groups.items() if below & set(there)), next(iter(groups)))
    )


def _tried(there: tuple[System, ...], system: System) -> Asked:
    query = st.query_params
    rules, missing, leaning = (query.get(name, "") for name in ("rules", "missing", "weights"))
    other = next((each for each in there if each.key == rules and each.level == system.level), None)
    tried = other or system
    return Asked(
        rules=other.key if other and other is not system else "",
        missing=next((each for each in MISSINGS if each == missing and each != tried.missing), None),
        leaning=leaning if leaning in leanings(tried) else "",
        weights=_weights(query.get("points", ""), tried),
    )


def _weights(written: str, system: System) -> dict[str, float]:
    """Points by item, as the address says them (`key:points`, `~` between); what is none of the system's is left out."""
    scored = {item.key for item in system.items if item.scored}
    found = {}
    for each in written[:LONGEST].split(BETWEEN):
        key, _, points = each.rpartition(":")
        if key in scored and POINTS.fullmatch(points):
            found[key] = float(points)
    return found if sum(found.values()) > 0 else {}


def written_weights(weights: Mapping[str, float]) -> str:
    """The same, as the address says them."""
    return BETWEEN.join(f"{key}:{points:g}" for key, points in sorted(weights.items()))


def query(of: Chosen) -> dict[str, str]:
    """What the address says of it, for links that keep the rest."""
    said = {
        "system": of.system.key,
        "group": of.group,
        "rules": of.asked.rules,
        "missing": of.asked.missing or "",
        "weights": of.asked.leaning,
        "points": written_weights(of.asked.weights),
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
