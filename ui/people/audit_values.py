"""The values of a line of the audit log in words: moments, units, roles, measures, duties, names in both languages."""

import json
import re
from datetime import datetime
from typing import Any, cast

from data.access import ROLES, Role
from data.measures import MEASURES
from data.registers import REGISTERS
from data.reporting.obligations import EVERY, LEVELS
from data.reporting.submissions import STATES
from data.text import Text
from metrics import METRICS
from ui.people.people import today
from ui.scope import Scope, when
from ui.texts import of_program

LONGEST, FEW = 160, 3
RULE = re.compile(r"(\w+) (\d{6})/(\w+) every (\d+) by (\d+) from (\d{4}-\d{2})")
SOURCES = {
    "workbook": Text("工作簿", "workbook"),
    "screen": Text("页面填写", "typed on the screen"),
    "api": Text("接口", "interface"),
    "published": Text("公布数据", "published figures"),
    "demo": Text("演示", "demonstration"),
}
TEXTS = {
    "rule": Text(
        "{what}：{unit} {level}，{every}，次月 {day} 日前，自 {month}", "{what}: {unit}, {level}, {every}, by the {day}th, from {month}"
    ),
    "and_more": Text("{names}等 {count} 项", "{names} and others ({count})"),
    "join": Text("、", ", "),
    "apart": Text("；", "; "),
}  # fmt: skip


def said(name: str, value: Any, scope: Scope) -> str:
    """A field's value as people say it; "" for nothing, at most so long."""
    if value in (None, [], {}):
        return ""
    if name == "rules" and isinstance(value, list):
        return _rules([str(each) for each in value], scope)
    if isinstance(value, list):
        value = TEXTS["join"].in_(scope.lang).join(_plain(name, each, scope) for each in value)
    told = _plain(name, value, scope)
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}…"


def _plain(name: str, value: Any, scope: Scope) -> str:
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    lang, tree = scope.lang, today(scope)
    if name in ("unit", "for_unit") and value in tree:
        return tree[value].name(lang)
    if name == "role" and value in ROLES:
        return ROLES[cast(Role, value)].in_(lang)
    if name == "source" and value in SOURCES:
        return SOURCES[value].in_(lang)
    if name == "state" and value in STATES:
        return STATES[value].in_(lang)
    if name in ("measure", "metric", "register"):
        return named(value, scope)
    if name.endswith("_by"):
        return of_program(value, lang)
    return _moment(value)


def _moment(value: str) -> str:
    """A moment as clocks show it, to the minute; anything else as it stands."""
    if not re.match(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:", value):
        return value
    try:
        return when(datetime.fromisoformat(value))
    except ValueError:
        return value


def named(key: str, scope: Scope) -> str:
    """What a measure, metric or register is called; its key where it is no more."""
    found = MEASURES.get(key) or REGISTERS.get(key) or METRICS.get(key)
    return key if found is None else (found.zh if scope.lang == "zh" else found.en)


def _rules(written: list[str], scope: Scope) -> str:
    """Duties that differ by what they ask alone are told together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    rest = []
    for each in written:
        found = RULE.fullmatch(each)
        if found is None:
            rest.append(each)
            continue
        what, *duty = found.groups()
        groups.setdefault(tuple(duty), []).append(named(what, scope))
    told = [_rule(names, duty, scope) for duty, names in groups.items()]
    return TEXTS["apart"].in_(scope.lang).join([*told, *rest])


def _rule(names: list[str], duty: tuple[str, ...], scope: Scope) -> str:
    unit, level, every, day, month = duty
    lang, tree = scope.lang, today(scope)
    listed = TEXTS["join"].in_(lang).join(names[:FEW])
    return TEXTS["rule"].in_(
        lang,
        what=listed if len(names) <= FEW else TEXTS["and_more"].in_(lang, names=listed, count=len(names)),
        unit=tree[unit].name(lang) if unit in tree else unit,
        level=LEVELS[level].in_(lang) if level in LEVELS else level,
        every=EVERY[int(every)].in_(lang) if int(every) in EVERY else every,
        day=day,
        month=month,
    )
