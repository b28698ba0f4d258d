"""What a person should look at twice before it is committed: warnings, each confirmed and never mended silently."""

import hashlib
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data.measures import MEASURES
from data.measures.units import RATE
from data.schema import batch, withdrawal
from data.settings import Checks
from data.uploads.checking.history import LONGEST, Lines
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.counted_in import kind_of
from data.uploads.understanding.quoting import measure_name, shown

SMALL = 10  # below this, ten times is chance
ENOUGH_CHANGES = 6  # months of change from which one can say what is usual
LEAST_SPREAD = 0.05  # even the steadiest series moves by so much
LONGEST_GAP = 3  # months without a figure, over which the usual change still says something
USED_TO_FALLING = 0.25  # of its months: a stock that falls so often is expected to


def warnings(around: Context, lines: Lines, known: pd.DataFrame) -> Iterator[Finding]:
    """Every warning about the figures of a workbook."""
    figures = lines.figures
    before, gap = lines.nearest(_months_back(figures))
    scale = _ten_times(figures, before, around.checks)
    yield from _told(
        "ten_times",
        around,
        figures,
        scale,
        lambda at: {
            "before": before[at],
            "month": _label(figures["at"].iloc[at] - gap[at]),
            "times": _times(figures, before, at),
        },
    )
    negative = _is(figures, lambda key: MEASURES[key].kind != "index") & (figures["value"].to_numpy() < 0)
    yield from _told("below_zero", around, figures, negative, lambda at: {})
    yield from _told("fraction_of_count", around, figures, _fractions(figures), lambda at: {})
    stock = _stock_falls(lines, around.checks) & ~scale & ~negative
    last = lines.back(1)
    yield from _told("stock_falls", around, figures, stock, lambda at: {"before": last[at]})
    yield from _ytd_falls(around, lines)
    low, high = _usual(lines, before, gap, around.checks)
    value = figures["value"].to_numpy()
    unusual = ((value < low) | (value > high)) & ~scale & ~stock & ~negative
    yield from _told(
        "unusual_change",
        around,
        figures,
        unusual,
        lambda at: {"months": around.checks.usual_months, "low": low[at], "high": high[at]},
    )
    yield from _rates(around, figures)
    yield from _parts_differ(around, figures, known)


def uploaded_before(conn: Connection, content: bytes) -> Iterator[Finding]:
    """The batch that came with the same file, if there is one."""
    for number in _same_file(conn, hashlib.sha256(content).hexdigest())[-1:]:
        at = conn.scalar(select(batch.c.at).where(batch.c.number == number))
        yield Finding("uploaded_before", values={"batch": number, "when": f"{at:%Y-%m-%d %H:%M}"})


def _same_file(conn: Connection, sha256: str) -> list[int]:
    """The numbers of the live batches that came with this very file."""
    gone = select(withdrawal.c.batch)
    return list(conn.scalars(select(batch.c.number).where(batch.c.sha256 == sha256, batch.c.number.not_in(gone))))


def _told(
    rule: str, around: Context, figures: pd.DataFrame, mask: np.ndarray, more: Callable[[int], dict[str, object]]
) -> Iterator[Finding]:
    def tell(at: int) -> Finding:
        row = figures.iloc[at]
        blanks = {"unit": around.unit_name(row["unit"]), "measure": measure_name(row["measure"]), "value": row["value"]}
        blanks |= more(at)
        said = {key: shown(each) if isinstance(each, float) else each for key, each in blanks.items()}
        return Finding(rule, row["sheet"], row["cell"], said)

    yield from told_of(np.flatnonzero(mask).tolist(), tell)


def _is(figures: pd.DataFrame, what: Callable[[str], bool]) -> np.ndarray:
    return figures["measure"].isin([key for key in figures["measure"].unique() if what(key)]).to_numpy()


def _cumulative(figures: pd.DataFrame) -> np.ndarray:
    return _is(figures, lambda key: MEASURES[key].reported_as == "ytd")


def _months_back(figures: pd.DataFrame) -> np.ndarray:
    """How far back a figure is comparable: a year; what is counted from January on, to January."""
    return np.where(_cumulative(figures), figures["at"].to_numpy() % 12, LONGEST)


def _ten_times(figures: pd.DataFrame, before: np.ndarray, checks: Checks) -> np.ndarray:
    value = figures["value"].to_numpy()
    both = (value > 0) & (before > 0) & (np.maximum(value, before) >= SMALL)
    ratio = np.divide(value, before, out=np.ones_like(value), where=both)
    return both & ((ratio >= checks.ten_times) | (ratio <= 1 / checks.ten_times))


def _times(figures: pd.DataFrame, before: np.ndarray, at: int) -> str:
    value = figures["value"].iloc[at]
    return f"{max(value / before[at], before[at] / value):,.0f}"


def _stock_falls(lines: Lines, checks: Checks) -> np.ndarray:
    """Stocks below last month's, but for those that have often fallen before."""
    stock = _is(lines.figures, lambda key: MEASURES[key].kind == "stock")
    falls = stock & (lines.figures["value"].to_numpy() < lines.back(1))
    earlier = np.diff(lines.before(checks.usual_months, of=falls), axis=1)
    changes, fell = np.isfinite(earlier).sum(axis=1), (earlier < 0).sum(axis=1)
    falls[falls] = (changes < ENOUGH_CHANGES) | (fell < USED_TO_FALLING * changes)
    return falls


def _usual(lines: Lines, before: np.ndarray, gap: np.ndarray, checks: Checks) -> tuple[np.ndarray, np.ndarray]:
    """The range in which a figure is expected: the one last known, times the median monthly change, give or take so many
    of the usual deviations (median absolute deviation of the logarithms, which one odd month does not stretch). Over a gap
    the change grows with the months and the deviation with their root.

    NaN where there are too few months to say. Only flows of a month and stocks: an index follows no such rule.
    """
    figures = lines.figures
    low, high = np.full(len(figures), np.nan), np.full(len(figures), np.nan)
    moves = _is(figures, lambda key: MEASURES[key].kind != "index" and MEASURES[key].reported_as == "month")
    fit = moves & (before > 0) & (gap <= LONGEST_GAP)
    with np.errstate(divide="ignore", invalid="ignore"):
        changes = np.diff(np.log(lines.before(checks.usual_months, of=fit)), axis=1)
    changes[~np.isfinite(changes)] = np.nan
    enough = np.isfinite(changes).sum(axis=1) >= ENOUGH_CHANGES
    fit[fit], changes = enough, changes[enough]
    middle = _median(changes)
    spread = np.maximum(1.4826 * _median(np.abs(changes - middle[:, None])), LEAST_SPREAD)
    over, wide = middle * gap[fit], checks.usual_changes * spread * np.sqrt(gap[fit])
    low[fit], high[fit] = before[fit] * np.exp(over - wide), before[fit] * np.exp(over + wide)
    return low, high


def _median(rows: np.ndarray) -> np.ndarray:
    """The median of each row, without its gaps; every row has a value."""
    if not len(rows):
        return np.array([])
    ordered, count = np.sort(rows, axis=1), np.isfinite(rows).sum(axis=1)
    row = np.arange(len(rows))
    return (ordered[row, (count - 1) // 2] + ordered[row, count // 2]) / 2


def _ytd_falls(around: Context, lines: Lines) -> Iterator[Finding]:
    figures = lines.figures
    if not _cumulative(figures).any():
        return
    last, gap = lines.nearest(figures["at"].to_numpy() % 12)
    falls = _cumulative(figures) & (figures["value"].to_numpy() < last)
    at_month = figures["at"].to_numpy() - gap
    yield from _told(
        "ytd_falls", around, figures, falls, lambda at: {"before": last[at], "month": _label(at_month[at])}
    )


def _label(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def _rates(around: Context, figures: pd.DataFrame) -> Iterator[Finding]:
    value = figures["value"].to_numpy()
    above = _is(figures, lambda key: MEASURES[key].unit == RATE) & (value > 1)
    yield from _told("rate_above_one", around, figures, above, lambda at: {"percent": f"{value[at]:g}%"})


def _fractions(figures: pd.DataFrame) -> np.ndarray:
    """What counts people or things and is no whole number, but for the noise of 1.2万."""
    value = figures["value"].to_numpy()
    counts = _is(figures, lambda key: MEASURES[key].kind != "index" and kind_of(MEASURES[key]) == "counts")
    return counts & (np.abs(value - np.round(value)) > np.maximum(np.abs(value) * 1e-9, 1e-9))


def _parts_differ(around: Context, figures: pd.DataFrame, known: pd.DataFrame) -> Iterator[Finding]:
    """Units whose own total is not what the units directly below them say, where all of those have reported."""
    adds = figures[(figures["subject"] == "") & _is(figures, lambda key: MEASURES[key].kind != "index")]
    if adds.empty:
        return
    tree = around.tree(adds["month"].max().date())
    children = {unit: below for unit in adds["unit"].unique() if (below := tree.children.get(unit))}
    totals = adds[adds["unit"].isin(list(children))]
    if totals.empty:
        return
    columns = ["measure", "unit", "at", "value"]
    parts = pd.concat([adds[columns], known.loc[known["subject"] == "", columns]])
    parts = parts.drop_duplicates(["measure", "unit", "at"])  # the workbook's own come first
    parent = {child: unit for unit, below in children.items() for child in below}
    parts = parts.assign(parent=parts["unit"].map(parent)).dropna(subset=["parent"])
    sums = parts.groupby(["measure", "parent", "at"])["value"].agg(["sum", "count"]).reset_index()
    met = totals.merge(sums, left_on=["measure", "unit", "at"], right_on=["measure", "parent", "at"], how="left")
    whole = met["count"] == met["unit"].map({unit: len(below) for unit, below in children.items()})
    apart = (met["value"] - met["sum"]).abs() / met["sum"].abs().clip(lower=1e-9)
    differ = (whole & (apart > around.checks.parts_differ)).to_numpy()
    yield from _told(
        "parts_differ",
        around,
        met,
        differ,
        lambda at: {"sum": float(met["sum"].iloc[at]), "share": f"{apart.iloc[at]:.1%}"},
    )
