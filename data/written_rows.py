"""Rows of registers as they are written in a file of ours: a line each, what it says in `field=value` pairs.

The starting data and the demonstration write theirs so: `register`, `name` (the title), `name_en`, and `says`, where pairs
stand between `|` and several keys or names between `、`.
"""

from pathlib import Path

import pandas as pd

from data.registers import REGISTERS, Field, Register
from data.registers.declaration import MANY, NUMBERS

BETWEEN, AND = "|", "、"


def lines(path: Path) -> list[dict[str, str]]:
    """The lines of a file, every cell as it is written."""
    return pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")


def said(line: dict[str, str]) -> dict[str, str]:
    """What a line says of which field; a word without a value stands for itself. Raises KeyError for an unknown field."""
    parts = (part.partition("=") for part in line["says"].split(BETWEEN) if part)
    pairs = {key: value if between else key for key, between, value in parts}
    known = REGISTERS[line["register"]]
    for key in pairs:
        if pairs[key] != key and not known.has(key):
            raise KeyError(f"{line['register']}: {key}")
    return pairs


def value(field: Field, written: str) -> object:
    """A written value as the store keeps it: None for nothing, a day for a date, a key for a choice."""
    if not written:
        return None
    if field.type in NUMBERS:
        return float(written)
    if field.type == "date":
        return pd.Timestamp(written)
    if field.type == "choice" and written not in dict(field.choices):
        raise KeyError(f"{field.key}: {written}")
    return written


def keys(field: Field, written: str, named: dict[str, dict[str, str]]) -> str | None:
    """The keys of rows that are written by name (`named`: the key of each name of a register). Raises KeyError."""
    return MANY.join(named[field.to][name] for name in written.split(AND)) if written else None


def frame(register: Register, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Rows as `compare` takes them but for sheet, cell and removed: the key and every field, days and whole numbers as such."""
    made = pd.DataFrame({field.key: [row.get(field.key) for row in rows] for field in _columns(register)})
    days = [field.key for field in register.fields if field.type in ("date", "month")]
    counts = [field.key for field in register.fields if field.type == "count"]
    made[days] = made[days].astype("datetime64[s]")
    made[counts] = made[counts].astype("Int64")
    return made


def _columns(register: Register) -> tuple[Field, ...]:
    return (register.key_field, *register.fields)
