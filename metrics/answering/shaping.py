"""What was said, put together: one reading, or the refusal that names what does not fit."""

from datetime import date
from typing import cast

from data import months
from data.settings import settings
from data.text import Text
from data.units import Tree
from metrics import METRICS, Metric
from metrics.answering.reading import Change, Filter, Level, Order, Reading
from metrics.answering.refusing import stopped
from metrics.answering.said import THRESHOLDS, Said, View
from metrics.answering.wording import CHANGES, FILTERS, ORDERS, worded
from metrics.periods import MONTH, PERIODS, PeriodKey


def shaped(said: Said, view: View) -> Reading:
    """The reading of what was said in a view."""
    metric = METRICS[said.metrics[0][1]]
    month, period = _time(said, view)
    change = _change(said, period)
    if len(said.units) > 1:
        return _side_by_side(said, metric, month, period, change)
    if said.comparing:
        raise stopped("compare_what")
    tree = view.units.in_month(month)
    unit = _unit(said, view, month, tree)
    order, most = _order(said, metric)
    moved, narrowed = _only(said.moved), _only(said.filters)
    if moved and narrowed:
        raise stopped("twice", words=_both(moved, narrowed))
    several = bool(said.levels or said.listing or order)
    if said.levels and not (said.listing or order or moved or narrowed):
        raise stopped("which")
    listed = several or bool(narrowed)
    level = cast(Level, _only(said.levels).removeprefix("below"))
    if moved and not change:
        offered = (
            Reading(metric.key, (unit,), month, period, each, several, level, order, most, cast(Filter, moved if several else ""))
            for each in _changes_of(period)
        )  # fmt: skip
        raise stopped("change_to_what", suggested=[worded(each, view.units) for each in offered])
    if listed:
        _require_level(unit, level, tree)
    _require_target(narrowed, metric)
    threshold = _threshold(said, narrowed, metric)
    filter_ = cast(Filter, (moved if several else "") or narrowed)  # of one unit the change says itself which way
    return Reading(metric.key, (unit,), month, period, change, listed, level, order, most, filter_, threshold)


def _side_by_side(said: Said, metric: Metric, month: date, period: PeriodKey, change: Change) -> Reading:
    """Units named one by one, and nothing else that would choose among them."""
    if said.levels or said.listing or said.orders or said.filters or said.moved or said.counts or said.ranked:
        raise stopped("which")
    return Reading(metric.key, tuple(said.units), month, period, change)


def _time(said: Said, view: View) -> tuple[date, PeriodKey]:
    """At most one month, and one period up to it."""
    named = [when for _, when in said.times]
    of_months = {when.month for when in named if when.month}
    periods = {when.period for when in named if when.period and when.period != MONTH.key}
    years = {when.year for when in named if when.year}
    month, period = next(iter(of_months), _latest(years, view)), next(iter(periods), MONTH.key)
    if len(of_months) > 1 or len(periods) > 1 or years - {month.year}:
        raise stopped("times", words="、".join(text for text, _ in said.times))
    if month > view.today:
        raise stopped("future", month=months.label(month))
    if PERIODS[period].first(month) < settings().months.first:
        raise stopped("too_early", first=months.label(settings().months.first))
    return month, period


def _latest(years: set[int], view: View) -> date:
    """The month of the view; where another year is named, one that still runs, its last month that is over."""
    if not years or view.month.year in years:
        return view.month
    return max(months.last_full(view.today), date(max(years), 1, 1))


def _change(said: Said, period: PeriodKey) -> Change:
    change = cast(Change, _only(said.changes))
    if change and change not in _changes_of(period):
        raise stopped("no_before", period=PERIODS[period].text)
    return change


def _changes_of(period: PeriodKey) -> tuple[Change, ...]:
    return ("mom", "yoy") if PERIODS[period].before else ("yoy",)


def _unit(said: Said, view: View, month: date, tree: Tree) -> str:
    """The unit named, or that of the view; “the whole province” is the topmost that the view's lies in."""
    unit = said.units[0] if said.units else view.unit
    if unit not in tree:
        known = view.units.in_month(view.month)
        name = Text(known[unit].name_zh, known[unit].name_en) if unit in known else unit
        raise stopped("no_unit", unit=name, month=months.label(month))
    return unit


def _order(said: Said, metric: Metric) -> tuple[Order, int]:
    """In which order, and how many. “Top three” of what is better low may mean two things, and so does the highest rank."""
    order = cast(Order, _only(said.orders))
    if len(said.counts) > 1:
        raise stopped("number", words=", ".join(map(str, said.counts)))
    most, name = said.counts[0] if said.counts else 0, Text(metric.zh, metric.en)
    if said.ranked and order:
        raise stopped("twice", words=_both(order, said.ranked))
    if said.ranked and metric.better == "lower":
        raise stopped("first_of", metric=name, n=most)
    if said.ranked:
        order = "most" if said.ranked == "first" else "least"
    if metric.format == "rank" and order in ("most", "least"):
        raise stopped("rank", metric=name)
    order = order or ("best" if said.ranking else "")
    if most and not order:
        raise stopped("number", words=most)
    return order, most


def _require_level(unit: str, level: str, tree: Tree) -> None:
    below = tree.below(unit)[1:]
    if not below or (level and all(tree[code].level != level for code in below)):
        raise stopped("level", unit=Text(tree[unit].name_zh, tree[unit].name_en))


def _require_target(narrowed: str, metric: Metric) -> None:
    """An allowance is used up and never reached: “met” and “not met” do not tell its states apart."""
    if narrowed in ("met", "unmet") and metric.kind == "flow" and metric.better == "lower":
        raise stopped("targets", metric=Text(metric.zh, metric.en))


def _threshold(said: Said, narrowed: str, metric: Metric) -> float | None:
    if narrowed not in THRESHOLDS or said.threshold is None:
        return None
    name, is_share = Text(metric.zh, metric.en), metric.format == "percent"
    if is_share and not said.threshold.share:
        raise stopped("percent", metric=name)
    if said.threshold.share and not is_share:
        raise stopped("number", words=f"{said.threshold.value:.15g}")
    return said.threshold.value


OTHERS = {"first": Text("前几", "top"), "last": Text("后几", "bottom"), "city": Text("市", "cities"), "county": Text("县", "counties"), "township": Text("乡镇", "townships"), "village": Text("村", "villages"), "grid": Text("网格", "grids")}  # fmt: skip
WORDS = FILTERS | ORDERS | CHANGES | OTHERS


def _only(values: list[str]) -> str:
    """The one thing said of a kind."""
    different = list(dict.fromkeys(values))
    if len(different) > 1:
        raise stopped("twice", words=_both(*different[:2]))
    return different[0] if different else ""


def _both(*values: str) -> Text:
    texts = [WORDS.get(value, Text(value, value)) for value in values]
    return Text("、".join(each.zh for each in texts), ", ".join(each.en for each in texts))
