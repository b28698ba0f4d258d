"""The units side by side, in order."""

from functools import partial

import pandas as pd
from markupsafe import Markup

from charts.ranking import ranking as bars
from data.settings import settings
from metrics import formats, query
from metrics.judgement import applications_behind, enough, has_value, is_early, is_of_year, judged, status_of, why_early
from metrics.language import Metric
from metrics.reporting import RATES
from ui import reads
from ui.cards import KEYS, coverage, value_of
from ui.links import unit_href
from ui.panels import Panel, beside_title
from ui.scope import Scope, titled
from ui.templates import render
from ui.texts import tell, teller

TOGETHER = (KEYS, tuple(metric.key for metric in RATES))  # what other panels of the page show is read with them


def ranking(metric: Metric, scope: Scope) -> Panel:
    """Who is first, who is last, and how far apart? Not ranked while too few units stand behind the whole."""
    t = teller(scope.lang)
    rows = rows_of(metric, scope)
    whole, title = rows.loc[[scope.above]].iloc[0], titled(t("ranking", metric=metric.name(scope.lang)), scope)
    order = query.ranking(rows.reset_index(), metric, list(scope.compared))
    data = order[["unit", "rank"]].merge(side_by_side(metric, scope), on="unit")
    scale = formats.scale_for(data["value"], scope.lang)
    drawn = partial(
        bars,
        alt=title,
        show=lambda value: formats.show(value, metric, language=scope.lang, scale=scale),
        between=lambda count: t("units_between", count=count),
    )
    if enough(whole) and not is_early(whole):
        data["rank"] = [f"{rank:.0f}" if pd.notna(rank) else "" for rank in data["rank"]]
        return Panel(title, drawn(data), _dots(rows, data, scope))
    if data["value"].isna().all():
        return Panel(title, render("empty", text=t("nothing_to_rank")))
    share = f"{settings().coverage.enough:.0%}"
    early = why_early(whole).in_(scope.lang)
    withheld = early or t("rank_withheld", coverage=coverage(whole), enough=share)
    in_order = data.set_index("unit").loc[list(scope.compared)].assign(rank="")
    return Panel(title, drawn(in_order), beside_title(withheld, thin=True))


def _dots(rows: pd.DataFrame, data: pd.DataFrame, scope: Scope) -> Markup:
    """What the colours judge, where it is not the value they stand beside."""
    of_year = any(is_of_year(row) for _, row in rows.iterrows())
    if not of_year or not data["status"].any():
        return Markup("")
    return beside_title(tell(scope.lang, "dots_of_year"))


def side_by_side(metric: Metric, scope: Scope) -> pd.DataFrame:
    """The units compared, a row each: unit, name, value, text, coverage, status, href, tip."""
    units = list(scope.compared)
    rows = rows_of(metric, scope).loc[units]
    scale = formats.scale_for(rows["value"], scope.lang)
    more = formats.told_apart(rows["value"], metric, scope.lang, scale)
    frame = pd.DataFrame(
        {
            "unit": units,
            "name": [scope.name(unit) for unit in units],
            "value": rows["value"],
            "text": [
                value_of(metric, row, scope, scale, more=more) if has_value(row) else "" for _, row in rows.iterrows()
            ],
            "coverage": [coverage(row) for _, row in rows.iterrows()],
            "status": [status_of(row) or "" for _, row in rows.iterrows()],
            "href": [unit_href(scope, unit) for unit in units],
            "tip": [_tip(metric, row, scope) for unit, row in rows.iterrows()],
        }
    )
    return frame.reset_index(drop=True)


def _tip(metric: Metric, row: pd.Series, scope: Scope) -> str:
    """A unit's number in full, how much of it is in."""
    t = teller(scope.lang)
    exact = row["grade"] or formats.exact(row["value"], metric, row["qualifier"], scope.lang)
    told = [
        scope.name(str(row.name)),
        f"{metric.name(scope.lang)} {exact if has_value(row) else t('no_value')}",
        judged(row, metric, scope.month).told(scope.lang),
        t("coverage_of", coverage=coverage(row)),
        applications_behind(row).in_(scope.lang),
    ]
    return "\n".join(line for line in told if line)


def rows_of(metric: Metric, scope: Scope) -> pd.DataFrame:
    """The metric's row of the unit above and of each unit compared, by unit."""
    keys = next((keys for keys in TOGETHER if metric.key in keys), (metric.key,))
    rows = reads.snapshot(scope, keys, scope.above, scope.month)
    return rows[rows["metric"] == metric.key].set_index("unit")


def path_of(scope: Scope) -> list[tuple[str, str]]:
    """The units above the one shown and itself, as links."""
    return [(scope.name(unit), scope.link(unit=unit)) for unit in scope.tree.path(scope.unit) if scope.may_read(unit)]
