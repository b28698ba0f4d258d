"""The seven problem lists on screen: what burns, whose it is, and each problem by itself."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from data.ledgers import MOST, Page
from data.registers import REGISTERS
from data.text import Text
from metrics import formats, standings
from metrics.problems import closed_loop_rate, on_time_rate, problems_open, problems_overdue
from metrics.standings import STANDINGS, Asked
from ui import reads
from ui.cards import run_up
from ui.exporting import Export
from ui.filters import Choice, Filters, asked, of_field, of_unit
from ui.lines import over_months
from ui.panels import Panel
from ui.reads import by_revision
from ui.registers.fields import exported, heading, words
from ui.scope import Scope
from ui.tables import Column, count, link, pager, table
from ui.templates import render
from ui.texts import tell

PAGE = 40
DEPARTMENTS = 9
REGISTER = REGISTERS["problems"]

TEXTS = {
    "by_list": Text("清单 × 状态", "Lists by standing"),
    "by_unit": Text("各单位", "By unit"),
    "by_department": Text("超期最多的部门（超期 / 未办结）", "Departments with most overdue (overdue / open)"),
    "by_age": Text("超期多久", "How long overdue"),
    "trend": Text("未办结与超期的走势", "Open and overdue over time"),
    "all_problems": Text("问题", "Problems"),
    "standing": Text("状态", "Standing"),
    "total": Text("合计", "All"),
    "days": Text("超期天数", "Days overdue"),
    "none": Text("没有符合条件的问题。请放宽筛选。", "No problem matches. Widen the filters."),
    "empty": Text(
        "{unit}还没有问题清单。请由填报人员在“上报”页上传“七张问题清单”工作表。",
        "{unit} has no problem lists yet. A steward uploads the sheet “Seven problem lists” on the page Upload.",
    ),
    "of_open": Text("{late} / {count}", "{late} / {count}"),
    "nothing_late": Text("没有超期问题", "Nothing is overdue"),
    "no_department": Text("未注明", "Not named"),
}


@by_revision
def problem_counts(conn, revision, unit: str, month: date, *fields: str) -> pd.DataFrame:
    """`standings.counts` by fields."""
    return standings.counts(conn, unit, month, *fields, revision=revision)


@by_revision
def problem_ages(conn, revision, unit: str, month: date) -> list[tuple[Text, int]]:
    """`standings.ages`."""
    return standings.ages(conn, unit, month, revision=revision)


@by_revision(rows=True)
def problem_page(
    conn,
    revision,
    unit: str,
    month: date,
    standing: str,
    equal: tuple[tuple[str, str], ...],
    words: str,
    limit: int,
    offset: int,
) -> Page:
    """`standings.problems`: one page of rows."""
    wanted = Asked(standing, dict(equal), words)
    return standings.problems(conn, unit, month, wanted, revision=revision, limit=limit, offset=offset)


def any_problems(scope: Scope) -> bool:
    """Whether the unit has any problem at all."""
    return not problem_counts(scope, scope.unit, scope.month, "list", "standing").empty


def nothing_yet(scope: Scope) -> Panel:
    """What to do where there are no problem lists."""
    return Panel("", _empty("empty", scope, unit=scope.name(scope.unit)))


def trend(scope: Scope) -> Panel:
    """How many are open and how many of them overdue, month by month."""
    data = reads.history(scope, (problems_open.key, problems_overdue.key), (scope.unit,), run_up(scope))
    shown = {problems_open: "accent", problems_overdue: "bad"}
    return over_months(data, shown, scope, title=TEXTS["trend"].in_(scope.lang))


def by_list(scope: Scope) -> Panel:
    """Each list by standing; every count leads to its rows."""
    counts = problem_counts(scope, scope.unit, scope.month, "list", "standing")
    grid = counts.pivot_table(index="list", columns="standing", values="count", aggfunc="sum", fill_value=0)
    grid = grid.reindex(columns=list(STANDINGS), fill_value=0).astype(int)
    columns = [
        Column("name", heading("problems", "list", scope), "main"),
        *(Column(key, text.in_(scope.lang), f"number {key}") for key, text in STANDINGS.items()),
        Column("total", TEXTS["total"].in_(scope.lang), "number"),
    ]
    rows = [
        {
            "name": link(text.in_(scope.lang), scope.link("problems", list=key)),
            **{each: count(grid.at[key, each], scope.link("problems", list=key, standing=each)) for each in STANDINGS},
            "total": f"{grid.loc[key].sum():,}",
        }
        for key, text in REGISTER.field("list").choices
        if key in grid.index
    ]
    return Panel(TEXTS["by_list"].in_(scope.lang), table(columns, rows, empty=TEXTS["none"].in_(scope.lang)))


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
    counts = problem_counts(scope, scope.unit, scope.month, "department", "standing")
    grid = counts.pivot_table(index="department", columns="standing", values="count", aggfunc="sum", fill_value=0)
    grid = grid.reindex(columns=["overdue", "open"], fill_value=0)
    late = grid[grid["overdue"] > 0].sort_values("overdue", ascending=False, kind="stable").head(DEPARTMENTS)
    title = TEXTS["by_department"].in_(scope.lang)
    if late.empty:
        return Panel(title, _empty("nothing_late", scope))
    data = pd.DataFrame(
        {
            "name": [str(name) or TEXTS["no_department"].in_(scope.lang) for name in late.index],
            "value": late["overdue"],
            "text": [
                TEXTS["of_open"].in_(scope.lang, late=row["overdue"], count=row.sum()) for _, row in late.iterrows()
            ],
            "status": "missed",
            "href": [scope.link("problems", department=name, standing="overdue") for name in late.index],
        }
    )
    return Panel(title, bars(data, alt=title))


def by_age(scope: Scope) -> Panel:
    """How long the overdue problems have been late."""
    steps = problem_ages(scope, scope.unit, scope.month)
    data = pd.DataFrame(
        {
            "name": [text.in_(scope.lang) for text, _ in steps],
            "value": [count for _, count in steps],
            "text": [f"{count:,}" for _, count in steps],
            "status": "missed",
            "href": "",
        }
    )
    title = TEXTS["by_age"].in_(scope.lang)
    return Panel(title, bars(data, alt=title))


def filters(scope: Scope) -> Filters:
    """What the list below is narrowed to."""
    departments = sorted(
        {
            name
            for name in problem_counts(scope, scope.unit, scope.month, "department", "standing")["department"]
            if name
        }
    )
    standing = [(key, text.in_(scope.lang)) for key, text in STANDINGS.items()]
    return asked(
        "problems",
        (
            of_unit(scope),
            of_field("problems", "list", scope),
            Choice("standing", TEXTS["standing"].in_(scope.lang), standing),
            Choice("department", heading("problems", "department", scope), [(name, name) for name in departments]),
            of_field("problems", "severity", scope),
        ),
    )


def rows(scope: Scope, chosen: Filters) -> Panel:
    """The problems one by one, the worst first, where they are of one's own units."""
    title = TEXTS["all_problems"].in_(scope.lang)
    if not scope.is_own(scope.unit):
        return Panel(title, render("empty", text=tell(scope.lang, "rows_of_own")))
    page = _page(scope, chosen)
    columns = [
        Column("title", heading("problems", "title", scope), "main"),
        Column("list", heading("problems", "list", scope)),
        Column("unit", heading("problems", "unit", scope)),
        Column("department", heading("problems", "department", scope)),
        Column("severity", heading("problems", "severity", scope)),
        Column("due", heading("problems", "due", scope), "number"),
        Column("late", TEXTS["days"].in_(scope.lang), "number"),
        Column("standing", TEXTS["standing"].in_(scope.lang), "standing"),
    ]
    say = words("problems", scope)
    listed = table(
        columns, [_row(row, say, scope) for row in page.rows.itertuples()], empty=TEXTS["none"].in_(scope.lang)
    )
    way = pager(page.total, chosen.offset, PAGE, lambda start: chosen.link(scope, **{"from": start}), scope.lang)
    return Panel(title, chosen.shown(scope) + listed + way)


def export(scope: Scope, chosen: Filters) -> Export:
    """Every row the filters leave, with its standing and the days it is overdue."""
    fields = [field for field in (REGISTER.key_field, *REGISTER.fields) if field.key != "status"]
    headings = [field.zh if scope.lang == "zh" else field.en for field in fields]
    own = [TEXTS[key].in_(scope.lang) for key in ("standing", "days")]
    total = _page(scope, chosen).total
    title = TEXTS["all_problems"].in_(scope.lang)

    def rows() -> Iterator[list[object]]:
        found = reads.once(problem_page, scope, *_question(scope, chosen), MOST, 0)
        return exported("problems", fields, found.rows, STANDINGS, scope)

    return Export(title, [*headings, *own], rows, total)


def _page(scope: Scope, chosen: Filters) -> Page:
    return problem_page(scope, *_question(scope, chosen), PAGE, chosen.offset)


def _question(scope: Scope, chosen: Filters) -> tuple:
    equal = tuple((name, value) for name, value in chosen.values.items() if name != "standing")
    return scope.unit, scope.month, chosen.values.get("standing", ""), equal, chosen.words


def _row(row, say: Callable[[str, Any], Any], scope: Scope) -> dict[str, object]:
    return {
        "css": row.standing,
        "title": Markup("<b>{}</b><small>{}</small>").format(row.title, row.key),
        "list": say("list", row.list),
        "unit": say("unit", row.unit),
        "department": row.department,
        "severity": say("severity", row.severity) or "—",
        "due": row.due or "—",
        "late": f"{row.late:,.0f}" if row.late == row.late else "—",
        "standing": STANDINGS[row.standing].in_(scope.lang),
    }


def _empty(key: str, scope: Scope, **blanks: object) -> Markup:
    return render("empty", text=TEXTS[key].in_(scope.lang, **blanks))
