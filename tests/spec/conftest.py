"""`spec`: what a metric says of a drawn case, row by row."""

import math
from collections.abc import Callable

import pandas as pd
import pytest

from data import months
from metrics import query
from metrics.language import Metric
from metrics.periods import MONTH, Period
from tests import cases, frames
from tests.duties import oblige

Spec = Callable[..., None]


@pytest.fixture
def spec(conn) -> Spec:
    """spec(metric, reports, expected): both drawn as tables.

    Asked again without reports, it is of the same case. `duties` are drawn as `tests.duties.oblige` reads them. Expected columns: unit, month, and any column of a snapshot; `coverage` is “reported and carried / expected”. A cell
    may be a number, a fraction (1/3), yes or no, or — for none.
    """

    def check(
        metric: Metric,
        reports: str,
        expected: str,
        *,
        period: Period = MONTH,
        tree: dict[str, str | None] = cases.ZHEJIANG,
        targets: str | None = None,
        duties: str = "",
        **records: pd.DataFrame,
    ) -> None:
        if targets:
            records["targets"] = cases.targets(targets)
        if reports or records:
            cases.plant(conn, tree)
            oblige(conn, duties)
            cases.report(conn, cases.reports(reports) if reports else None, **records)
        rows = frames.drawn(expected).to_dict("records")
        said = [{name: _said(conn, metric, row, period)[name] for name in row} for row in rows]
        for row, got in zip(rows, said, strict=True):
            wrong = {name: got[name] for name, want in row.items() if not _same(got[name], want)}
            assert not wrong, f"{metric.key}, {row['unit']}, {row['month']}: expected {row}, got {wrong}"

    return check


def _said(conn, metric: Metric, row: dict[str, str], period: Period) -> dict[str, object]:
    month = months.parse(row["month"])
    frame = query.snapshot(conn, [metric], row["unit"], month, period=period)
    said = dict(frame.iloc[0])
    coverage = f"{said['reported'] + said['carried']}/{said['expected']}"
    return said | {"month": row["month"], "coverage": coverage}


def _same(got: object, want: str) -> bool:
    if want == "—":
        return got is None or got == "" or (isinstance(got, float) and math.isnan(got))
    if want in ("yes", "no"):
        return bool(got) == (want == "yes")
    if isinstance(got, str):
        return got == want
    top, _, bottom = want.partition("/")
    return math.isclose(float(got), float(top) / float(bottom or 1), rel_tol=1e-9, abs_tol=1e-12)
