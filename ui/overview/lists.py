"""Problems overdue by list and place, by department; and what came in, was corrected or withdrawn."""

from datetime import date

import pandas as pd
from markupsafe import Markup

from charts.heatmap import heatmap
from data import months
from data.registers import REGISTERS
from data.text import Text
from metrics.owners import office
from metrics.problems import problems_overdue
from metrics.recent import recent
from ui import reads
from ui.panels import Panel, beside_title
from ui.reads import by_revision
from ui.rows.reading import counts
from ui.scope import Scope
from ui.templates import render
from ui.texts import tell

LISTS = dict(REGISTERS["problems"].field("list").choices)
CHANGES, DEPARTMENTS = 8, 10
TEXTS = {
    "published": Text("随系统提供的公布数据", "Published data that come with the program"),
    "title": Text("七张清单 × 各地 · 超期", "Seven lists by place · overdue"),
    "aside": Text("点一格看逐条", "A cell opens its problems"),
    "total": Text("合计", "All"),
    "alt": Text("各清单各地的超期问题", "Overdue problems by list and place"),
    "changed": Text("最近变化", "What changed"),
    "added": Text("新增 {count:,} 项", "{count:,} new"),
    "moved": Text("修改 {count:,} 项", "{count:,} changed"),
    "nothing": Text("还没有数据进来。", "Nothing has come in yet."),
    "departments": Text("责任部门 · 超期", "Departments · overdue"),
    "own": Text("仅本单位可看", "For the unit itself"),
    "none": Text("没有超期问题。", "Nothing is overdue."),
}
KINDS = {
    "commit": Text("报送", "In"),
    "correction": Text("更正", "Corrected"),
    "withdraw": Text("撤回", "Withdrawn"),
}


def lists(scope: Scope) -> Panel:
    """The seven lists by the units compared: which meet in what is overdue?"""
    lang, units = scope.lang, scope.compared
    title = TEXTS["title"].in_(lang)
    data = reads.history(scope, (problems_overdue.key,), units, (scope.month,), "list")
    if data["value"].isna().all():
        return Panel(title, render("empty", text=tell(lang, "no_value")))
    cells = data.rename(columns={"part": "row", "unit": "column"})[["row", "column", "value"]].fillna({"value": 0})
    cells = cells[cells["row"].isin(LISTS)]
    links = [
        scope.link("problems", unit=unit, metric="", list=key, standing="overdue")
        for key, unit in zip(cells["row"], cells["column"], strict=True)
    ]
    tips = [
        f"{scope.name(unit)} · {LISTS[key].in_(lang)}\n{problems_overdue.name(lang)} {value:,.0f}"
        for key, unit, value in zip(cells["row"], cells["column"], cells["value"], strict=True)
    ]
    cells = cells.assign(href=links, tip=tips)
    by_list = {key: text.in_(lang) for key, text in LISTS.items()}
    by_place = {unit: _short(scope.name(unit)) for unit in units}
    words = {"total": TEXTS["total"].in_(lang), "alt": TEXTS["alt"].in_(lang)}
    turned = cells.rename(columns={"row": "column", "column": "row"})
    both = (  # a phone has no room for eleven columns, but for seven
        Markup('<div class="by-list">{}</div><div class="by-place">{}</div>').format(
            heatmap(cells, rows=by_list, columns=by_place, **words),
            heatmap(turned, rows=by_place, columns=by_list, **words),
        )
    )
    return Panel(title, both, beside_title(TEXTS["aside"].in_(lang)))


def _short(name: str) -> str:
    """Without its 市, 区 or 县, as a heading has it; a name of two characters stays whole."""
    return name[:-1] if len(name) > 2 and name[-1] in "市区县" else name


@by_revision(rows=True)
def changes(conn, revision, unit: str, month: date, below: tuple[str, ...]) -> pd.DataFrame:
    """`metrics.recent` of a unit and those below it."""
    return recent(conn, below, revision, CHANGES)


def changed(scope: Scope) -> Panel:
    """What came in lately, was corrected, or taken back; each leads to its batch."""
    lang = scope.lang
    if not scope.is_own(scope.unit):
        return Panel(TEXTS["changed"].in_(lang), render("empty", text=TEXTS["own"].in_(lang)))
    found = changes(scope, scope.unit, scope.month, scope.tree.below(scope.unit)).to_dict("records")
    rows = [
        {
            "href": scope.link("history", metric="", batch=row["batch"]),
            "at": f"{row['at']:%m-%d %H:%M}" if row["at"].year == months.today().year else f"{row['at']:%Y-%m-%d}",
            "kind": row["kind"],
            "said": KINDS[row["kind"]].in_(lang),
            "what": _what(row, scope),
        }
        for row in found
    ]
    return Panel(TEXTS["changed"].in_(lang), render("changed", rows=rows, nothing=TEXTS["nothing"].in_(lang)))


def _what(row: dict, scope: Scope) -> str:
    counts = [
        TEXTS[key].in_(scope.lang, count=row[name])
        for key, name in (("added", "added"), ("moved", "changed"))
        if row[name]
    ]
    published = row["source"] == "published"  # files of the program itself: their names say nothing to anybody
    name = TEXTS["published"].in_(scope.lang) if published else str(row["file_name"]).rsplit(".", 1)[0]
    told = [name, *([] if row["kind"] == "withdraw" else counts)]
    return " · ".join(told)


def departments(scope: Scope) -> Panel:
    """Whose problems are overdue, most first: for a wide wall."""
    title = TEXTS["departments"].in_(scope.lang)
    if not scope.is_own(scope.unit):
        return Panel(title, render("empty", text=TEXTS["own"].in_(scope.lang)))
    if problems_overdue.key in scope.hidden:
        return Panel(title, render("empty", text=tell(scope.lang, "no_value")))
    found = counts(scope, "problems", "department", "standing")
    rows = found[found["standing"] == "overdue"].head(DEPARTMENTS)
    if rows.empty:
        return Panel(title, render("empty", text=TEXTS["none"].in_(scope.lang)))
    most = rows["count"].max()
    bars = [
        (office(row.department).in_(scope.lang), row.count_, 100 * row.count_ / most)
        for row in rows.rename(columns={"count": "count_"}).itertuples()
    ]
    return Panel(title, render("departments", bars=bars))
