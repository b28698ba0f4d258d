"""What belongs in the places of a briefing, as its maker may read it: by the same reader as slides, so that a number reads the
same on a slide and on paper."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from data import access, months
from data.decks.links import Link
from data.documents.blocks import Block, Grid, Letters, Lines
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.settings import settings
from data.text import Text
from metrics import METRICS, OVERVIEW, formats, query, standings
from metrics.briefs import charting
from metrics.briefs.places import KINDS, Place
from metrics.conclusions import NOTHING, conclusions
from metrics.decks.content import Chart, Judged, Slide, Table
from metrics.decks.reading import Reader, Refused, coverage, month_name

LATE, RANKED = 10, 30
PROBLEMS = "problems"
TEXTS = {
    "revision": Text("第 {revision} 版（{at}）", "revision {revision} ({at})"),
    "rank": Text("名次", "Rank"),
    "unit": Text("单位", "Unit"),
    "list": Text("清单", "List"),
    "problem": Text("问题", "Problem"),
    "late": Text("超期（天）", "Days late"),
    "no_late": Text("没有超期问题。", "No problem is overdue."),
    "no_rank": Text("没有可比的下级单位。", "There are no units below to compare."),
    "not_yours": Text("您不能查看这些数据。", "These are not yours to read."),
    "missing": Text("（{why}）", "({why})"),
    "of_register": Text(
        "来源：{title} · {register} · {month} · 第 {revision} 版（{at}）",
        "Source: {title} · {register} · {month} · revision {revision} ({at})",
    ),
    "demo": Text("演示数据", "Demo data"),
    "named": Text("{metric}：{source}", "{metric}: {source}"),
}  # fmt: skip


class Writer:
    """Reads what belongs in each place of a briefing of a unit and month; `steps` of a storyline, each with what it lists."""

    def __init__(self, reader: Reader, unit: str, month: date, steps: Sequence[tuple[Slide, Judged | None]] = ()):
        self.reader, self.lang, self.unit, self.month, self.steps = reader, reader.lang, unit, month, steps
        self.named: dict[Link, None] = {}  # the numbers that stand in sentences, whose sources come at the end

    def inside(self, place: Place) -> Letters:
        """Letters in a sentence. What is not there, or not the maker's to read, is said in brackets in its place."""
        try:
            return self._inside(place)
        except Refused as refused:
            return Letters(TEXTS["missing"].in_(self.lang, why=refused.sentence.in_(self.lang).rstrip("。.")))

    def instead(self, place: Place) -> tuple[Block, ...]:
        """What stands instead of a paragraph; the same of what is missing."""
        try:
            return _BLOCKS[place.kind](self, place)
        except Refused as refused:
            return (Lines((Letters(refused.sentence.in_(self.lang)),)),)

    def sources(self) -> tuple[Block, ...]:
        """Where the numbers come from that stand in sentences."""
        told = []
        for link in self.named:
            name, source = METRICS[link.metric].name(self.lang), self.reader.source(replace(link, kind="source"))
            told.append(Letters(TEXTS["named"].in_(self.lang, metric=name, source=source.text)))
        return (Lines(tuple(told), "source"),) if told else ()

    def link(self, place: Place, kind: str = "value") -> Link:
        """Which number a place means."""
        month = place.month or months.shift(self.month, place.by)
        return Link(kind, place.unit or self.unit, month, place.metric, demo=self.reader.demo)

    def _inside(self, place: Place) -> Letters:
        link, lang, reader = self.link(place), self.lang, self.reader
        if place.kind == "unit":
            return Letters(reader.scope(replace(link, kind="scope")).text.split(" · ")[0])
        if place.kind == "month":
            return Letters(month_name(link.month, lang))
        if place.kind == "revision":
            return Letters(TEXTS["revision"].in_(lang, revision=reader.revision, at=reader.at))
        if place.kind == "day":
            today = months.today()
            return Letters(f"{today.year}年{today.month}月{today.day}日" if lang == "zh" else f"{today:%-d %B %Y}")
        if place.kind == "source":
            return Letters(reader.source(link).text)
        address = replace(link, kind="value").address(settings().notices.address, lang=lang)
        if place.kind == "value":
            text = reader.number(link).text
        else:
            (text,) = reader.row(replace(link, kind="row"), (place.kind,)).cells
        self.named[link] = None
        return Letters(text, address)

    def _conclusions(self, place: Place) -> tuple[Block, ...]:
        link = self.link(place, "scope")
        self._require_rows(link)
        found = conclusions(self.reader.conn, link.unit, link.month, revision=self.reader.asked)
        told = [
            Letters(
                f"{nth}. {JOIN[self.lang].join(text.in_(self.lang) for text in (each.what, each.told, each.since) if text.zh)}"
            )
            for nth, each in enumerate(found, 1)
        ]
        source = self.reader.source(replace(link, kind="source"))
        if not told:
            return (Lines((Letters(NOTHING.in_(self.lang)),)),)
        return Lines(tuple(told), "item"), Lines((Letters(source.text),), "source")

    def _figures(self, place: Place) -> tuple[Block, ...]:
        return self._table(self.reader.table(self.link(place, "figures"), [each.key for each in OVERVIEW]))

    def _table(self, table: Table) -> tuple[Block, ...]:
        root = settings().notices.address
        rows = [
            (Letters(f"{row.name}{row.measure}", row.link.address(root, lang=self.lang)), *map(Letters, row.cells))
            for row in table.rows
        ]
        grid = Grid(table.headings, tuple(rows), right=(1, 2, 3))
        return grid, Lines((Letters(table.source.text),), "source")

    def _ranks(self, place: Place) -> tuple[Block, ...]:
        link, metric = self.link(place, "units"), METRICS[place.metric]
        self.reader.row(replace(link, kind="row"), ())  # refused where it may not be read
        tree = self.reader.tree(link.month)
        frame = self.reader.beside(link)
        ranked = query.ranking(frame, metric, self.reader.compared(link)).head(RANKED)
        if len(ranked) < 2:
            return (Lines((Letters(TEXTS["no_rank"].in_(self.lang)),)),)
        told = frame[frame["metric"] == metric.key].set_index("unit")
        rows = []
        for row in ranked.itertuples():
            one = told.loc[row.unit].to_dict()
            value = (
                formats.show(row.value, metric, one["qualifier"], self.lang) if pd.notna(row.value) else formats.NONE
            )
            rank = str(int(row.rank)) if pd.notna(row.rank) else formats.NONE
            rows.append(
                (Letters(rank), Letters(tree[row.unit].name(self.lang)), Letters(value), Letters(coverage(one)))
            )
        heads = (TEXTS["rank"].in_(self.lang), TEXTS["unit"].in_(self.lang), metric.name(self.lang))
        grid = Grid((*heads, self.reader.heading("coverage", link)), tuple(rows), right=(0, 2, 3))
        source = self.reader.source(replace(link, kind="source", columns=("units",)))
        return grid, Lines((Letters(source.text),), "source")

    def _overdue(self, place: Place) -> tuple[Block, ...]:
        link, register = self.link(place, "scope"), REGISTERS[PROBLEMS]
        self.reader.scope(link)
        tree = self.reader.tree(link.month)
        below = set(tree.below(link.unit)) & units_readable(self.reader.actor, PROBLEMS, tree)
        if not below:
            return (Lines((Letters(TEXTS["not_yours"].in_(self.lang)),)),)
        worst = standings.rows(
            self.reader.conn, PROBLEMS, below, link.month, revision=self.reader.asked, limit=LATE
        ).rows  # what is past its day first, by the day
        found = worst[worst["late"].notna()]
        if found.empty:
            return (Lines((Letters(TEXTS["no_late"].in_(self.lang)),)),)
        lists = dict(register.field("list").choices)
        rows = [
            (
                Letters(lists[row["list"]].in_(self.lang) if row["list"] in lists else row["list"]),
                Letters(str(row[register.title_field])),
                Letters(tree[row["unit"]].name(self.lang) if row["unit"] in tree else row["unit"]),
                Letters(f"{row['late']:,.0f}"),
            )
            for row in found.to_dict("records")
        ]
        heads = tuple(TEXTS[name].in_(self.lang) for name in ("list", "problem", "unit", "late"))
        title = settings().title_zh if self.lang == "zh" else settings().title_en
        blanks = {"title": title, "register": register.zh if self.lang == "zh" else register.en}
        blanks |= {"month": months.label(link.month), "revision": str(self.reader.revision), "at": self.reader.at}
        told = TEXTS["of_register"].in_(self.lang, **blanks)
        told += f" · {TEXTS['demo'].in_(self.lang)}" if self.reader.demo else ""
        return Grid(heads, tuple(rows), right=(3,)), Lines((Letters(told),), "source")

    def _history(self, place: Place) -> tuple[Block, ...]:
        return self._drawn(self.reader.history(self.link(place, "history")))

    def _units(self, place: Place) -> tuple[Block, ...]:
        return self._drawn(self.reader.units(self.link(place, "units")))

    def _drawn(self, chart: Chart) -> tuple[Block, ...]:
        return charting.drawn(chart, self.lang), Lines((Letters(chart.source.text),), "source")

    def _steps(self, _place: Place) -> tuple[Block, ...]:
        """The steps of a storyline: title, what is said to it, its numbers, charts and list. Nothing of a view without one."""
        made: list[Block] = []
        for slide, listed in self.steps:
            made += [Lines((Letters(slide.title),), "heading"), Lines((Letters(slide.scope.text),), "under")]
            made += [Lines(tuple(Letters(line) for line in slide.notes.splitlines() if line))] if slide.notes else []
            if isinstance(slide.left, Table):
                made += self._table(slide.left)
            elif slide.left:
                address = slide.left.link.address(settings().notices.address, lang=self.lang)
                standing = [Letters(line) for line in slide.left.standing.text.splitlines() if line.strip()]
                made.append(Lines((Letters(f"{slide.left.name} {slide.left.text}", address), *standing)))
                made.append(Lines((Letters(slide.left.source.text),), "source"))
            for chart in slide.charts:
                made += self._drawn(chart)
            made += _listed(listed) if listed else ()
        return tuple(made)

    def _sources(self, _place: Place) -> tuple[Block, ...]:
        return self.sources()

    def _require_rows(self, link: Link) -> None:
        """Conclusions tell of rows and earlier months: for who may read everything of the unit."""
        self.reader.scope(link)
        if not access.may(self.reader.actor, "read", link.unit, self.reader.tree(link.month)):
            raise Refused("not_yours", unit=link.unit, month=months.label(link.month))


def _listed(told: Judged) -> tuple[Block, ...]:
    """What is said of a list, its first rows, and where it comes from; whoever or whatever is listed leads to where it is explained."""
    named = told.listed.named
    rows = [
        tuple(Letters(text, address if nth == named else "") for nth, text in enumerate(row))
        for row, address in zip(told.listed.rows, told.listed.addresses, strict=True)
    ]
    said = Lines(tuple(Letters(line) for line in told.said.text.split("\n")))
    grid = (Grid(told.listed.headings, tuple(rows)),) if rows else ()
    return said, *grid, Lines((Letters(told.source.text),), "source")


JOIN = {"zh": "，", "en": "; "}
_BLOCKS: dict[str, Callable[[Writer, Place], tuple[Block, ...]]] = {
    "conclusions": Writer._conclusions,
    "figures": Writer._figures,
    "overdue": Writer._overdue,
    "ranks": Writer._ranks,
    "history": Writer._history,
    "units": Writer._units,
    "steps": Writer._steps,
    "sources": Writer._sources,
}
assert set(_BLOCKS) == {key for key, kind in KINDS.items() if kind.block}
