"""Index systems: of metrics there are, by rules that have what they need, with weights that add up to 100."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from sqlalchemy import Connection, exists, or_, select

from data import months
from data.figures import as_of
from data.finding.names import Names
from data.registers import REGISTERS, TABLES
from data.registers.aims import AIMS, Aim
from data.registers.index_steps import in_order, steps
from data.registers.index_systems import ASIDE, DIVIDED, LEVELS, RULES, WHOLE
from data.schema import figure
from data.text import Text
from data.uploads.checking.places import Places, cell_of, places
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.headers import Table
from data.uploads.understanding.quoting import said
from data.uploads.understanding.tidy import rows_of

SYSTEMS, METRICS = "index_systems", "index_metrics"
WHAT = ["key", "system", "metric", "weight", "rule", "full", "zero", "each", "steps"]
NEEDS = {"improvement": "full", "steps": "steps", "deduction": "each"}  # what a rule cannot do without
WITHOUT_DATA = 12  # months in which nobody reported
CLOSE = 1e-6


def kept(
    conn: Connection, around: Context, tables: Sequence[Table], frames: dict[str, pd.DataFrame], findings: list[Finding]
) -> dict[str, pd.DataFrame]:
    """The same frames, rows of index systems with the metric's key in place of its name and without what cannot be scored;
    of a system whose weights are wrong, or whose metrics lie within each other, it is told."""
    records = frames.get(METRICS)
    if records is None or records.empty or not AIMS:
        return frames
    where = places(tables)
    named = _metrics(records, where, findings)
    whole = _with_what_stands(conn, records.assign(metric=named))
    findings += _weights(whole, _titles(conn, whole, frames.get(SYSTEMS)), where)
    records = records.assign(metric=named)[named.notna()]
    levels = _levels(conn, whole, frames.get(SYSTEMS))
    faults = [_fault(row, levels.get(row.system, "")) for row in rows_of(_filled(records))]
    findings += told_of(
        [(row, fault) for row, fault in zip(rows_of(records), faults, strict=True) if fault and not row.removed],
        lambda found: _told(*found, levels.get(found[0].system, ""), where),
    )
    findings += _within(whole, where)
    findings += _without_data(conn, around, records[~records["removed"].astype(bool)], where)
    good = np.array([not fault or bool(row.removed) for row, fault in zip(rows_of(records), faults, strict=True)], bool)
    return {key: frame for key, frame in {**frames, METRICS: records[good]}.items() if not frame.empty}


def _metrics(records: pd.DataFrame, where: Places, findings: list[Finding]) -> pd.Series:
    """The key of the metric each row names; None where there is none."""
    names = Names((aim.key, (aim.zh, aim.en)) for aim in AIMS.values())
    found = [(written,) if written in AIMS else names.find(written) for written in records["metric"]]
    wrong = [(row, keys) for row, keys in zip(rows_of(records), found, strict=True) if len(keys) != 1]

    def tell(each: tuple) -> Finding:
        row, keys = each
        place = (row.sheet, cell_of(row, METRICS, "metric", where))
        if keys:
            return Finding("ambiguous_name", *place, {"value": said(row.metric), "candidates": names.listed(keys)})
        return Finding("unknown_metric", *place, {"value": said(row.metric), "nearest": names.nearest(row.metric)})

    findings += told_of(wrong, tell)
    return pd.Series([keys[0] if len(keys) == 1 else None for keys in found], index=records.index, dtype=object)


def _filled(records: pd.DataFrame) -> pd.DataFrame:
    """The records with every field of a rule, empty where the workbook has no column for it."""
    return records.assign(**{name: None for name in WHAT if name not in records})


def _with_what_stands(conn: Connection, records: pd.DataFrame) -> pd.DataFrame:
    """The rows of the systems that the workbook speaks of, as they will stand: its own and those it does not mention."""
    table = TABLES[METRICS]
    now = as_of(table, only=table.c.system.in_(records["system"].dropna().unique().tolist()))
    stands = pd.DataFrame(conn.execute(select(*(now.c[name] for name in WHAT))).all(), columns=WHAT, dtype=object)
    stands = stands[~stands["key"].isin(records["key"])].assign(sheet=None, cell=None, removed=False)
    ours = _filled(records)[[*WHAT, "sheet", "cell", "removed"]]
    both = pd.concat([ours.astype(object), stands.astype(object)], ignore_index=True)
    return both[~both["removed"].astype(bool)]


def _weights(whole: pd.DataFrame, titles: dict[str, str], where: Places) -> Iterator[Finding]:
    """Of each system the sum of its weights, at the first of its rows in the workbook."""
    scored = whole[~whole["rule"].isin(ASIDE)]
    for system, rows in scored.groupby("system", sort=False):
        total, ours = float(pd.to_numeric(rows["weight"]).fillna(0).sum()), rows[rows["cell"].notna()]
        if abs(total - WHOLE) > CLOSE and len(ours):
            row = next(rows_of(ours))
            blanks = {"system": titles.get(system, system), "total": f"{total:.10g}", "count": len(rows)}
            yield Finding("weights_add_up", row.sheet, cell_of(row, METRICS, "weight", where), blanks)


def _titles(conn: Connection, whole: pd.DataFrame, brought: pd.DataFrame | None) -> dict[str, str]:
    """What the systems are called, in the store and in the workbook."""
    table = TABLES[SYSTEMS]
    now = as_of(table, only=table.c.key.in_(whole["system"].dropna().unique().tolist()))
    known = {row.key: row.name for row in conn.execute(select(now.c.key, now.c.name))}
    return known | ({} if brought is None else dict(zip(brought["key"], brought["name"], strict=True)))


def _levels(conn: Connection, whole: pd.DataFrame, brought: pd.DataFrame | None) -> dict[str, str]:
    """Who the systems score, in the store and in the workbook."""
    table = TABLES[SYSTEMS]
    now = as_of(table, only=table.c.key.in_(whole["system"].dropna().unique().tolist()))
    known = {row.key: row.level for row in conn.execute(select(now.c.key, now.c.level))}
    return known | ({} if brought is None else dict(zip(brought["key"], brought["level"], strict=True)))


def _fault(row, level: str) -> tuple[str, str] | None:
    """What of a row cannot be scored: a rule of findings, and the field it is about."""
    if level in DIVIDED and (fault := _undivided(row, level)):
        return fault
    needed = NEEDS.get(row.rule, "")
    weighs = not pd.isna(row.weight) and row.weight > 0
    if row.rule != "veto" and not weighs:
        return "weight_of_nothing", "weight"
    if row.rule == "veto" and weighs:
        return "veto_has_weight", "weight"
    if needed and (pd.isna(getattr(row, needed)) or not getattr(row, needed)):
        return "rule_lacks", needed
    return _wrong_bounds(row, AIMS[row.metric])


def _undivided(row, level: str) -> tuple[str, str] | None:
    """What keeps a row from scoring departments or applications: parts that nobody knows, a target that only units have."""
    if level not in AIMS[row.metric].by:
        return "metric_not_divided", "metric"
    if row.rule == "schedule":
        return "rule_of_units", "rule"
    return ("rule_lacks", "full") if row.rule == "target" and pd.isna(row.full) else None


def _wrong_bounds(row, aim: Aim) -> tuple[str, str] | None:
    lower = aim.better == "lower"
    if row.rule == "steps":
        found = steps(row.steps)
        if found is None:
            return "no_steps", "steps"
        return None if in_order(found, lower=lower) else ("steps_not_in_order", "steps")
    if row.rule == "veto" and not lower and pd.isna(row.full):
        return "rule_lacks", "full"
    if pd.isna(row.full) or pd.isna(row.zero) or row.rule in ASIDE:
        return None
    upward = not lower or row.rule == "improvement"
    return None if (row.full > row.zero if upward else row.full < row.zero) else ("bounds_turned", "zero")


def _told(row, fault: tuple[str, str], level: str, where: Places) -> Finding:
    rule, field = fault
    written = getattr(row, field, None)
    blanks: dict[str, object] = {
        "metric": _name(row.metric),
        "rule": dict(RULES)[row.rule],
        "field": REGISTERS[METRICS].field(field).name,
        "value": "" if written is None or pd.isna(written) else said(str(written)),
    }
    if rule in ("metric_not_divided", "rule_of_units"):
        blanks["level"] = dict(LEVELS)[level]
    if rule == "bounds_turned":
        blanks["full"] = f"{row.full:.10g}"
    if rule == "steps_not_in_order":
        blanks["way"] = EASIER_LOWER if AIMS[row.metric].better == "lower" else EASIER
    return Finding(rule, row.sheet, cell_of(row, METRICS, field, where), blanks)


EASIER = Text("界限从高到低", "bounds from high to low")
EASIER_LOWER = Text("界限从低到高", "bounds from low to high")


def _fault_free(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["metric"].notna() & (rows["rule"] != "veto")]


def _within(whole: pd.DataFrame, where: Places) -> Iterator[Finding]:
    """Metrics of one system that say the same: the same by the same rule, or one made of what another is made of."""
    for _, rows in _fault_free(whole).groupby("system", sort=False):
        for one, other in combinations(rows_of(rows), 2):
            new = other if isinstance(other.cell, str) else one  # of two in the workbook the later one
            if not isinstance(new.cell, str):
                continue
            rule = _overlap(one, other)
            if rule:
                blanks: dict[str, object] = {
                    "metric": _name(new.metric),
                    "other": _name((other if new is one else one).metric),
                }
                yield Finding(rule, new.sheet, cell_of(new, METRICS, "metric", where), blanks)


def _overlap(one, other) -> str:
    if one.metric == other.metric:
        return "metric_scored_twice" if one.rule == other.rule else ""
    first, second = AIMS[one.metric].made_of, AIMS[other.metric].made_of
    return "metric_within" if first and second and (first <= second or second <= first) else ""


def _without_data(conn: Connection, around: Context, records: pd.DataFrame, where: Places) -> Iterator[Finding]:
    """Metrics of which nobody has reported anything for a year."""
    since = months.shift(around.last, -WITHOUT_DATA)
    silent = {key for key in records["metric"].unique() if not _has_data(conn, AIMS[key], since)}

    def tell(row) -> Finding:
        blanks = {"metric": _name(row.metric), "since": months.label(since)}
        return Finding("metric_without_data", row.sheet, cell_of(row, METRICS, "metric", where), blanks)

    yield from told_of(rows_of(records[records["metric"].isin(silent)]), tell)


def _has_data(conn: Connection, aim: Aim, since) -> bool:
    asked = [
        *([_figures(aim.made_of, since)] if aim.made_of else []),
        *(exists(select(as_of(TABLES[key]).c.key)) for key in sorted(aim.rows)),
    ]
    return not asked or bool(conn.scalar(select(or_(*asked))))


def _figures(measures: Iterable[str], since):
    """Whether there is a figure of one of the measures since a month. Withdrawn ones are not told apart: it is a question."""
    of_measures = figure.c.measure.in_(sorted(measures))
    return exists(select(figure.c.measure).where(of_measures, figure.c.month >= since, figure.c.value.is_not(None)))


def _name(metric: str | None) -> Text:
    aim = AIMS.get(metric or "")
    return Text(aim.zh, aim.en) if aim else Text("", "")
