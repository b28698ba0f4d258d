"""The worked case: every number of `tests/worked/expected.json`, on both stores."""

import json
import math
from pathlib import Path

import pandas as pd

from data import months
from metrics import query
from tests import cases, frames
from tests.cases import measure, metric, word

FOLDER = Path(__file__).parent / "worked"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False)


MEASURES = {
    row.key: measure(row.key, row.kind, reported_as=row.reported_as, carry=int(row.carry))
    for row in read("measures.csv").itertuples()
}


def formula(written: str):
    """`satisfied / rated` in the language of metrics."""
    first, *rest = (word(MEASURES[name.strip()]) for name in written.split("/"))
    return first / rest[0] if rest else first


METRICS = [
    metric(row.key, formula(row.formula), row.better, MEASURES.get(row.published))
    for row in read("metrics.csv").itertuples()
]


def load(conn) -> None:
    units = read("units.csv")
    cases.plant(conn, dict(zip(units["code"], units["parent"].replace("", None), strict=True)))
    wanted = read("targets.csv").to_csv(sep="|", index=False)
    reports = frames.figures(read("figures.csv").to_csv(sep="|", index=False))
    key = ["measure", "month", "unit", "subject"]
    while not reports.empty:  # a later row replaces an earlier one with the same key: a batch for each time it was said
        first = ~reports.duplicated(key)
        cases.report(conn, reports[first], **({"targets": cases.targets(wanted)} if wanted else {}))
        reports, wanted = reports[~first], ""


def same(got: object, expected: float | None) -> bool:
    if expected is None:
        return got is None or math.isnan(got)
    return math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-12)


def test_every_value_of_the_worked_case(conn):
    load(conn)
    expected = {(row["metric"], row["unit"], row["month"]): row for row in EXPECTED["values"]}
    wrong, seen = [], 0
    for unit, month in sorted({(unit, month) for _, unit, month in expected}):
        frame = query.snapshot(conn, METRICS, unit, months.parse(month))
        for row in frame[frame["unit"] == unit].to_dict("records"):
            want = expected[row["metric"], unit, month]
            seen += 1
            got = {name: row[name] for name in ("value", "mom", "yoy", "ytd", "ytd_months")}
            differs = [name for name, value in got.items() if not same(value, want[name])]
            differs += [name for name, count in want["coverage"].items() if row[name] != count]
            target = want["target"] or {"attainment": None, "status": None}
            if not same(row["attainment"], target["attainment"]) or row["status"] != target["status"]:
                differs.append("target")
            if differs:
                wrong.append((want, {name: row.get(name) for name in differs}))
    assert (seen, wrong) == (len(expected), [])


def test_every_ranking_of_the_worked_case(conn):
    load(conn)
    units = read("units.csv")
    by_key = {each.key: each for each in METRICS}
    for expected in EXPECTED["rankings"]:
        children = units.loc[units["parent"] == expected["parent"], "code"].tolist()
        chosen = by_key[expected["metric"]]
        frame = query.snapshot(conn, [chosen], expected["parent"], months.parse(expected["month"]))
        table = query.ranking(frame, chosen, children)
        got = [(row.unit, None if pd.isna(row.rank) else int(row.rank)) for row in table.itertuples()]
        assert got == [(row["unit"], row["rank"]) for row in expected["rows"]], expected
        assert all(same(a, b["value"]) for a, b in zip(table["value"], expected["rows"], strict=True)), expected


def test_a_history_is_the_values_of_its_months(conn):
    load(conn)
    run = months.between(months.parse("2024-06"), months.parse("2025-06"))
    units = read("units.csv")["code"].tolist()
    frame = query.history(conn, METRICS, units, run)
    got = {
        (row.metric, row.unit, f"{row.month:%Y-%m}"): (row.value, row.expected, row.missing)
        for row in frame.itertuples()
    }
    assert len(got) == len(METRICS) * len(units) * len(run)
    for row in EXPECTED["values"]:
        if row["month"] >= "2024-06":
            value, expected, missing = got[row["metric"], row["unit"], row["month"]]
            assert same(value, row["value"]), row
            assert (expected, missing) == (row["coverage"]["expected"], row["coverage"]["missing"]), row
