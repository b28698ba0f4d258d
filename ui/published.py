"""The figures that were published, by document or by subject, beside what is reported today of the same."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import months, published
from data.measures import MEASURES, applications, outcomes, platform, services
from data.text import Text
from metrics import METRICS, formats
from metrics.judgement import has_value
from metrics.language import Metric
from ui import reads
from ui.cards import value_of
from ui.panels import Panel, beside_title
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

By = Literal["source", "subject"]
SUBJECTS = {
    "platform": (platform, Text("公共数据平台", "Public data platform")),
    "applications": (applications, Text("应用", "Applications")),
    "services": (services, Text("政务服务", "Services")),
    "outcomes": (outcomes, Text("成果与荣誉", "Outcomes and honours")),
}
TEXTS = {
    "told": Text(
        "报刊和部门公布过的数 {count} 个，出自 {sources} 份文件。数照原样保留，连同“约、多、达到”等说法；文中的话只录入了一部分，没有录入的不补写。",
        "{count} figures that newspapers and departments printed, in {sources} documents. They are kept as they are, with “about”, “more than” or “reaches”; only some of the printed words have been recorded, and nothing is quoted that has not.",
    ),
    "source": Text("按出处", "By document"),
    "subject": Text("按主题", "By subject"),
    "nothing": Text("还没有录入公布的数。", "No published figure has been recorded."),
    "what": Text("数据", "Figure"),
    "whose": Text("单位", "Unit"),
    "month": Text("时间", "Month"),
    "value": Text("公布的数", "As published"),
    "printed": Text("原文节录", "In print"),
    "document": Text("出处", "Document"),
    "today": Text("{month}填报", "Reported, {month}"),
    "aim": Text("目标，不计入", "an aim, does not count"),
    "title": Text("《{title}》", "“{title}”"),
    "place": Text("清单 {cell}", "list {cell}"),
    "count": Text("{count} 个", "{count}"),
    "basis": Text("{publisher}，{date}（{basis}）", "{publisher}, {date} ({basis})"),
}


def asked_by() -> By:
    """How the page is ordered: by what the address says, else by document."""
    return next((each for each in get_args(By) if each == st.query_params.get("by")), "source")


def ways(scope: Scope, by: By) -> Panel:
    """What the page holds, and the two ways to order it."""
    count, sources = len(published.printed()), len(published.sources())
    chips = [(TEXTS[each].in_(scope.lang), scope.link("published", by=each), each == by) for each in get_args(By)]
    told = TEXTS["told"].in_(scope.lang, count=count, sources=sources)
    return Panel("", render("words", text=told) + render("choices", chips=chips))


def figures(scope: Scope, by: By) -> dict[str, Panel]:
    """A panel a document, or a subject; within a subject what was printed of one thing at two times stands together."""
    rows = published.printed()
    if rows.empty:
        return {"nothing": Panel("", render("empty", text=TEXTS["nothing"].in_(scope.lang)))}
    groups = _by_source(rows, scope) if by == "source" else _by_subject(rows, scope)
    return {key: Panel(title, _table(part, scope, by), aside) for key, title, aside, part in groups}


def _by_source(rows: pd.DataFrame, scope: Scope) -> Iterator[tuple[str, str, Markup, pd.DataFrame]]:
    chosen = st.query_params.get("source")  # one document, as the search leads to it
    sources = published.sources().to_dict("records")
    for source in [each for each in sources if each["key"] == chosen] or sources:
        part = rows[rows["source"] == source["key"]]
        aside = beside_title(told_of(source, scope))
        yield f"source-{source['key']}", titled(source, scope), aside, part


def _by_subject(rows: pd.DataFrame, scope: Scope) -> Iterator[tuple[str, str, Markup, pd.DataFrame]]:
    for key, (declared, title) in SUBJECTS.items():
        order = [measure.key for measure in declared.MEASURES]
        part = rows[rows["measure"].isin(order)]
        part = part.assign(place=part["measure"].map(order.index)).sort_values(
            ["place", "unit_code", "application", "month"], kind="stable"
        )
        aside = beside_title(TEXTS["count"].in_(scope.lang, count=len(part)))
        yield f"subject-{key}", title.in_(scope.lang), aside, part


def titled(source: Mapping[Any, Any], scope: Scope) -> str:
    """A document's title as a title."""
    return TEXTS["title"].in_(scope.lang, title=source["title" if scope.lang == "zh" else "title_en"])


def told_of(source: Mapping[Any, Any], scope: Scope) -> str:
    """Who printed a document and when, and whether that day is printed or inferred."""
    return TEXTS["basis"].in_(
        scope.lang,
        publisher=source["publisher" if scope.lang == "zh" else "publisher_en"],
        date=source["date"],
        basis=published.BASES[source["date_basis"]].in_(scope.lang),
    )


def _table(rows: pd.DataFrame, scope: Scope, by: By) -> Markup:
    keys = ["what", "whose", "month", "value", "printed", *(["document"] if by == "subject" else []), "today"]
    css = {"what": "main", "month": "short", "value": "number strong", "today": "number"}
    blanks = {"month": months.label(scope.month)}
    columns = [Column(key, TEXTS[key].in_(scope.lang, **blanks), css.get(key, "")) for key in keys]
    documents = published.sources().set_index("key", drop=False).to_dict("index")
    listed = [_row(row, documents[row["source"]], scope) for row in rows.to_dict("records")]
    return table(columns, listed, empty=TEXTS["nothing"].in_(scope.lang))


def _row(row: dict[Any, Any], document: Mapping[Any, Any], scope: Scope) -> dict[str, object]:
    application = Markup("<small>{}</small>").format(row["application"]) if row["application"] else ""
    return {
        "what": Markup("<b>{}</b>{}").format(called(row, scope), application),
        "whose": scope.name(row["unit_code"]) if row["unit_code"] in scope.tree else row["unit_code"],
        "month": months.label(row["month"]),
        "value": shown(row, scope),
        "printed": in_print(row, scope),
        "document": Markup("{}<small>{}</small>").format(titled(document, scope), told_of(document, scope)),
        "today": _today(row, scope),
    }


def called(row: Mapping[Any, Any], scope: Scope) -> str:
    """What a figure is called where it stands by itself."""
    name = str(row["name_zh" if scope.lang == "zh" else "name_en"])
    return name[:1].upper() + name[1:]


def shown(row: Mapping[Any, Any], scope: Scope) -> str:
    """The figure as it was published: its grade, or its value in full with the promise and the unit of measure."""
    grade = row["grade"]
    if pd.isna(row["value"]):
        return grade or "—"
    measure = MEASURES[row["measure"]]
    if measure.unit == _RATE:
        written = formats.MARKS[row["qualifier"]].in_(scope.lang).format(f"{row['value'] * 100:.15g}%")
    else:
        of = METRICS["visits"]  # a count, in the scales of the language
        unit = row["unit_zh"] if scope.lang == "zh" else measure.unit.en
        written = f"{formats.show(row['value'], of, row['qualifier'], scope.lang)} {unit}".rstrip()
    return f"{grade}（{written}）" if grade and scope.lang == "zh" else f"{grade} ({written})" if grade else written


_RATE = MEASURES["materials_cut_rate"].unit


def in_print(row: Mapping[Any, Any], scope: Scope) -> Markup:
    """The words of the document that are recorded, what has to be known beside them, and the place in the list."""
    said = f"“{row['printed']}”" if row["printed"] else "—"
    note = row["note_zh" if scope.lang == "zh" else "note_en"]
    return Markup("{}<small>{}</small>").format(said, note) if note else Markup("{}").format(said)


def _today(row: Mapping[Any, Any], scope: Scope) -> Markup | str:
    """The metric of the same, as it is reported for the month of the view: never an application's beside its unit's."""
    metric = metric_of(row["measure"])
    if metric is None or row["application"] or not row["counts"] or not scope.is_own(row["unit_code"]):
        return "—"
    frame = reads.snapshot(scope, _metrics(), row["unit_code"], scope.month)
    of = frame[(frame["unit"] == row["unit_code"]) & (frame["metric"] == metric.key)].iloc[0]
    here = scope.link("passport", metric=metric.key, unit=row["unit_code"])
    return link(value_of(metric, of, scope), here) if has_value(of) else link("—", here)


def _metrics() -> tuple[str, ...]:
    """All that the page asks for, read together."""
    found = (metric_of(measure) for measure in published.printed()["measure"])
    return tuple(sorted({metric.key for metric in found if metric is not None}))


def metric_of(measure: str) -> Metric | None:
    """The metric that is the measure itself, or that names it as the rate published for it."""
    for metric in METRICS.values():
        alone = [part.key for part in metric.measures] == [measure] and not metric.rows
        if alone or (metric.published is not None and metric.published.key == measure):
            return metric
    return None
