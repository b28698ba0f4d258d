"""What a checked upload would add, change or leave the same, against the store as it is now."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import dated, registers, revisions
from data.figures import as_of
from data.schema import figure

FEW = 5000  # keys that a query may name; a database allows some ten thousand
FIGURE_KEY = ["measure", "unit", "month", "subject"]


@dataclass(frozen=True)
class Compared:
    """Frames with two more columns, `before` (NaN = nothing) and `change` (added, changed, same), and the revision
    they were compared with. Records carry `change`, and with it `turned` (it changes or takes away what stood, and so holds
    from a day on), `held_since` (what stood held from that day) and `says_when` (`changed_on` is new)."""

    base: int
    figures: pd.DataFrame
    records: dict[str, pd.DataFrame]

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to write."""
        return self.figures.empty and all(records.empty for records in self.records.values())

    def counts(self) -> dict[str, int]:
        """How many figures and records are added, changed and the same."""
        frames = (self.figures, *self.records.values())
        return dict(sum((Counter(frame["change"]) for frame in frames), Counter()))


def compare(conn: Connection, figures: pd.DataFrame, records: dict[str, pd.DataFrame]) -> Compared:
    """Set an upload against what counts now. `figures`, `records`: as `check` leaves them."""
    return Compared(
        base=revisions.current(conn),
        figures=_compare_figures(conn, figures),
        records={key: _compare_records(conn, key, frame) for key, frame in records.items()},
    )


def _compare_figures(conn: Connection, figures: pd.DataFrame) -> pd.DataFrame:
    if figures.empty:
        return figures.assign(before=pd.Series(dtype=float), change=pd.Series(dtype=str))
    there = _figures_there(conn, figures)
    if there.empty:  # as in most months that are new
        nothing = figures["value"].isna() & (figures["grade"] == "")
        return figures.assign(before=np.nan, change=np.where(nothing, "same", "added"))
    met = figures.merge(there, on=FIGURE_KEY, how="left")
    same_value = (met["value"] == met["before"]) | (met["value"].isna() & met["before"].isna())
    same = same_value & (met["qualifier"] == met["qualifier_before"]) & (met["grade"] == met["grade_before"])
    added = met["qualifier_before"].isna()
    same |= added & met["value"].isna() & (met["grade"] == "")  # nothing stands there to be withdrawn
    change = np.select([same, added], ["same", "added"], "changed")
    return figures.assign(before=met["before"].to_numpy(), change=change)


def _figures_there(conn: Connection, figures: pd.DataFrame) -> pd.DataFrame:
    only = (
        figure.c.measure.in_(figures["measure"].unique().tolist())
        & figure.c.unit.in_(figures["unit"].unique().tolist())
        & figure.c.month.between(figures["month"].min().date(), figures["month"].max().date())
    )
    now = as_of(figure, only=only)
    rows = conn.execute(select(*(now.c[key] for key in FIGURE_KEY), now.c.value, now.c.qualifier, now.c.grade)).all()
    there = pd.DataFrame(rows, columns=[*FIGURE_KEY, "before", "qualifier_before", "grade_before"])
    return there.astype({"month": figures["month"].dtype, "before": float})


def _compare_records(conn: Connection, key: str, records: pd.DataFrame) -> pd.DataFrame:
    """Records with their change. A field without a column in the workbook keeps what the store has."""
    register, table = registers.REGISTERS[key], registers.TABLES[key]
    fields = [field.key for field in register.fields]
    few = table.c.key.in_(records["key"].tolist()) if len(records) < FEW else None
    now = as_of(table, only=few, removed=True)
    asked = ["key", *fields, "removed", "holds_from"]
    rows = conn.execute(select(*(now.c[name] for name in asked))).all()
    before = pd.DataFrame(rows, columns=asked, dtype=object).set_index("key").reindex(records["key"])
    kept = {field: before[field].to_numpy() for field in fields if field not in records}
    known = records["key"].isin({row.key for row in rows if not row.removed})
    same = ~records["removed"].to_numpy(dtype=bool)
    for field in records.columns.intersection(fields):
        same &= _alike(before[field], records[field])
    whole = records.assign(**kept, change=np.select([~known, same], ["added", "same"], "changed"))
    says_when = ~_alike(before["changed_on"], whole["changed_on"]) if "changed_on" in fields else False
    return whole.assign(
        turned=dated.turned(register, before, whole),
        held_since=pd.to_datetime(before["holds_from"].to_numpy()),
        says_when=says_when,
    )


def _alike(before: pd.Series, now: pd.Series) -> np.ndarray:
    """Where nothing stood, nothing is the same; only what stood is looked at one by one."""
    stood = before.notna().to_numpy()
    alike = ~stood & now.isna().to_numpy()
    if not stood.any():
        return alike
    met = zip(dated.plains(before[stood]), dated.plains(now[stood]), strict=True)
    alike[stood] = [was == is_ for was, is_ in met]
    return alike
