"""The ledger of applications on screen: how many there are of what kind, and each by itself."""

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd
from markupsafe import Markup

from data.ledgers import MOST, Page, counted, page_of
from data.registers import REGISTERS, Field
from data.text import Text
from metrics.ledger import standing
from ui import reads
from ui.exporting import Export
from ui.filters import Filters, asked, of_field, of_unit
from ui.panels import Panel
from ui.reads import by_revision
from ui.registers.fields import heading, words
from ui.scope import Scope
from ui.tables import Column, link, pager, table
from ui.templates import render
from ui.texts import tell

PAGE = 40
REGISTER = REGISTERS["applications"]

TEXTS = {
    "by_system": Text("系统 × 状态", "Systems by status"),
    "by_stage": Text("系统 × 批次阶段", "Systems by batch of the plan"),
    "applications": Text("应用一本账", "Ledger of applications"),
    "not_said": Text("未注明", "Not stated"),
    "total": Text("合计", "All"),
    "none": Text("没有符合条件的应用。请放宽筛选。", "No application matches. Widen the filters."),
    "empty": Text(
        "{unit}的一本账还是空的。请由填报人员在“上报”页上传“应用一本账”工作表。",
        "The ledger of {unit} is empty. A steward uploads the sheet “Ledger of applications” on the page Upload.",
    ),
}


@by_revision
def application_counts(conn, revision, unit: str, month: date, *fields: str) -> pd.DataFrame:
    """How many applications of a unit and all below at the end of a month by fields: the fields ("" for none) and
    `count`."""
    return counted(conn, standing(conn, unit, month, revision=revision), *fields)


@by_revision(rows=True)
def application_page(
    conn, revision, unit: str, month: date, equal: tuple[tuple[str, str], ...], words: str, limit: int, offset: int
) -> Page:
    """One page of the ledger of a unit and all below, by system and name."""
    found = standing(conn, unit, month, equal=dict(equal), words=words, revision=revision)
    columns = found.selected_columns
    return page_of(conn, found, (columns["system"], columns["name"]), limit=limit, offset=offset)


def any_applications(scope: Scope) -> bool:
    """Whether the ledger of the unit has a row."""
    return not _counts(scope).empty


def nothing_yet(scope: Scope) -> Panel:
    """What to do where the ledger is empty."""
    return Panel("", render("empty", text=TEXTS["empty"].in_(scope.lang, unit=scope.name(scope.unit))))


def by_system(scope: Scope, field: str) -> Panel:
    """Each system by a field with choices (status, stage); every count leads to its rows."""
    counts = application_counts(scope, scope.unit, scope.month, "system", field)
    grid = counts.pivot_table(index="system", columns=field, values="count", aggfunc="sum", fill_value=0)
    choices = [(key, text.in_(scope.lang)) for key, text in REGISTER.field(field).choices]
    grid = grid.reindex(columns=[*(key for key, _ in choices), ""], fill_value=0).astype(int)
    if grid[""].any():
        choices.append(("", TEXTS["not_said"].in_(scope.lang)))
    columns = [
        Column("name", heading("applications", "system", scope), "main"),
        *(Column(key or "none", text, "number") for key, text in choices),
        Column("total", TEXTS["total"].in_(scope.lang), "number strong"),
    ]
    rows = [
        {
            "name": link(text.in_(scope.lang), scope.link("applications", system=system)),
            **{key or "none": _count(grid.at[system, key], key, system, field, scope) for key, _ in choices},
            "total": f"{grid.loc[system].sum():,}",
        }
        for system, text in REGISTER.field("system").choices
        if system in grid.index
    ]
    title = TEXTS["by_system" if field == "status" else "by_stage"].in_(scope.lang)
    return Panel(title, table(columns, rows, empty=TEXTS["none"].in_(scope.lang)))


def filters(scope: Scope) -> Filters:
    """What the list below is narrowed to."""
    fields = ("system", "status", "stage", "reach")
    return asked("applications", (of_unit(scope), *(of_field("applications", field, scope) for field in fields)))


def rows(scope: Scope, chosen: Filters) -> Panel:
    """The applications one by one, where they are of one's own units."""
    title = TEXTS["applications"].in_(scope.lang)
    if not scope.is_own(scope.unit):
        return Panel(title, render("empty", text=tell(scope.lang, "rows_of_own")))
    page = _page(scope, chosen)
    fields = ("unit", "system", "department", "stage", "status", "reach", "live_since", "honours")
    columns = [
        Column("name", heading("applications", "name", scope), "main"),
        *(Column(field, heading("applications", field, scope)) for field in fields),
    ]
    say = words("applications", scope)
    drawn = [
        {"name": _name(row, scope)} | {field: say(field, row[field]) or "—" for field in fields}
        for row in page.rows.to_dict("records")
    ]
    listed = table(columns, drawn, empty=TEXTS["none"].in_(scope.lang))
    way = pager(page.total, chosen.offset, PAGE, lambda start: chosen.link(scope, **{"from": start}), scope.lang)
    return Panel(title, chosen.shown(scope) + listed + way)


def export(scope: Scope, chosen: Filters) -> Export:
    """Every row the filters leave."""
    fields = (REGISTER.key_field, *REGISTER.fields)
    headings = [field.zh if scope.lang == "zh" else field.en for field in fields]
    count = _page(scope, chosen).total
    return Export(TEXTS["applications"].in_(scope.lang), headings, lambda: _exported(fields, scope, chosen), count)


def _exported(fields: Sequence[Field], scope: Scope, chosen: Filters) -> Iterator[list[object]]:
    say = words("applications", scope)
    found = reads.once(application_page, scope, *_question(scope, chosen), MOST, 0)
    for row in found.rows.to_dict("records"):
        yield [say(field.key, row[field.key]) for field in fields]


def _counts(scope: Scope) -> pd.DataFrame:
    return application_counts(scope, scope.unit, scope.month, "system", "status")


def _page(scope: Scope, chosen: Filters) -> Page:
    return application_page(scope, *_question(scope, chosen), PAGE, chosen.offset)


def _question(scope: Scope, chosen: Filters) -> tuple:
    return scope.unit, scope.month, tuple(chosen.values.items()), chosen.words


def _name(row: dict, scope: Scope) -> Markup:
    name = (row["name_en"] if scope.lang == "en" else "") or row["name"]
    return Markup("<b>{}</b><small>{}</small>").format(name, row["key"])


def _count(count: int, key: str, system: str, field: str, scope: Scope) -> Markup | str:
    if not count:
        return "—"
    shown = f"{count:,}"
    return link(shown, scope.link("applications", system=system, **{field: key})) if key else shown
