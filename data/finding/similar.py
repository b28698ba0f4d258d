"""What is there already and looks like what is about to be built: the nearest rows of a register, each with the reasons.

By its names without what every name has (the unit's name, 平台, 系统, 应用 …), the whole and the part that is most alike; a
field that says the same counts a little more. It is shown to be judged by a person and forbids nothing: of names that are
truly kin many are two things.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import Connection, select

from data.figures import as_of
from data.finding import titles
from data.finding.names import plain
from data.registers import REGISTERS, TABLES
from data.text import Text

COMMON = re.compile(r"平台|系统|应用|在线|服务|一件事|信息化|数字化|智慧|智能|综合|管理|platform|system|application|app|online|smart|service")  # fmt: skip
ENOUGH = 66.0  # of a hundred; what it finds and what it leaves is stated in tests/test_similar.py
EACH_FIELD = 4.0  # for a field that says the same
SHORTEST = 2  # characters without which nothing is left to compare
NEAREST = 3
ALIKE = Text("名称相近 {share}", "names {share} alike")
SAME = Text("{field}相同", "same {field}")


@dataclass(frozen=True)
class Near:
    """A row that looks like it: how much of a hundred, and why. `unit` is "" for a row that is not in the store yet."""

    key: str
    unit: str
    name: str
    alike: float
    reasons: Text


def nearest(
    conn: Connection,
    register: str,
    row: Mapping[str, object],
    readable: Mapping[str, Collection[str]],
    places: Iterable[str],
) -> list[Near]:
    """The rows of the register most like a new one, the nearest first; of those that `readable` allows. `row`: its fields
    by their keys; `places`: the names of units, which tell nothing of what a row does."""
    own = _names(register, row)
    within = {register: readable.get(register, ())}
    candidates = {each.key for name in own for each in titles.fitting(conn, name, within, most=60)} - {row["key"]}
    if not candidates:
        return []
    rows = as_of(TABLES[register], only=TABLES[register].c.key.in_(sorted(candidates)))
    there = [dict(each) for each in conn.execute(select(rows)).mappings() if each["unit"] in within[register]]
    return nearest_among(register, row, there, places)


def nearest_among(
    register: str, row: Mapping[str, object], others: Iterable[Mapping[str, object]], places: Iterable[str]
) -> list[Near]:
    """Of some rows those that look most like a new one."""
    declared, own, away = REGISTERS[register], _names(register, row), _away(places)
    found = []
    for each in others:
        alike = max((likeness(a, b, away) for a in own for b in _names(register, each)), default=0.0)
        same = [
            declared.field(name) for name in declared.compared or () if row.get(name) and row[name] == each.get(name)
        ]
        score = alike + EACH_FIELD * len(same)
        if alike and score >= ENOUGH:
            said = [Text(*(ALIKE.in_(lang, share=f"{alike:.0f}%") for lang in ("zh", "en")))]
            said += [Text(SAME.zh.format(field=field.zh), SAME.en.format(field=field.en.lower())) for field in same]
            reasons = Text("、".join(each.zh for each in said), ", ".join(each.en for each in said))
            unit = str(each["unit"]) if "batch" in each else ""
            found.append(Near(str(each["key"]), unit, str(each[declared.title_field]), score, reasons))
    return sorted(found, key=lambda each: (-each.alike, each.key))[:NEAREST]


def likeness(one: str, other: str, away: re.Pattern[str] | None = None) -> float:
    """How alike two names are, of a hundred, by what is left of them without what every name has."""
    a, b = (_core(name, away) for name in (one, other))
    if min(len(a), len(b)) < SHORTEST:  # what every name has makes none alike
        return 100.0 if plain(one) == plain(other) else 0.0
    return (
        0.5 * fuzz.ratio(a, b) + 0.5 * fuzz.partial_ratio(a, b) if min(len(a), len(b)) > SHORTEST else fuzz.ratio(a, b)
    )


def _names(register: str, row: Mapping[str, object]) -> list[str]:
    declared = REGISTERS[register]
    fields = (declared.title_field, *(name for name in ("aliases",) if declared.has(name)))
    told = (str(row[name]) for name in fields if row.get(name) and row[name] == row[name])
    return [name for each in told for name in re.split(r"[;；、]", each) if plain(name)]


def _core(name: str, away: re.Pattern[str] | None) -> str:
    bare = plain(name)
    if away and len(left := away.sub("", bare)) >= SHORTEST:
        bare = left
    bare = COMMON.sub("", bare)
    return re.sub(r"[（()）]", "", bare)


def _away(places: Iterable[str]) -> re.Pattern[str] | None:
    names = sorted({plain(name) for name in places if len(plain(name)) > 1}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))) if names else None
