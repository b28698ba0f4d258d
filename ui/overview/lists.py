"""Problems overdue by list and place, by department; and what came in, was corrected or withdrawn."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from charts.heatmap import heatmap
from data import months
from data.registers import REGISTERS
from data.text import Text
from metrics import METRICS
from metrics.effects import Effect
from metrics.owners import office
from metrics.problems import problems_overdue
from metrics.recent import Accepted, Closed, closed, recent
from ui import reads
from ui.overview.effects import moved, said
from ui.panels import Panel, beside_title
from ui.reads import by_revision
from ui.rows.reading import counts
from ui.scope import Scope
from ui.templates import render
from ui.texts import tell

LISTS = dict(REGISTERS["problems"].field("list").choices)
CHANGES, FEW, DEPARTMENTS = 8, 4, 10  # from more than FEW lines on some screen has no room for all
TEXTS = {
    "published": Text("随系统提供的公布数据", "Published data that come with the program"),
    "title": Text("七张清单 × 各地 · 超期", "Seven lists by place · overdue"),
    "aside": Text("点一格看逐条", "A cell opens its problems"),
    "total": Text("合计", "All"),
    "alt": Text("各清单各地的超期问题", "Overdue problems by list and place"),
    "changed": Text("最近变化", "What changed"),
    "added": Text("新增 {count:,} 项", "{count:,} new"),
    "moved": Text("修改 {count:,} 项", "{count:,} changed"),
    "settled": Text("{register} {count:,} 项", "{count:,} of {register}"),
    "settled_one": Text("{register}：{title}", "{register}: {title}"),
    "accepted": Text("{unit}：{text}", "{unit}: {text}"),
    "stop": Text("停住", "Stop"),
    "go_on": Text("继续滚动", "Move on"),
    "nothing": Text("还没有数据进来。", "Nothing has come in yet."),
    "departments": Text("责任部门 · 超期", "Departments · overdue"),
    "own": Text("仅本单位可看", "For the unit itself"),
    "none": Text("没有超期问题。", "Nothing is overdue."),
}
KINDS = {
    "commit": Text("报送", "In"),
    "correction": Text("更正", "Corrected"),
    "withdraw": Text("撤回", "Withdrawn"),
    "closed": Text("办结", "Closed"),
    "accepted": Text("验收", "Accepted"),
}


def lists(scope: Scope, instead: Callable[[Scope], Panel | None] = lambda scope: None) -> Panel:
    """The seven lists by the units compared: which meet in what is overdue? Where nothing of it is known: what stands
    `instead`."""
    lang, units = scope.lang, scope.compared
    title = TEXTS["title"].in_(lang)
    data = reads.history(scope, (problems_overdue.key,), units, (scope.month,), "list")
    if data["value"].isna().all():
        return instead(scope) or Panel(title, render("empty", text=tell(lang, "no_value")))
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
        Markup('<div class="by-list" data-says="{0}">{1}</div><div class="by-place" data-says="{0}">{2}</div>').format(
            problems_overdue.key,
            heatmap(cells, rows=by_list, columns=by_place, **words),
            heatmap(turned, rows=by_place, columns=by_list, **words),
        )
    )
    return Panel(title, both, beside_title(TEXTS["aside"].in_(lang)))


def _short(name: str) -> str:
    """Without its 市, 区 or 县, as a heading has it; a name of two characters stays whole."""
    return name[:-1] if len(name) > 2 and name[-1] in "市区县" else name


@by_revision(rows=True, of="below")
def changes(conn, revision, unit: str, month: date, below: tuple[str, ...]) -> pd.DataFrame:
    """`metrics.recent` of a unit and those below it."""
    return recent(conn, below, revision, CHANGES)


@by_revision(rows=True, of="below")
def settled(conn, revision, unit: str, month: date, below: tuple[str, ...]) -> list[Closed]:
    """What those batches settled of lists."""
    found = recent(conn, below, revision, CHANGES)
    return closed(conn, below, [int(each) for each in found.loc[found["kind"] != "withdraw", "batch"]], revision)


class Happened(NamedTuple):
    """Something that happened: when, of which kind, what, the page on which it is opened, and the number it tells of."""

    at: datetime
    kind: str
    what: str
    href: str
    metric: str = ""


def changed(scope: Scope, accepted: tuple[Accepted, ...] = ()) -> Panel:
    """What happened lately, the newest first: what came in, was corrected or taken back, the rows of lists that were settled
    with it, and instructions that were `accepted`; each leads to where it is opened. Where there is more than room the lines
    move on, and can be stopped."""
    lang = scope.lang
    if not scope.is_own(scope.unit):
        return Panel(TEXTS["changed"].in_(lang), render("empty", text=TEXTS["own"].in_(lang)))
    where = scope.unit, scope.month, reads.reporting(scope, scope.tree.below(scope.unit))
    came = changes(scope, *where)
    found = [*_batches(came, settled(scope, *where), moved(scope, where[2], came), scope), *_accepted(accepted, scope)]
    rows = [
        {
            "href": each.href,
            "at": f"{each.at:%m-%d %H:%M}" if each.at.year == months.today().year else f"{each.at:%Y-%m-%d}",
            "kind": each.kind,
            "said": KINDS[each.kind].in_(lang),
            "what": each.what,
            "metric": each.metric,
        }
        for each in sorted(found, key=lambda each: each.at, reverse=True)
    ]
    drawn = render("changed", rows=rows, nothing=TEXTS["nothing"].in_(lang))
    words = {key: TEXTS[key].in_(lang) for key in ("stop", "go_on")}
    return Panel(TEXTS["changed"].in_(lang), drawn, render("ticker", **words) if len(rows) > FEW else Markup(""))


def _batches(
    found: pd.DataFrame, closed_by: list[Closed], moved_by: Mapping[int, list[Effect]], scope: Scope
) -> Iterator[Happened]:
    """A line a batch, with the number it moved farthest; what it settled stands in a line of its own, with the number of that
    list, if that is better for it."""
    for row in found.to_dict("records"):
        opened = scope.link("history", metric="", batch=row["batch"])
        left = list(moved_by.get(row["revision"], ()))
        for each in closed_by if row["kind"] != "withdraw" else ():
            if each.batch == row["batch"]:
                of_list = next((effect for effect in left if _eased(effect, each.register)), None)
                left = [effect for effect in left if effect is not of_list]
                said_, href = _settled(each, opened, scope)
                yield Happened(row["at"], "closed", _with(said_, of_list, scope), href, _of(of_list))
        first = left[0] if left else None
        yield Happened(row["at"], row["kind"], _what(row, first, scope), opened, _of(first))


def _of(effect: Effect | None) -> str:
    return effect.metric if effect else ""


def _eased(effect: Effect, register: str) -> bool:
    """Whether it is a number of that list, and better than before: other rows of the same batch may outweigh those settled."""
    metric, was, now = METRICS[effect.metric], effect.was.value, effect.now.value
    if was is None or now is None or not any(word.register == register for word in metric.rows):
        return False
    return now < was if metric.better == "lower" else now > was


def _with(told: str, effect: Effect | None, scope: Scope) -> str:
    return f"{told} · {said(effect, scope)}" if effect else told


def _settled(each: Closed, opened: str, scope: Scope) -> tuple[str, str]:
    """One by its name, leading to its own page; several by their count, leading to what brought them."""
    name = REGISTERS[each.register].name.in_(scope.lang)
    if each.rows > 1:
        return TEXTS["settled"].in_(scope.lang, count=each.rows, register=name), opened
    said = TEXTS["settled_one"].in_(scope.lang, title=each.title, register=name)
    return said, scope.link("object", metric="", register=each.register, key=each.key)


def _accepted(accepted: tuple[Accepted, ...], scope: Scope) -> Iterator[Happened]:
    for each in accepted:
        unit = scope.name(each.unit) if each.unit in scope.tree else each.unit
        said = TEXTS["accepted"].in_(scope.lang, unit=unit, text=each.text)
        yield Happened(each.at, "accepted", said, scope.link("instructions", metric="", instruction=each.number))


def _what(row: dict, effect: Effect | None, scope: Scope) -> str:
    """What came, and what it moved; where it moved no figure of the first screen, how much of it was new."""
    counted = [
        TEXTS[key].in_(scope.lang, count=row[name])
        for key, name in (("added", "added"), ("moved", "changed"))
        if row[name]
    ]
    published = row["source"] == "published"  # files of the program itself: their names say nothing to anybody
    name = TEXTS["published"].in_(scope.lang) if published else str(row["file_name"]).rsplit(".", 1)[0]
    told = [name, *([] if effect or row["kind"] == "withdraw" else counted)]
    return _with(" · ".join(told), effect, scope)


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
    return Panel(title, render("departments", bars=bars, metric=problems_overdue.key))
