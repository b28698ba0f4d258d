"""The invented rows of every other register: texts from `rows/`, a line of which may be for many places or applications.

`where` says for whom a line is: `province`, `cities`, `counties`, `live` (the applications that run) or the codes of units;
`cities:6` is six of them. `{place}` and `{app}` in a text are filled in. `says`: see `data.written_rows`; days are written
as months from the last one (`-3`, `+2`) or in full, and `done`, `open` or `over` settles how the row stands.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data import months, registers, written_rows
from data.demo import filling
from data.demo.world import World
from data.registers import Field, Register
from data.registers.declaration import MANY

TEXTS = Path(__file__).parent / "rows"
BACK = re.compile(r"[+-]\d{1,2}")
REFERS = {"required": 1.0, "many": 0.6, "one": 0.5}  # how many rows refer to something, where their text does not say
MOST_REFERENCES = 3
LATEST_PROBLEMS = 40
ANYBODY = "department"


@dataclass(frozen=True)
class Line:
    """One row to be made: of which register, for whom, by what name, and what its text says."""

    register: Register
    unit: str
    application: str
    name: str
    name_en: str
    says: Mapping[str, str]
    department: str


def make(world: World, applications: pd.DataFrame, problems: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each register as they stand in the end, a frame each with the register's fields."""
    running = applications[applications["status"] == "live"]
    written = _lines(world, applications, running)
    keyed = [(_key(line.register, place), line) for line, place in _counted(written)]
    there = {"applications": {"": running["key"].tolist()}, "problems": _handed_in(world, problems)}
    for key, line in keyed:
        for unit in (line.unit, ""):
            there.setdefault(line.register.key, {}).setdefault(unit, []).append(key)
    known = _Known(_named(applications, keyed), there)
    rows: dict[str, list[dict[str, object]]] = {}
    for key, line in keyed:
        rows.setdefault(line.register.key, []).append({"key": key, **_row(world, key, line, known)})
    return {key: written_rows.frame(registers.REGISTERS[key], made) for key, made in rows.items()}


def as_known(key: str, rows: pd.DataFrame, day: date, last: date) -> pd.DataFrame:
    """The rows of a register that there were by a day, with what had come about by then; `last`: the last day of all."""
    register, then, end = registers.REGISTERS[key], pd.Timestamp(day), pd.Timestamp(last)
    past = [field.key for field in register.life if field.key not in (register.due, *filling.AHEAD)]
    known = rows.copy()
    began = known[past].where(known[past] <= end).min(axis=1) if past else pd.Series(pd.NaT, known.index)
    began = began.fillna(known[register.there_since]) if register.there_since else began
    there = began.isna() | (began <= then)
    if day < last:
        must = {field.key for field in register.fields if field.required}
        for key in (key for key in past if key not in must):
            known[key] = known[key].where(known[key] <= then)
    return known[there].reset_index(drop=True)


def moved(before: pd.DataFrame | None, now: pd.DataFrame) -> pd.DataFrame:
    """The rows that were not there before, or not so."""
    if before is None or before.empty:
        return now
    was = before.set_index("key").reindex(now["key"]).reset_index()
    same = ((was == now) | (was.isna() & now.isna())).all(axis=1)
    return now[~same.to_numpy(dtype=bool)].reset_index(drop=True)


@dataclass(frozen=True)
class _Known:
    """What rows may refer to: keys by register and name, and by register and unit ("" for all)."""

    named: dict[str, dict[str, str]]
    there: dict[str, dict[str, list[str]]]

    def keys(self, register: str, unit: str) -> list[str]:
        """Keys of a register, those of the unit where it has any."""
        of = self.there.get(register, {})
        return of.get(unit) or of.get("", [])


def _handed_in(world: World, problems: pd.DataFrame) -> dict[str, list[str]]:
    """The latest problems of each unit whose lists had come before the rows do."""
    until = pd.Timestamp(months.end_of(months.shift(world.last, -2)))
    found = problems[problems["found"] <= until]
    return {unit: keys.tolist()[-LATEST_PROBLEMS:] for unit, keys in found.groupby("unit")["key"]}


def _lines(world: World, applications: pd.DataFrame, running: pd.DataFrame) -> Iterator[Line]:
    ledger = applications.set_index("key")[["name", "name_en", "department"]].to_dict("index")
    for file in sorted(TEXTS.glob("*.csv")):
        for line in written_rows.lines(file):
            register, says = registers.REGISTERS[line["register"]], written_rows.said(line)
            for unit, application in _whom(world, running, line):
                place, app = world.tree[unit], ledger.get(application, {})
                name = line["name"].format(place=place.name_zh, app=app.get("name"))
                name_en = line["name_en"].format(place=place.name_en, app=app.get("name_en"))
                yield Line(register, unit, application, name, name_en, says, app.get("department", ""))


def _whom(world: World, running: pd.DataFrame, line: Mapping[str, str]) -> list[tuple[str, str]]:
    """The units a line is for, each with an application where it is for applications."""
    kind, _, few = line["where"].partition(":")
    random = world.random(line["register"] + line["name"])
    if kind == "live":
        chosen = running.iloc[_some(random, len(running), few)]
        return list(zip(chosen["unit"], chosen["key"], strict=True))
    units = {"province": (world.root,), "cities": world.cities, "counties": world.counties}.get(kind)
    codes = units if units else tuple(kind.split("、"))
    return [(codes[at], "") for at in _some(random, len(codes), few)]


def _some(random: np.random.Generator, many: int, few: str) -> list[int]:
    return sorted(random.choice(many, min(int(few), many), replace=False).tolist()) if few else list(range(many))


def _counted(lines: Iterator[Line]) -> Iterator[tuple[Line, int]]:
    places: dict[str, int] = {}
    for line in lines:
        places[line.register.key] = places.get(line.register.key, 0) + 1
        yield line, places[line.register.key]


def _key(register: Register, place: int) -> str:
    return f"DEMO-{register.key.upper().replace('_', '-')}-{place:03d}"


def _named(applications: pd.DataFrame, keyed: list[tuple[str, Line]]) -> dict[str, dict[str, str]]:
    named = {"applications": dict(zip(applications["name"], applications["key"], strict=True))}
    for key, line in keyed:
        named.setdefault(line.register.key, {}).setdefault(line.name, key)
    return named


def _row(world: World, key: str, line: Line, known: _Known) -> dict[str, object]:
    register, random = line.register, world.random(key)
    said: dict[str, object] = {"unit": line.unit, register.title_field: line.name}
    if register.title_en:
        said[register.title_en] = line.name_en or None
    if line.department and register.has(ANYBODY):
        said[ANYBODY] = line.department
    lot = next((word for word in filling.LOTS if line.says.get(word) == word), "") or filling.lot(random, register)
    references = {field.key: field for field in register.references}
    for name, written in line.says.items():
        if name in references or (name in filling.LOTS and name == written):
            continue
        field = register.field(name)
        said[name] = _day(world, written, random) if field.type == "date" else written_rows.value(field, written)
    row = filling.fill(world, filling.Draft(register, line.unit, said, lot, random))
    filling.prove(register, row, world.random(f"{key} evidence"))
    for name, field in references.items():
        if name in line.says:
            row[name] = written_rows.keys(field, line.says[name], known.named)
        elif line.application and field.to == "applications":
            row[name] = line.application
        else:
            row[name] = _reference(field, key, line, known, random)
    return row


def _reference(field: Field, key: str, line: Line, known: _Known, random: np.random.Generator) -> str | None:
    share = REFERS["required" if field.required else "many" if field.many else "one"]
    if random.random() >= share:
        return None
    keys = [each for each in known.keys(field.to, line.unit) if each != key]
    if not keys or (field.to == line.register.key):
        return None
    several = int(random.integers(1, MOST_REFERENCES + 1)) if field.many else 1
    return MANY.join(sorted({keys[at] for at in random.integers(0, len(keys), several)}))


def _day(world: World, written: str, random: np.random.Generator) -> pd.Timestamp | None:
    if BACK.fullmatch(written):
        return filling.day(world, int(written), int(random.integers(3, 28)))
    return pd.Timestamp(written) if written else None
