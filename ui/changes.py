"""What a file changes, on screen: added, changed from → to, the same; and which numbers would move."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from data.measures import MEASURES
from data.registers import REGISTERS
from data.text import Text
from data.uploads.compare import Compared
from metrics import formats
from metrics.judgement import word
from metrics.language import Metric
from ui.panels import Panel
from ui.preview import Move, Seen
from ui.rows.fields import register_name
from ui.scope import Scope
from ui.tables import Column, folded, link, table
from ui.templates import render

MOST_FIGURES, MOST_MOVES = 80, 60
FEW = 12  # a longer list is folded
TEXTS = {
    "changes": Text("会改变什么", "What it changes"),
    "moves": Text("屏幕上会动的数", "Numbers on the screens that would move"),
    "no_moves": Text("屏幕上的数不会变。", "No number on the screens would move."),
    "nothing": Text("文件里没有数据。", "There are no figures in the file."),
    "what": Text("数据", "Figure"),
    "unit": Text("单位", "Unit"),
    "month": Text("月份", "Month"),
    "before": Text("现在", "Now"),
    "after": Text("改为", "Becomes"),
    "was": Text("原为", "Was"),
    "became": Text("本批", "Became"),
    "cell": Text("单元格", "Cell"),
    "rank": Text("名次", "Rank"),
    "status": Text("状态", "Status"),
    "coverage": Text("填报率", "Coverage"),
    "metric": Text("指标", "Metric"),
    "withdrawn": Text("撤回", "withdrawn"),
    "more": Text(
        "另有 {count} 条，提交后可在“批次”页逐条查看。", "{count} more; after the commit the page Batches lists each."
    ),
    "removed": Text("移出", "taken off"),
    "figures": Text("填报项", "Figures"),
    "one_by_one": Text("逐条查看", "One by one"),
    "others": Text("其余 {count} 个", "The other {count}"),
}
CHANGES = {
    "added": Text("新增", "Added"),
    "changed": Text("修改", "Changed"),
    "same": Text("相同", "The same"),
}


def changes(compared: Compared, scope: Scope) -> Panel:
    """How many figures and rows are added, changed and the same, and each change from → to."""
    title = TEXTS["changes"].in_(scope.lang)
    if compared.empty:
        return Panel(title, render("empty", text=TEXTS["nothing"].in_(scope.lang)))
    listed = figures(_in_order(compared.figures), scope, MOST_FIGURES) + _records(compared, scope)
    many = compared.counts().get("added", 0) + compared.counts().get("changed", 0) > FEW
    return Panel(title, _counts(compared, scope) + folded(TEXTS["one_by_one"].in_(scope.lang), listed, many))


def _counts(compared: Compared, scope: Scope) -> Markup:
    """A line each for figures and registers."""
    frames = {TEXTS["figures"].in_(scope.lang): compared.figures}
    frames |= {register_name(key, scope): frame for key, frame in compared.records.items()}
    rows = [
        {"what": name, **{key: f"{(frame['change'] == key).sum():,}" for key in CHANGES}}
        for name, frame in frames.items()
        if len(frame)
    ]
    columns = [
        Column("what", "", "main"),
        *(Column(key, text.in_(scope.lang), "number") for key, text in CHANGES.items()),
    ]
    return table(columns, rows, empty="")


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """What is changed first, then what is added; the same is only counted."""
    moving = frame[frame["change"] != "same"]
    return moving.sort_values("change", ascending=False, kind="stable")


def figures(frame: pd.DataFrame, scope: Scope, most: int, *, past: bool = False) -> Markup:
    """Figures from → to, the first `most` of them. `past`: it has been done, and the frame is a page of its own."""
    words = ("was", "became") if past else ("before", "after")
    columns = [
        Column("what", TEXTS["what"].in_(scope.lang), "main"),
        Column("unit", TEXTS["unit"].in_(scope.lang)),
        Column("month", TEXTS["month"].in_(scope.lang)),
        Column("before", TEXTS[words[0]].in_(scope.lang), "number"),
        Column("after", TEXTS[words[1]].in_(scope.lang), "number strong"),
        Column("cell", TEXTS["cell"].in_(scope.lang)),
    ]
    rows = [_figure(row, scope) for row in frame.head(most).itertuples()]
    more = len(frame) - len(rows)
    listed = table(columns, rows, empty="") if rows else Markup("")
    return listed + (render("words", text=TEXTS["more"].in_(scope.lang, count=f"{more:,}")) if more > 0 else Markup(""))


def _figure(row, scope: Scope) -> dict[str, object]:
    measure = MEASURES.get(row.measure)
    name = row.measure if measure is None else (measure.zh if scope.lang == "zh" else measure.en)
    subject = Markup("<small>{}</small>").format(row.subject) if row.subject else Markup("")
    return {
        "what": Markup("<b>{}</b>").format(name) + subject,
        "unit": scope.name(row.unit) if row.unit in scope.tree else row.unit,
        "month": f"{row.month:%Y-%m}",
        "before": "—" if pd.isna(row.before) else written(row.before, "exact", scope),
        "after": row.grade
        or (TEXTS["withdrawn"].in_(scope.lang) if pd.isna(row.value) else written(row.value, row.qualifier, scope)),
        "cell": f"{row.sheet} {row.cell}".strip(),
    }


def written(value: float, qualifier: str, scope: Scope) -> str:
    """A figure in full, as a steward compares it with the workbook, with its qualifier."""
    return formats.MARKS[qualifier].in_(scope.lang).format(f"{value:,.15g}")


def _records(compared: Compared, scope: Scope) -> Markup:
    """The rows of registers that are added or changed, by name."""
    listed = Markup("")
    for key, frame in compared.records.items():
        moving = frame[frame["change"] != "same"]
        if len(moving):
            listed += _register_rows(key, moving, scope)
    return listed


def _register_rows(key: str, moving: pd.DataFrame, scope: Scope) -> Markup:
    title = REGISTERS[key].title_field
    columns = [
        Column("what", register_name(key, scope), "main"),
        Column("change", ""),
        Column("cell", TEXTS["cell"].in_(scope.lang)),
    ]
    rows = [
        {
            "what": Markup("<b>{}</b><small>{}</small>").format(row.get(title) or row["key"], row["key"]),
            "change": TEXTS["removed"].in_(scope.lang) if row["removed"] else CHANGES[row["change"]].in_(scope.lang),
            "cell": f"{row['sheet']} {row['cell']}",
        }
        for row in moving.head(MOST_FIGURES).to_dict("records")
    ]
    more = len(moving) - len(rows)
    rest = render("words", text=TEXTS["more"].in_(scope.lang, count=f"{more:,}")) if more else Markup("")
    return table(columns, rows, empty="") + rest


def moved(moves: Sequence[Move], scope: Scope, title: str = "") -> Panel:
    """Numbers now → then, with rank, status and coverage; each leads to its passport."""
    columns = [
        Column("metric", TEXTS["metric"].in_(scope.lang), "main"),
        Column("unit", TEXTS["unit"].in_(scope.lang)),
        Column("value", f"{TEXTS['before'].in_(scope.lang)} → {TEXTS['after'].in_(scope.lang)}", "number"),
        Column("rank", TEXTS["rank"].in_(scope.lang), "number"),
        Column("status", TEXTS["status"].in_(scope.lang)),
        Column("coverage", TEXTS["coverage"].in_(scope.lang), "number"),
    ]
    rows = [_move(move, scope) for move in moves[:MOST_MOVES]]
    listed = table(columns, rows[:FEW], empty=TEXTS["no_moves"].in_(scope.lang))
    others = TEXTS["others"].in_(scope.lang, count=len(moves) - FEW)
    listed += folded(others, table(columns, rows[FEW:], empty="") if rows[FEW:] else Markup(""))
    more = len(moves) - len(rows)
    rest = render("words", text=TEXTS["more"].in_(scope.lang, count=f"{more:,}")) if more else Markup("")
    return Panel(title or TEXTS["moves"].in_(scope.lang), listed + rest)


def _move(move: Move, scope: Scope) -> dict[str, object]:
    name = move.metric.name(scope.lang)
    return {
        "metric": link(name, scope.link("passport", metric=move.metric.key, unit=move.unit)),
        "unit": scope.name(move.unit),
        "value": from_to(*(_value(seen, move.metric, scope) for seen in (move.before, move.after))),
        "rank": from_to(*(str(seen.rank or "—") for seen in (move.before, move.after))),
        "status": from_to(*(_status(seen, move.metric, scope) for seen in (move.before, move.after))),
        "coverage": from_to(move.before.coverage, move.after.coverage),
    }


def _value(seen: Seen, metric: Metric, scope: Scope) -> str:
    return seen.grade or formats.show(seen.value, metric, seen.qualifier, scope.lang)


def _status(seen: Seen, metric: Metric, scope: Scope) -> str:
    return word(seen.status, metric).in_(scope.lang) if seen.status else "—"


def from_to(before: str, after: str) -> Markup:
    """What stays is quiet; what moves says from where."""
    if before == after:
        return Markup('<span class="quiet">{}</span>').format(after)
    return Markup('<span class="quiet">{} →</span> <b>{}</b>').format(before, after)
