"""How two holdings differ: every value, rank, standing and coverage, every definition, every unit and structure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose
from typing import Any

from data.text import LANGUAGES, Text
from metrics import METRICS, formats
from metrics.sealed.holding import Holding, key_of
from metrics.status import STATUSES

SAME = 1e-9  # of a value: what another order of adding up makes
WHAT = {
    "value": Text("数值", "Value"),
    "grade": Text("等级", "Grade"),
    "rank": Text("名次", "Rank"),
    "status": Text("状态", "Status"),
    "target": Text("目标", "Target"),
    "coverage": Text("填报率", "Coverage"),
    "figure": Text("有无", "There or not"),
    "definition": Text("口径", "Definition"),
    "unit": Text("单位", "Unit"),
    "structure": Text("体系", "Structure"),
}
NONE, NOT_THERE, THERE = Text("无", "none"), Text("没有", "not there"), Text("有", "there")
FIELDS = {
    "name": Text("名称", "name"), "formula": Text("公式", "formula"), "unit": Text("计量单位", "unit"),
    "owner": Text("归口", "owner"), "why": Text("用途", "why"), "better": Text("方向", "direction"),
    "format": Text("格式", "format"), "level": Text("层级", "level"), "parent": Text("上级", "unit above"),
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was. `kind` is one of WHAT; `about` names it, `was` and `now` say it, all in words."""

    kind: str
    about: Text
    was: Text
    now: Text


def compare(before: Holding, after: Holding) -> list[Difference]:
    """Everything that differs, numbers first, in the order of the earlier holding."""
    return [*_figures(before, after), *_definitions(before, after), *_units(before, after)]


def _figures(before: Holding, after: Holding) -> list[Difference]:
    was, now = ({key_of(each): each for each in held.figures} for held in (before, after))
    found = []
    for key in [*was, *(key for key in now if key not in was)]:
        first, second = was.get(key), now.get(key)
        about = _about(first or second or {}, before, after)
        if first is None or second is None:
            found.append(Difference("figure", about, THERE if first else NOT_THERE, THERE if second else NOT_THERE))
            continue
        found += [Difference(kind, about, *said) for kind, said in _told(first, second)]
    return found


def _told(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, tuple[Text, Text]]]:
    told = []
    for kind in ("value", "target"):
        if not _same(was[kind], now[kind]) or (kind == "value" and was["qualifier"] != now["qualifier"]):
            told.append((kind, _values(was, now, kind)))
    for kind, say in (("grade", _grade), ("rank", _rank), ("status", _status)):
        if was[kind] != now[kind]:
            told.append((kind, (say(was[kind]), say(now[kind]))))
    covered = [f"{each['reported']}+{each['carried']}/{each['expected']}" for each in (was, now)]
    if covered[0] != covered[1]:
        told.append(("coverage", (_both(covered[0]), _both(covered[1]))))
    return told


def _same(was: float | None, now: float | None) -> bool:
    if was is None or now is None:
        return was is now
    return isclose(was, now, rel_tol=SAME, abs_tol=SAME)


def _values(was: Mapping[str, Any], now: Mapping[str, Any], kind: str) -> tuple[Text, Text]:
    """With as many digits as it takes to tell them apart; in full where rounding would make them equal."""
    metric = METRICS.get(was["metric"])
    if metric is None or None in (was[kind], now[kind]):
        return _value(was, kind), _value(now, kind)
    said = [_value(each, kind) for each in (was, now)]
    if said[0] == said[1]:
        said = [_both(repr(each[kind])) for each in (was, now)]
    return said[0], said[1]


def _value(figure: Mapping[str, Any], kind: str) -> Text:
    metric, value = METRICS.get(figure["metric"]), figure[kind]
    if value is None:
        return NONE
    if metric is None:
        return _both(repr(value))
    qualifier = figure["qualifier"] if kind == "value" else "exact"
    return Text(*(formats.show(value, metric, qualifier, language) for language in LANGUAGES))


def _grade(grade: str) -> Text:
    return _both(grade) if grade else NONE


def _rank(rank: int | None) -> Text:
    return NONE if rank is None else Text(f"第 {rank} 位", f"No. {rank}")


def _status(status: str) -> Text:
    return STATUSES.get(status, _both(status)) if status else NONE  # type: ignore[call-overload]


def _definitions(before: Holding, after: Holding) -> list[Difference]:
    found = []
    for key in before.definitions.keys() & after.definitions.keys():
        was, now = before.definitions[key], after.definitions[key]
        name = Text(was["name"]["zh"], was["name"]["en"])
        found += [
            Difference("definition", _field(name, field), _words(was.get(field)), _words(now.get(field)))
            for field in sorted(was.keys() | now.keys())
            if was.get(field) != now.get(field)
        ]
    return sorted(found, key=lambda each: each.about.zh)


def _units(before: Holding, after: Holding) -> list[Difference]:
    found = []
    for month in sorted(before.units.keys() & after.units.keys()):
        for code in sorted(before.units[month].keys() & after.units[month].keys()):
            was, now = before.units[month][code], after.units[month][code]
            name = Text(f"{was['zh']} · {month}", f"{was['en']} · {month}")
            if (was["zh"], was["en"]) != (now["zh"], now["en"]):
                found.append(Difference("unit", name, Text(was["zh"], was["en"]), Text(now["zh"], now["en"])))
            found += [
                Difference("unit", _field(name, field), _both(was[field]), _both(now[field]))
                for field in ("level", "parent")
                if was[field] != now[field]
            ]
            if was["structure"] != now["structure"]:
                found.append(Difference("structure", name, _system(was["structure"]), _system(now["structure"])))
    return found


def _about(figure: Mapping[str, Any], *held: Holding) -> Text:
    definition: Mapping[str, Any] = next(
        (each.definitions[figure["metric"]] for each in held if figure["metric"] in each.definitions), {}
    )
    named = definition.get("name", {"zh": figure["metric"], "en": figure["metric"]})
    units = [each.units.get(figure["month"], {}).get(figure["unit"], {}) for each in held]
    told = (
        " · ".join((next((each[lang] for each in units if each), figure["unit"]), named[lang], figure["month"]))
        for lang in LANGUAGES
    )
    return Text(*told)


def _field(name: Text, field: str) -> Text:
    said = FIELDS.get(field, _both(field))
    return Text(f"{name.zh} · {said.zh}", f"{name.en} · {said.en}")


def _words(said: Any) -> Text:
    if not said:
        return NONE
    return Text(said["zh"], said["en"]) if isinstance(said, Mapping) else _both(said)


def _system(structure: Mapping[str, Any]) -> Text:
    return _both(f"{structure['name']}: {', '.join(structure['systems'])}") if structure else NONE


def _both(said: object) -> Text:
    return Text(str(said), str(said))
