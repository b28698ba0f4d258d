"""Warnings from the oversight of public power on screen: for those alone who were named for it."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
from markupsafe import Markup

from data.ledgers import MOST, Page
from data.registers import REGISTERS
from data.registers.reading import units_readable
from data.text import Text
from metrics import oversight
from metrics.oversight import STANDINGS, Asked
from ui import reads
from ui.actor import actor
from ui.exporting import Export
from ui.filters import Choice, Filters, asked, of_field, of_unit
from ui.panels import Panel
from ui.reads import by_revision
from ui.registers.fields import exported, heading, words
from ui.scope import Scope
from ui.tables import Column, count, link, pager, table
from ui.templates import render

PAGE = 40
REGISTER = REGISTERS["oversight"]

TEXTS = {
    "by_kind": Text("权力事项 × 状态", "Kinds of power by standing"),
    "by_unit": Text("各单位 × 状态", "Units by standing"),
    "rows": Text("监督预警", "Warnings"),
    "standing": Text("状态", "Standing"),
    "total": Text("合计", "All"),
    "days": Text("超期天数", "Days overdue"),
    "none": Text("没有符合条件的预警。请放宽筛选。", "No warning matches. Widen the filters."),
    "empty": Text(
        "{unit}在您的授权范围内还没有监督预警。由{owner}授权的填报员在“上报”页上传“公权力监督预警”工作表。",
        "There are no warnings of {unit} that you may read. A steward named for {owner} uploads the sheet “Oversight of "
        "public power” on the page Upload.",
    ),
}


@by_revision
def warning_counts(conn, revision, units: tuple[str, ...], at: date, *fields: str) -> pd.DataFrame:
    """`oversight.counts` by fields, of units that whoever asks may read."""
    return oversight.counts(conn, units, at, *fields, revision=revision)


@by_revision
def warning_page(
    conn,
    revision,
    units: tuple[str, ...],
    at: date,
    standing: str,
    equal: tuple[tuple[str, str], ...],
    words: str,
    limit: int,
    offset: int,
) -> Page:
    """`oversight.warnings`: one page of rows, of units that whoever asks may read."""
    wanted = Asked(standing, dict(equal), words)
    return oversight.warnings(conn, units, at, wanted, revision=revision, limit=limit, offset=offset)


def mine(scope: Scope) -> tuple[str, ...]:
    """The unit and those below it whose warnings this person may read, asked anew each time."""
    may = units_readable(actor(), REGISTER.key, scope.tree)
    return tuple(code for code in scope.tree.below(scope.unit) if code in may)


def any_warnings(scope: Scope) -> bool:
    """Whether there is a warning that this person may read."""
    return not warning_counts(scope, mine(scope), scope.month, "standing").empty


def nothing_yet(scope: Scope) -> Panel:
    """What to do where there are none."""
    text = TEXTS["empty"].in_(scope.lang, unit=scope.name(scope.unit), owner=REGISTER.owner)
    return Panel("", render("empty", text=text))


def by_kind(scope: Scope) -> Panel:
    """Each kind of power by standing; every count leads to its rows."""
    kinds = {key: text.in_(scope.lang) for key, text in REGISTER.field("kind").choices}
    return _grid("kind", kinds, scope, lambda key: {"kind": key})


def by_unit(scope: Scope) -> Panel:
    """Each unit by standing."""
    names = {code: scope.name(code) for code in mine(scope)}
    return _grid("unit", names, scope, lambda key: {"unit": key})


def _grid(field: str, names: dict[str, str], scope: Scope, chosen) -> Panel:
    counts = warning_counts(scope, mine(scope), scope.month, field, "standing")
    grid = counts.pivot_table(index=field, columns="standing", values="count", aggfunc="sum", fill_value=0)
    grid = grid.reindex(columns=list(STANDINGS), fill_value=0).astype(int)
    columns = [
        Column("name", heading("oversight", field, scope), "main"),
        *(Column(key, text.in_(scope.lang), f"number {key}") for key, text in STANDINGS.items()),
        Column("total", TEXTS["total"].in_(scope.lang), "number"),
    ]
    rows = [
        {
            "name": link(name, scope.link("oversight", **chosen(key))),
            **{
                each: count(grid.at[key, each], scope.link("oversight", **chosen(key), standing=each))
                for each in STANDINGS
            },
            "total": f"{grid.loc[key].sum():,}",
        }
        for key, name in names.items()
        if key in grid.index
    ]
    return Panel(TEXTS[f"by_{field}"].in_(scope.lang), table(columns, rows, empty=TEXTS["none"].in_(scope.lang)))


def filters(scope: Scope) -> Filters:
    """What the list below is narrowed to."""
    standing = [(key, text.in_(scope.lang)) for key, text in STANDINGS.items()]
    fields = ("kind", "level", "outcome")
    return asked(
        "oversight",
        (
            of_unit(scope),
            Choice("standing", TEXTS["standing"].in_(scope.lang), standing),
            *(of_field("oversight", field, scope) for field in fields),
        ),
    )


def rows(scope: Scope, chosen: Filters) -> Panel:
    """The warnings one by one, the longest overdue first."""
    page = warning_page(scope, *_question(scope, chosen), PAGE, chosen.offset)
    fields = ("kind", "unit", "department", "level", "raised", "due", "outcome")
    dates = ("raised", "due")
    columns = [
        Column("matter", heading("oversight", "matter", scope), "main"),
        *(Column(field, heading("oversight", field, scope), "number" if field in dates else "") for field in fields),
        Column("late", TEXTS["days"].in_(scope.lang), "number"),
        Column("standing", TEXTS["standing"].in_(scope.lang), "standing"),
    ]
    say = words("oversight", scope)
    drawn = [
        {field: say(field, row[field]) or "—" for field in fields}
        | {
            "css": row["standing"],
            "matter": Markup("<b>{}</b><small>{}</small>").format(row["matter"], row["key"]),
            "late": f"{row['late']:,.0f}" if row["late"] == row["late"] else "—",
            "standing": STANDINGS[row["standing"]].in_(scope.lang),
        }
        for row in page.rows.to_dict("records")
    ]
    listed = table(columns, drawn, empty=TEXTS["none"].in_(scope.lang))
    way = pager(page.total, chosen.offset, PAGE, lambda start: chosen.link(scope, **{"from": start}), scope.lang)
    return Panel(TEXTS["rows"].in_(scope.lang), chosen.shown(scope) + listed + way)


def export(scope: Scope, chosen: Filters) -> Export:
    """Every row the filters leave, with its standing and the days it is overdue."""
    fields = (REGISTER.key_field, *REGISTER.fields)
    headings = [field.zh if scope.lang == "zh" else field.en for field in fields]
    own = [TEXTS[key].in_(scope.lang) for key in ("standing", "days")]
    total = warning_page(scope, *_question(scope, chosen), PAGE, chosen.offset).total
    title = TEXTS["rows"].in_(scope.lang)

    def rows() -> Iterator[list[object]]:
        found = reads.once(warning_page, scope, *_question(scope, chosen), MOST, 0)
        return exported("oversight", fields, found.rows, STANDINGS, scope)

    return Export(title, [*headings, *own], rows, total)


def _question(scope: Scope, chosen: Filters) -> tuple:
    equal = tuple((name, value) for name, value in chosen.values.items() if name != "standing")
    return mine(scope), scope.month, chosen.values.get("standing", ""), equal, chosen.words
