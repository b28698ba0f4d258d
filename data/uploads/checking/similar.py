"""Before a new build: a new row that looks like one that is there, or like another new one, must be seen by a person."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from sqlalchemy import Connection, select

from data import reach
from data.figures import as_of
from data.finding.similar import Near, nearest, nearest_among
from data.registers import REGISTERS, TABLES
from data.text import Text
from data.uploads.checking.places import cell_of, places
from data.uploads.findings import Finding
from data.uploads.understanding.context import Context
from data.uploads.understanding.headers import Table
from data.uploads.understanding.tidy import rows_of
from data.uploads.understanding.unit_names import short_names

MOST = 100  # new rows of one register that are compared; who brings more brings a ledger and plans no build
TOLD = Text("“{name}”（{unit}，{key}；{reasons}）", "“{name}” ({unit}, {key}; {reasons})")
HERE = Text("本次上报", "in this upload")


def warnings(
    conn: Connection, around: Context, tables: Sequence[Table], frames: Mapping[str, pd.DataFrame]
) -> Iterator[Finding]:
    """The new rows of registers whose rows are compared, each with the nearest there are, as far as the uploader may read."""
    where, readable = places(tables), None
    for key, records in frames.items():
        if REGISTERS[key].compared is None or records.empty:
            continue
        new = _new(conn, key, records)
        names = [name for term in around.units.terms for name in (term.name_zh, *short_names(term.name_zh))]
        readable = readable or reach.rows_of_registers(around.units, around.actor)
        before: list[dict] = []
        for row in rows_of(new.head(MOST)):
            about = {name: value for name, value in row._asdict().items() if not pd.isna(value)}
            near = nearest(conn, key, about, readable, names) or nearest_among(key, about, before, names)
            before.append(about)
            if near:
                cell = cell_of(row, key, REGISTERS[key].title_field, where)
                yield Finding(
                    "similar_there",
                    row.sheet,
                    cell,
                    {"name": about[REGISTERS[key].title_field], "near": _told(near, around)},
                )
        if len(new) > MOST:
            yield Finding("similar_not_all", new.iloc[0]["sheet"], "", {"count": len(new) - MOST})


def _new(conn: Connection, register: str, records: pd.DataFrame) -> pd.DataFrame:
    """The rows whose key the store does not have, that are not taken off and have a name."""
    field = REGISTERS[register].title_field
    if field not in records:
        return records.iloc[:0]
    now = as_of(TABLES[register])
    known = set(conn.scalars(select(now.c.key)))
    stay = ~records["key"].isin(known) & ~records["removed"].astype(bool) & records[field].notna()
    return records[stay]


def _told(near: Sequence[Near], around: Context) -> Text:
    def one(each: Near, lang) -> str:
        unit = around.unit_name(each.unit) if each.unit else HERE
        blanks = {"unit": unit.in_(lang) if isinstance(unit, Text) else unit, "reasons": each.reasons.in_(lang)}
        return TOLD.in_(lang, name=each.name, key=each.key, **blanks)

    return Text("、".join(one(each, "zh") for each in near), ", ".join(one(each, "en") for each in near))
