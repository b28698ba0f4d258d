"""What a row refers to must be there: read by key or by name, also of rows of the same workbook, and named by its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, select, true

from data.figures import as_of
from data.finding.names import LISTED, Names
from data.references import Referring, keys_in, referring, title_columns
from data.register_rights import units_named
from data.registers import REGISTERS, TABLES, Field
from data.registers.declaration import MANY
from data.text import Text
from data.uploads.checking.places import Places, cell_of, places
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.fields import form_of
from data.uploads.understanding.headers import Table
from data.uploads.understanding.quoting import said
from data.uploads.understanding.tidy import mapped, rows_of

BETWEEN = "、，,;；\n"  # what people write between several
SHOWN = 6  # keys of a circle that are told; a longer one is told by its first and its last


@dataclass(frozen=True)
class Known:
    """The rows of one register that can be referred to: those of the store and those of the workbook."""

    conn: Connection
    around: Context
    register: str
    records: pd.DataFrame | None

    @cached_property
    def names(self) -> Names:
        """Keys by key and name in both languages; what the workbook takes off is none of them."""
        return self._names(true())

    @cached_property
    def seen(self) -> Names:
        """Those among them that who uploads may see by name: of these the nearest is told."""
        units = units_named(self.around.actor, self.register, self.around.tree(self.around.last))
        return self._names(TABLES[self.register].c.unit.in_(units))

    def _names(self, only: ColumnElement[bool]) -> Names:
        now = as_of(TABLES[self.register], only=only)
        rows = {row.key: (row.zh, row.en) for row in self.conn.execute(select(*title_columns(self.register, now)))}
        for row in () if self.records is None else self.records.to_dict("records"):
            rows.pop(row["key"], None)
            if not row["removed"]:
                declared = REGISTERS[self.register]
                zh = row.get(declared.title_field)
                rows[row["key"]] = (zh, row.get(declared.title_en or declared.title_field) or zh)
        return Names((key, tuple(str(name or key) for name in names)) for key, names in rows.items())

    @cached_property
    def by_form(self) -> Mapping[str, str]:
        """Keys by what they have in common however they are written."""
        return {form_of(key): key for key in self.names.shown}

    def find(self, written: str) -> tuple[str, ...]:
        """The keys that a text names: by the key itself first, then by name."""
        key = self.by_form.get(form_of(written))
        return (key,) if key else self.names.find(written)

    def listed(self, keys: Sequence[str]) -> Text:
        """Several of them by name and key; by key alone where one of them may not be seen by name."""
        if set(keys) <= set(self.seen.shown):
            return self.names.listed(keys)
        first, more = [*keys[:LISTED]], ["…"] * (len(keys) > LISTED)
        return Text("、".join(first + more), ", ".join(first + more))


def kept(
    conn: Connection,
    around: Context,
    tables: Sequence[Table],
    frames: dict[str, pd.DataFrame],
    findings: list[Finding],
) -> dict[str, pd.DataFrame]:
    """The records with keys in their references, without the rows of which one leads nowhere or back to itself; and a
    question where a row is taken off that others refer to."""
    where = places(tables)
    known = {
        key: Known(conn, around, key, frames.get(key))
        for key in {field.to for each in frames for field in REGISTERS[each].references}
    }
    resolved = {}
    for register, records in frames.items():
        astray: set[int] = set()  # each of its references is told of before the row is left out
        for field in REGISTERS[register].references:
            if field.key in records:
                records, wrong = _resolved(register, field, records, known[field.to], where, findings)
                astray |= wrong
        records = records.drop(index=sorted(astray))
        resolved[register] = _without_circles(conn, register, records, where, findings)
    for register, records in resolved.items():
        findings += _taken_off(conn, register, records, resolved)
    return {key: frame for key, frame in resolved.items() if not frame.empty}


def _resolved(
    register: str, field: Field, records: pd.DataFrame, known: Known, where: Places, findings: list[Finding]
) -> tuple[pd.DataFrame, set[int]]:
    """The records with keys in that field, and which of them lead nowhere by it."""
    found = mapped(records[field.key].to_numpy(), lambda written: _keys(field, written, known))
    astray = np.fromiter((isinstance(each, Astray) for each in found), bool, len(found))

    def tell(place: tuple[Any, Astray]) -> Finding:
        row, why = place
        rule, blanks = _wrong(field, why, known)
        return Finding(rule, row.sheet, cell_of(row, register, field.key, where), blanks)

    findings += told_of(zip(rows_of(records[astray]), found[astray], strict=True), tell)
    found[astray] = None
    column = pd.Series(found, index=records.index, dtype=object)
    return records.assign(**{field.key: column}), set(records.index[astray])


class Astray(NamedTuple):
    """A name that leads nowhere, or to several rows."""

    written: str
    candidates: tuple[str, ...]


def _keys(field: Field, written: object, known: Known) -> str | Astray | None:
    """The keys that the text names, or what of it leads nowhere."""
    if not isinstance(written, str) or not written.strip():
        return None
    found = known.find(written)
    if len(found) == 1:
        return found[0]
    parts = [written]
    if field.many:
        parts = [part.strip() for part in written.translate(str.maketrans(BETWEEN, MANY * len(BETWEEN))).split(MANY)]
    keys = []
    for part in filter(None, parts):
        found = known.find(part)
        if len(found) != 1:
            return Astray(part, found)
        keys.append(found[0])
    return MANY.join(dict.fromkeys(keys)) or None


def _wrong(field: Field, why: Astray, known: Known) -> tuple[str, dict[str, object]]:
    """Rule and blanks of what leads nowhere. The nearest name is looked for among all of them: of those alone that are told."""
    value = said(why.written)
    if why.candidates:
        return "ambiguous_name", {"value": value, "candidates": known.listed(why.candidates)}
    nearest = known.seen.nearest(why.written) or REGISTERS[field.to].name
    return "unknown_reference", {"value": value, "nearest": nearest, "register": REGISTERS[field.to].name}


def _without_circles(
    conn: Connection, register: str, records: pd.DataFrame, where: Places, findings: list[Finding]
) -> pd.DataFrame:
    """Without the rows that lead back to themselves by one field of their own register."""
    for field in REGISTERS[register].references:
        if field.to != register or field.many or field.key not in records or records.empty:
            continue
        now = as_of(TABLES[register])
        next_of: dict[str, object] = {row[0]: row[1] for row in conn.execute(select(now.c.key, now.c[field.key]))}
        next_of |= dict(zip(records["key"], records[field.key], strict=True))
        circles = _circles(next_of)
        wrong = records["key"].isin(circles)

        def tell(row, field: Field = field, circles: dict = circles) -> Finding:
            blanks = {"key": row.key, "chain": _way_round(row.key, circles[row.key])}
            return Finding("refers_to_itself", row.sheet, cell_of(row, register, field.key, where), blanks)

        findings += told_of(rows_of(records[wrong]), tell)
        records = records[~wrong]
    return records


def _circles(next_of: Mapping[str, object]) -> dict[str, list[str]]:
    """The keys that lead back to themselves, each with all keys of its circle, however many they are."""
    seen: set[str] = set()
    found: dict[str, list[str]] = {}
    for start in next_of:
        way: dict[str, int] = {}
        at: object = start
        while isinstance(at, str) and at not in seen:
            seen.add(at)
            way[at] = len(way)
            at = next_of.get(at)
        if at in way:
            circle = list(way)[way[at] :]
            found |= dict.fromkeys(circle, circle)
    return found


def _way_round(key: str, circle: list[str]) -> str:
    """The keys on the way from a row of a circle back to itself, as they are told."""
    at = circle.index(key) + 1
    way = [f"“{each}”" for each in (*circle[at:], *circle[:at])]
    return "、".join(way if len(way) <= SHOWN else [*way[: SHOWN - 1], "……", way[-1]])


def _taken_off(
    conn: Connection, register: str, records: pd.DataFrame, frames: Mapping[str, pd.DataFrame]
) -> list[Finding]:
    gone = records[records["removed"].astype(bool)] if not records.empty else records
    if gone.empty:
        return []
    found = referring(conn, register, gone["key"].tolist())
    left = {key: [each for each in those if not _let_go(key, each, frames)] for key, those in found.items()}

    def tell(row) -> Finding:
        first = left[row.key][0]
        blanks = {
            "key": row.key,
            "count": len(left[row.key]),
            "register": REGISTERS[first.register].name,
            "by": first.key,
        }
        return Finding("referred_to", row.sheet, row.cell, blanks)

    return list(told_of(rows_of(gone[gone["key"].map(lambda key: bool(left.get(key)))]), tell))


def _let_go(key: str, by: Referring, frames: Mapping[str, pd.DataFrame]) -> bool:
    """Whether the same workbook takes the other row off, or has it refer elsewhere."""
    frame = frames.get(by.register)
    rows = frame[frame["key"] == by.key] if frame is not None else None
    if rows is None or rows.empty:
        return False
    row = rows.iloc[0]
    if by.field not in rows:
        return bool(row["removed"])
    return bool(row["removed"]) or key not in keys_in(REGISTERS[by.register].field(by.field), row[by.field])
