"""The numbers of a deck, as its maker may read them: each place of a slide from its link alone, so that what is made today and
what is renewed next month are read by the same code."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data import access, months, revisions, units
from data.access import Actor
from data.decks.links import Link, digest
from data.refusal import ByReason
from data.reporting import calendar
from data.settings import settings
from data.text import Language, Text
from data.training_mark import is_training
from data.units import Tree
from metrics import METRICS, formats, query, withheld
from metrics.decks.content import Chart, Line, Number, Row, Table
from metrics.decks.numbers import number_format
from metrics.finding.search import may_read_metric
from metrics.judgement import JOINED, applications_behind, has_value, is_carried, judged, months_missing
from metrics.language import Metric
from metrics.periods import PERIODS, Period
from metrics.withheld import Sight

HISTORY, MOST_UNITS = 13, 24
COLUMNS = ("value", "mom", "yoy", "standing", "coverage")
MEASURED = ("count", "decimal", "money")  # formats whose unit of measure is not in the number already
TEXTS = {
    "name": Text("指标", "Figure"),
    "value": Text("数值", "Value"),
    "standing": Text("对照目标", "Against target"),
    "coverage": Text("填报率", "Coverage"),
    "history": Text("{metric} · 近 {count} 个月{measure}", "{metric} · {count} months{measure}"),
    "units": Text("{metric} · 各单位{measure}", "{metric} by unit{measure}"),
    "measure": Text("（{unit}）", " ({unit})"),
    "source": Text("来源：{title} · {month} · 第 {revision} 版（{at}）", "Source: {title} · {month} · revision {revision} ({at})"),
    "covered": Text("填报率 {coverage}", "coverage {coverage}"),
    "covered_each": Text("填报率见各行", "coverage in each row"),
    "there": Text("有数的单位 {there}", "units with a value {there}"),
    "rounded": Text("图中部分为约数或上下限", "some values drawn are about or bounds"),
    "best": Text("只列前 {count} 位", "the first {count} only"),
    "demo": Text("演示数据", "Demo data"),
    "carried": Text("沿用上期 {month}", "carried from {month}"),
    "basis": Text("（口径变化）", " (basis changed)"),
}  # fmt: skip
REFUSALS = {
    "no_unit": Text("{month}没有单位“{unit}”。", "There is no unit “{unit}” in {month}."),
    "no_metric": Text("没有指标“{metric}”。", "There is no metric “{metric}”."),
    "not_yours": Text("您不能查看“{unit}”{month}的数据。", "The figures of {unit} in {month} are not yours to read."),
    "month": Text("{month} 不在可看的月份之内。", "{month} is not a month one can look at."),
    "period": Text("没有周期“{period}”。", "There is no period “{period}”."),
    "revision": Text("版本 {revision} 不存在，现有版本为 1 至 {last}。", "There is no revision {revision}; there are 1 to {last}."),
}  # fmt: skip


class Refused(ByReason):
    """A number that is not there, or not this person's to read."""

    sentences = REFUSALS


class Reader:
    """Reads what places hold, as `actor`, at a revision (None: the present), in one language. Raises `Refused`."""

    def __init__(self, conn: Connection, actor: Actor, lang: Language, revision: int | None = None):
        self.conn, self.actor, self.lang = conn, actor, lang
        current = revisions.current(conn)
        if revision is not None and not 1 <= revision <= current:
            raise Refused("revision", revision=revision, last=current)
        self.asked = None if revision in (None, current) else revision
        self.revision = revision or current
        self.known, self.demo = units.load(conn), is_training(conn)
        self.published = calendar.published(conn)
        moment = revisions.moment_of(conn, self.revision)
        self.at = f"{moment.astimezone(months.SHANGHAI):%Y-%m-%d %H:%M}" if moment else formats.NONE
        self.tree = cache(self.known.in_month)
        self._snapshots: dict[tuple, pd.DataFrame] = {}

    def scope(self, link: Link) -> Line:
        """Whose numbers, of when."""
        self._require_unit(link)
        period = PERIODS[link.period]  # type: ignore[index]
        added = "" if link.period == "month" else f" · {period.text.in_(self.lang)}"
        demo = f" · {self._t('demo')}" if self.demo else ""
        return line_of(link, f"{self._unit(link)} · {month_name(link.month, self.lang)}{added}{demo}")

    def number(self, link: Link) -> Number:
        """One number with its changes, how it stands, and its source."""
        metric, row = self._row(link)
        period = PERIODS[link.period]  # type: ignore[index]
        judgement = judged(row, metric, link.month)
        told = [judgement.told(self.lang), months_missing(row, period.key, link.month).in_(self.lang)]
        told += [applications_behind(row).in_(self.lang)]
        lines = [
            "　".join(self._changes(metric, row, period)),
            JOINED.in_(self.lang).join(each for each in told if each),
        ]
        standing = line_of(_of(link, "standing"), "\n".join(lines))
        value = self._value(metric, row, more=0 if judgement.year.zh else judgement.more)
        source = self.source(_of(link, "source"))
        return Number(_of(link, "value"), metric.name(self.lang), value, standing, judgement.status or "", source)

    def table(self, link: Link, metrics: Sequence[str]) -> Table:
        """Figures against targets, a row each; those that may not be read are left out."""
        self._require_unit(link)
        readable = [key for key in metrics if self._may(link, key)]
        headings = (self._t("name"), *(self.heading(name, link) for name in COLUMNS))
        self.foresee(link, readable)
        rows = tuple(self.row(_of(link, "row", metric=key), COLUMNS) for key in readable)
        table = replace(link, metric="", columns=COLUMNS)
        return Table(table, headings, rows, self.source(replace(_of(link, "source"), metric="")))

    def foresee(self, link: Link, metrics: Sequence[str]) -> None:
        """Ask in one question for what is going to be read of a unit and month."""
        self._snapshot([key for key in metrics if key in METRICS], link)

    def row(self, link: Link, columns: Sequence[str]) -> Row:
        """A row of the table."""
        metric, row = self._row(link)
        judgement = judged(row, metric, link.month)
        mom, yoy = (self._change(metric, row, name) for name in ("mom", "yoy"))
        told = (judgement.word, judgement.target)
        cells = {
            "value": self._value(metric, row, more=0 if judgement.year.zh else judgement.more, alone=True),
            "mom": mom,
            "yoy": yoy,
            "standing": JOINED.in_(self.lang).join(text.in_(self.lang) for text in told if text.zh) or formats.NONE,
            "coverage": coverage(row),
        }
        name, measure = metric.name(self.lang), self._measure(metric)
        return Row(link, name, measure, tuple(cells.get(name, "") for name in columns), judgement.status or "")

    def history(self, link: Link) -> Chart:
        """A number through the months up to the link's."""
        metric = self._metric(link)
        self._require(link)
        period, count = PERIODS[link.period], link.count or HISTORY  # type: ignore[index]
        run = months.between(months.shift(link.month, 1 - count), link.month)
        frame = query.history(self.conn, [metric], [link.unit], run, period=period, revision=self.asked)
        sight = self.sight(link.month)
        shown = [sight.may(link.unit, period.first(month), month) for month in run]
        values = [value if may else None for value, may in zip(_values(frame), shown, strict=True)]
        rounded = (frame["qualifier"] != "exact").to_numpy() & shown
        return self._chart(
            replace(link, count=count), metric, [months.label(month) for month in run], values, rounded.any()
        )

    def units(self, link: Link) -> Chart:
        """The units below, the best first; for a unit without any, it and its neighbours as far as they may be read."""
        metric = self._metric(link)
        self._require(link)
        tree = self.tree(link.month)
        frame = self.beside(link)
        ranked = query.ranking(frame, metric, self.compared(link))
        ranked = ranked[ranked["value"].notna()] if ranked["value"].notna().any() else ranked
        best = ranked.head(MOST_UNITS)
        of_best = frame[(frame["metric"] == metric.key) & frame["unit"].isin(best["unit"])]
        names = [tree[unit].name(self.lang) for unit in best["unit"]]
        more = len(ranked) > len(best)
        rounded = (of_best["qualifier"] != "exact").any()
        beside = not tree.children.get(link.unit)
        return self._chart(link, metric, names, _values(best), rounded, more=more, beside=beside)

    def compared(self, link: Link) -> list[str]:
        """The units that `units` would draw, whether they have a value or not."""
        tree, sight = self.tree(link.month), self.sight(link.month)
        first = PERIODS[link.period].first(link.month)  # type: ignore[index]
        return [
            unit
            for unit in tree.children.get(self._above(link), (link.unit,))
            if sight.may(unit, first, link.month) and may_read_metric(self.actor, link.metric, unit, tree)
        ]

    def beside(self, link: Link) -> pd.DataFrame:
        """The snapshot in which `units` finds its values: of the units below, or of the neighbours."""
        return self._snapshot([link.metric], replace(link, unit=self._above(link)))

    def at_revision(self, revision: int) -> "Reader":
        """The same at another revision."""
        return Reader(self.conn, self.actor, self.lang, revision)

    def source(self, link: Link, *, rounded: bool = False, more: bool = False, there: str = "") -> Line:
        """Where it comes from, of which month and revision, and how much of it is in; `there`: of units side by side."""
        self._require_unit(link)
        told = [self._origin(link.month)]
        if there:
            told += [TEXTS["there"].in_(self.lang, there=there)]
        elif link.metric:
            _, row = self._row(link)
            told += [TEXTS["covered"].in_(self.lang, coverage=coverage(row))]
            if is_carried(row) and pd.notna(row["carried_from"]):
                told += [TEXTS["carried"].in_(self.lang, month=months.label(row["carried_from"]))]
        else:
            told += [self._t("covered_each")]
        told += [self._t("rounded")] if rounded else []
        told += [TEXTS["best"].in_(self.lang, count=MOST_UNITS)] if more else []
        told += [self._t("demo")] if self.demo else []
        return line_of(link, " · ".join(told))

    def origin(self, month: date) -> str:
        """The same of rows, which are no number: from which cockpit, of which month and revision."""
        return " · ".join([self._origin(month), *([self._t("demo")] if self.demo else [])])

    def _origin(self, month: date) -> str:
        title = settings().title_zh if self.lang == "zh" else settings().title_en
        blanks = {"month": months.label(month), "revision": str(self.revision)}
        return TEXTS["source"].in_(self.lang, title=title, at=self.at, **blanks)

    def may(self, link: Link) -> bool:
        """Whether a number may be read."""
        return link.metric in METRICS and self._may(link, link.metric)

    def _chart(
        self, link: Link, metric: Metric, categories: Sequence[str], values: Sequence[float | None], rounded: Any,
        *, more: bool = False, beside: bool = False,
    ) -> Chart:  # fmt: skip
        measure = self._measure(metric)
        title = TEXTS[link.kind].in_(self.lang, metric=metric.name(self.lang), count=link.count, measure=measure)
        there = f"{sum(value is not None for value in values)}/{len(values)}" if beside else ""
        where = _of(link, "source")
        where = (
            where if link.kind == "history" else replace(where, columns=("units",))
        )  # by which it is told from a number's
        source = self.source(where, rounded=bool(rounded), more=more, there=there)
        written = number_format(values, metric, self.lang)
        return Chart(link, title, tuple(categories), tuple(values), metric.name(self.lang), written, source)

    def _measure(self, metric: Metric) -> str:
        """What it is measured in, in brackets; nothing for what carries its sign."""
        unit = metric.unit.in_(self.lang) if metric.format in MEASURED else ""
        return TEXTS["measure"].in_(self.lang, unit=unit) if unit else ""

    def heading(self, name: str, link: Link) -> str:
        """What a column of the table is called."""
        period = PERIODS[link.period]  # type: ignore[index]
        return {"mom": period.mom, "yoy": period.yoy}.get(name, TEXTS.get(name, TEXTS["name"])).in_(self.lang)

    def _value(self, metric: Metric, row: Mapping[Any, Any], *, more: int, alone: bool = False) -> str:
        if not has_value(row):
            return formats.NONE
        written = row["grade"] or formats.show(row["value"], metric, row["qualifier"], self.lang, more=more)
        unit = metric.unit.in_(self.lang) if metric.format in MEASURED and not row["grade"] and not alone else ""
        return f"{written}{'' if self.lang == 'zh' else ' '}{unit}".rstrip()

    def _changes(self, metric: Metric, row: Mapping[Any, Any], period: Period) -> list[str]:
        names = (("mom", period.mom), ("yoy", period.yoy)) if period.before else (("yoy", period.yoy),)
        return [f"{name.in_(self.lang)} {self._change(metric, row, key)}" for key, name in names]

    def _change(self, metric: Metric, row: Mapping[Any, Any], name: str) -> str:
        if is_carried(row):
            return formats.NONE
        told = formats.show_change(row[name], metric, self.lang, sides=(row[f"{name}_then"], row[f"{name}_now"]))
        return told + (self._t("basis") if row[f"{name}_basis"] and told != formats.NONE else "")

    def _row(self, link: Link) -> tuple[Metric, Mapping[Any, Any]]:
        metric = self._metric(link)
        self._require(link)
        frame = self._snapshot([metric.key], link)
        return metric, frame[frame["unit"] == link.unit].iloc[0].to_dict()

    def _snapshot(self, keys: Sequence[str], link: Link) -> pd.DataFrame:
        """Asked once for a unit, month and period; a number asked before for a whole table is not asked again."""
        period = PERIODS[link.period]  # type: ignore[index]
        place = (link.unit, link.month, link.period)
        kept = self._snapshots.get(place)
        lacking = [key for key in keys if kept is None or not (kept["metric"] == key).any()]
        if lacking:
            found = query.snapshot(
                self.conn, [METRICS[key] for key in lacking], link.unit, link.month, period=period, revision=self.asked
            )
            found = withheld.of_snapshot(found.assign(withheld=False), self.sight(link.month), link.month, period)
            self._snapshots[place] = found if kept is None else pd.concat([kept, found], ignore_index=True)
        whole = self._snapshots.get(place, pd.DataFrame(columns=["metric", "unit"]))
        return whole[whole["metric"].isin(list(keys))]

    def _above(self, link: Link) -> str:
        tree = self.tree(link.month)
        return link.unit if tree.children.get(link.unit) else tree[link.unit].parent or link.unit

    def _metric(self, link: Link) -> Metric:
        if link.metric not in METRICS:
            raise Refused("no_metric", metric=link.metric)
        return METRICS[link.metric]

    def _require_unit(self, link: Link) -> None:
        if not settings().months.first <= link.month <= months.today().replace(day=1):
            raise Refused("month", month=months.label(link.month))
        if link.period not in PERIODS:
            raise Refused("period", period=link.period)
        if link.unit not in self.tree(link.month):
            raise Refused("no_unit", unit=link.unit, month=months.label(link.month))
        first = PERIODS[link.period].first(link.month)
        if not self.sight(link.month).may(link.unit, first, link.month):
            raise Refused("not_yours", unit=self._unit(link), month=months.label(link.month))

    def _require(self, link: Link) -> None:
        self._require_unit(link)
        if not may_read_metric(self.actor, link.metric, link.unit, self.tree(link.month)):
            raise Refused("not_yours", unit=self._unit(link), month=months.label(link.month))

    def _may(self, link: Link, metric: str) -> bool:
        return may_read_metric(self.actor, metric, link.unit, self.tree(link.month))

    def sight(self, month: date) -> Sight:
        """Which months of which units may be read, by the tree of a month."""
        tree: Tree = self.tree(month)
        return Sight(access.readable(self.actor, tree), self.published)

    def _unit(self, link: Link) -> str:
        tree = self.tree(link.month)
        return tree[link.unit].name(self.lang) if link.unit in tree else link.unit

    def _t(self, name: str) -> str:
        return TEXTS[name].in_(self.lang)


def coverage(row: Mapping[Any, Any]) -> str:
    """How many of the units expected stand behind a value: `9/11`, with what is carried apart: `7+2/11`."""
    carried = f"+{int(row['carried'])}" if row["carried"] else ""
    return f"{int(row['reported'])}{carried}/{int(row['expected'])}"


def month_name(month: date, lang: Language) -> str:
    """The month as a title says it."""
    return f"{month.year}年{month.month}月" if lang == "zh" else f"{month:%b} {month.year}"


def _values(frame: pd.DataFrame) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in frame["value"]]


def _of(link: Link, kind: str, **more: Any) -> Link:
    """The same number in a place of another kind."""
    return replace(link, kind=kind, columns=(), holds=(), digest="", **more)


def line_of(link: Link, text: str) -> Line:
    """A line with its link, which says how it read."""
    return Line(replace(link, digest=digest(text)), text)
