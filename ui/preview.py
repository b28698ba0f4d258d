"""What would move: a batch is written in a transaction that is taken back, and the very queries of the screens are asked
inside it, before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data import store, units
from data.access import Actor
from data.uploads.commit import Source, write
from data.uploads.compare import Compared
from metrics import METRICS, OVERVIEW, query
from metrics.judgement import enough, status_of
from metrics.language import Metric
from metrics.status import Status
from ui import room
from ui.cards import coverage

SHOWN = ["value", "qualifier", "grade", "coverage", "status", "rank"]


@dataclass(frozen=True)
class Seen:
    """One number as it stands on a screen. `rank` is among the units beside it; rank and status are None where there is
    none, or where too few units stand behind the number."""

    value: float | None
    qualifier: str
    grade: str
    coverage: str
    status: Status | None
    rank: int | None


@dataclass(frozen=True)
class Move:
    """One number that a batch would change: now, and then."""

    metric: Metric
    unit: str
    before: Seen
    after: Seen


def moves(compared: Compared, actor: Actor, month: date) -> list[Move]:
    """The numbers of a month that would move: of the actor's unit, those above it and the ones directly below.

    The first screen's metrics first. Raises `Refused` where the batch itself would be refused.
    """
    touched = metrics_touched(compared)
    source = Source("workbook", "", b"rehearsal")
    with store.rehearsal(room.engine()) as conn:
        path = units.load(conn).in_month(month).path(actor.unit)
        before = _seen(conn, touched, path, month)
        write(conn, compared, source, by=actor)
        after = _seen(conn, touched, path, month)
    return list(_moved(before, after))


def metrics_touched(compared: Compared) -> list[Metric]:
    """The metrics that read a measure or a register of the batch, those of the first screen first."""
    moving = compared.figures[compared.figures["change"] != "same"] if len(compared.figures) else compared.figures
    measures = set(moving["measure"])
    registers = {
        key for key, records in compared.records.items() if len(records) and (records["change"] != "same").any()
    }
    listed = (*OVERVIEW, *(metric for metric in METRICS.values() if metric not in OVERVIEW))
    return [metric for metric in listed if _reads(metric, measures, registers)]


def _reads(metric: Metric, measures: set[str], registers: set[str]) -> bool:
    """Targets stand behind every status."""
    reads_figures = any(measure.key in measures for measure in metric.measures)
    return reads_figures or any(word.register in registers for word in metric.rows) or "targets" in registers


def _seen(conn, metrics: Sequence[Metric], path: Sequence[str], month: date) -> pd.DataFrame:
    """What the screens of these units show of these metrics: by metric and unit the columns SHOWN."""
    if not metrics:
        return pd.DataFrame(columns=SHOWN, index=pd.MultiIndex.from_arrays([[], []]))
    frames = [_ranked(query.snapshot(conn, metrics, unit, month), metrics, unit, month) for unit in path]
    seen = pd.concat(frames).drop_duplicates(["metric", "unit"])  # a unit's row from above carries its rank
    return seen.set_index(["metric", "unit"])[SHOWN]


def _ranked(frame: pd.DataFrame, metrics: Sequence[Metric], unit: str, month: date) -> pd.DataFrame:
    """The snapshot of a unit as it is shown, with the rank of each unit below it; its own comes from the snapshot above."""
    below = [code for code in frame["unit"].unique() if code != unit]
    known = frame.apply(enough, axis="columns")
    ranked = set(frame.loc[known & (frame["unit"] == unit), "metric"])
    orders = [
        query.ranking(frame, metric, below).assign(metric=metric.key) for metric in metrics if metric.key in ranked
    ]
    if orders:
        frame = frame.merge(pd.concat(orders)[["metric", "unit", "rank"]], on=["metric", "unit"], how="left")
    else:
        frame = frame.assign(rank=None)
    status = [status_of(row) for _, row in frame.iterrows()]
    shown = frame.assign(coverage=frame.apply(coverage, axis="columns"))
    return shown.assign(status=pd.Series(status, index=frame.index, dtype=object))


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Move]:
    for (metric, unit), now, then in zip(after.index, _each(before.reindex(after.index)), _each(after), strict=True):
        if now != then:
            yield Move(METRICS[metric], unit, now, then)


def _each(frame: pd.DataFrame) -> Iterator[Seen]:
    for row in frame.to_dict("records"):
        here = {key: None if pd.isna(value) else value for key, value in row.items()}
        rank = None if here["rank"] is None else int(here["rank"])
        yield Seen(here["value"], row["qualifier"], row["grade"], row["coverage"], here["status"], rank)
