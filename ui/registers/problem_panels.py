"""What the page of problems has beside every register's: what burns, and whose it is."""

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from charts.lines import lines
from data import months
from data.text import Text
from metrics import formats
from metrics.owners import office
from metrics.problems import (
    closed_loop_rate,
    on_time_rate,
    problems_assigned,
    problems_closed,
    problems_open,
    problems_overdue,
)
from ui import reads
from ui.cards import run_up
from ui.lines import over_months
from ui.panels import Panel
from ui.rows.fields import heading
from ui.rows.reading import counts
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render
from ui.texts import tell

DEPARTMENTS = 9
TEXTS = {
    "by_unit": Text("各单位", "By unit"),
    "by_department": Text("超期最多的部门（超期 / 未办结）", "Departments with most overdue (overdue / open)"),
    "assigned": Text("交办", "Assigned"),
    "closed": Text("办结", "Closed"),
    "flow": Text("每月交办与办结", "Assigned and closed, month by month"),
    "trend": Text("未办结与超期的走势", "Open and overdue over time"),
    "none": Text("没有单位。", "No units."),
    "of_open": Text("{late} / {count}", "{late} / {count}"),
    "nothing_late": Text("没有超期问题", "Nothing is overdue"),
    "no_department": Text("未注明", "Not named"),
}


def trend(scope: Scope) -> Panel:
    """How many are open and how many of them overdue, month by month."""
    data = reads.history(scope, (problems_open.key, problems_overdue.key), (scope.unit,), run_up(scope))
    shown = {problems_open: "accent", problems_overdue: "bad"}
    return over_months(data, shown, scope, title=TEXTS["trend"].in_(scope.lang))


def flow(scope: Scope) -> Panel:
    """How many were assigned and how many closed in each month: what the two running totals grew by."""
    run = run_up(scope)
    before = (months.shift(run[0], -1), *run)
    data = reads.history(scope, (problems_assigned.key, problems_closed.key), (scope.unit,), before)
    data = data.sort_values(["metric", "month"])
    grew = data.assign(value=data.groupby("metric")["value"].diff())[data["month"] > pd.Timestamp(before[0])]
    names = {
        problems_assigned.key: TEXTS["assigned"].in_(scope.lang),
        problems_closed.key: TEXTS["closed"].in_(scope.lang),
    }
    title = TEXTS["flow"].in_(scope.lang)
    drawn = lines(
        grew.assign(part=grew["metric"], at=grew["month"].map(months.label), text=grew["value"].map("{:,.0f}".format)),
        names=names,
        colours={problems_assigned.key: "muted", problems_closed.key: "accent"},
        show=lambda value: f"{value:,.0f}",
        alt=title,
    )
    return Panel(title, drawn or render("empty", text=tell(scope.lang, "no_value")))


def by_unit(scope: Scope) -> Panel:
    """The units side by side, most overdue first."""
    metrics = (problems_overdue, problems_open, closed_loop_rate, on_time_rate)
    frame = reads.snapshot(scope, tuple(metric.key for metric in metrics), scope.above, scope.month)
    values = frame.pivot(index="unit", columns="metric", values="value").reindex(list(scope.compared))
    values = values.sort_values(problems_overdue.key, ascending=False, kind="stable")
    columns = [
        Column("name", heading("problems", "unit", scope), "main"),
        *(Column(metric.key, metric.name(scope.lang), "number") for metric in metrics),
    ]
    rows = [
        {"name": link(scope.name(code), scope.link("problems", unit=code)), "css": "here" if code == scope.unit else ""}
        | {metric.key: formats.show(row[metric.key], metric, language=scope.lang) for metric in metrics}
        for code, row in values.iterrows()
    ]
    return Panel(TEXTS["by_unit"].in_(scope.lang), table(columns, rows, empty=TEXTS["none"].in_(scope.lang)))


def by_department(scope: Scope) -> Panel:
    """The departments with most overdue problems, and how many more each has open."""
    found = counts(scope, "problems", "department", "standing")
    grid = found.pivot_table(index="department", columns="standing", values="count", aggfunc="sum", fill_value=0)
    grid = grid.reindex(columns=["overdue", "open"], fill_value=0)
    late = grid[grid["overdue"] > 0].sort_values("overdue", ascending=False, kind="stable").head(DEPARTMENTS)
    title = TEXTS["by_department"].in_(scope.lang)
    if late.empty:
        return Panel(title, _empty("nothing_late", scope))
    data = pd.DataFrame(
        {
            "name": [
                office(str(name)).in_(scope.lang) or TEXTS["no_department"].in_(scope.lang) for name in late.index
            ],
            "value": late["overdue"],
            "text": [
                TEXTS["of_open"].in_(scope.lang, late=row["overdue"], count=row.sum()) for _, row in late.iterrows()
            ],
            "status": "missed",
            "href": [scope.link("problems", department=name, standing="overdue") for name in late.index],
        }
    )
    return Panel(title, bars(data, alt=title))


def _empty(key: str, scope: Scope) -> Markup:
    return render("empty", text=TEXTS[key].in_(scope.lang))
