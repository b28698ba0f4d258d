"""Who to call: the units that have not delivered, who answers for them, and what waits for approval and how long."""

from datetime import datetime
from typing import Any

import pandas as pd
from markupsafe import Markup

from data import months
from data.offices import office
from data.people.contacts import Contact, contacts
from data.reporting import submissions
from data.text import Text
from metrics.reporting import completeness
from ui import room
from ui.delivery.delivered import owner_of, what_name
from ui.delivery.deliveries import lacking
from ui.instructions.issuing import charge_way
from ui.links import named, person_link, unit_href
from ui.panels import Panel
from ui.scope import Scope, when
from ui.tables import link
from ui.templates import render

MOST = 30
MOST_NAMES = 2
TEXTS = {
    "call": Text("催报名单", "Who to call"),
    "missing": Text("缺 {count} 项", "{count} missing"),
    "late": Text("逾期 {count} 项", "{count} late"),
    "what": Text("{names}等 {count} 项", "{names} and others ({count})"),
    "nobody": Text("无填报员账号，归口：{owners}", "no steward has an account; owners: {owners}"),
    "called": Text("填报：{people}", "steward: {people}"),
    "none": Text("{month} 没有缺报，也没有逾期。", "Nothing of {month} is missing or was late."),
    "not_due": Text("{month} 还没有到截止日。", "{month} is not due yet."),
    "more": Text("另有 {count} 个单位，见下表。", "{count} more units stand below."),
    "waits": Text("待审核", "Waiting for approval"),
    "nothing_waits": Text("没有待审核的报送。", "Nothing waits for approval."),
    "step": Text("第 {step} 步，共 {steps} 步 · {name} 于 {at} 交来 · {cells} 项", "step {step} of {steps} · handed in by {name}, {at} · {cells} cells"),
    "approver": Text("审核：{people}", "approver: {people}"),
    "no_approver": Text("没有审核员账号", "no approver has an account"),
    "days": Text("已等 {days} 天 {hours} 小时", "{days} d {hours} h"),
    "hours": Text("已等 {hours} 小时", "{hours} h"),
    "join": Text("、", ", "),
}  # fmt: skip


def to_call(scope: Scope) -> Panel:
    """The units with something missing of the month, the most first, then those that were late."""
    title = f"{TEXTS['call'].in_(scope.lang)} · {months.label(scope.month)}"
    cells = lacking(scope, scope.unit, scope.month)
    counts = cells.assign(n=1).pivot_table(index="unit", columns="state", values="n", aggfunc="sum", fill_value=0)
    counts = counts.reindex(columns=["missing", "late"], fill_value=0)
    order = counts.sort_values(["missing", "late"], ascending=False, kind="stable")
    order = order[order["missing"] > 0] if (order["missing"] > 0).any() else order
    if order.empty:
        said = "none" if months.now() > _first_due(scope) else "not_due"
        return Panel(title, render("empty", text=TEXTS[said].in_(scope.lang, month=months.label(scope.month))))
    shown = order.head(MOST)
    with room.engine().connect() as conn:
        whom = contacts(conn, "report", list(shown.index), scope.tree)
    lines = [_call(unit, row, cells[cells["unit"] == unit], whom[unit], scope) for unit, row in shown.iterrows()]
    more = len(order) - len(shown)
    rest = render("words", text=TEXTS["more"].in_(scope.lang, count=more)) if more else Markup("")
    return Panel(title, _list(lines) + rest)


def _first_due(scope: Scope) -> datetime:
    following = months.shift(scope.month, 1)
    return datetime(following.year, following.month, 1, tzinfo=months.SHANGHAI)


def _call(unit: Any, row: pd.Series, cells: pd.DataFrame, people: tuple[Contact, ...], scope: Scope) -> Markup:
    state = "missing" if row["missing"] else "late"
    what = cells.loc[cells["state"] == state, "what"].tolist()
    names = TEXTS["join"].in_(scope.lang).join(what_name(key, scope) for key in what[:MOST_NAMES])
    named = names if len(what) <= MOST_NAMES else TEXTS["what"].in_(scope.lang, names=names, count=len(what))
    if people:
        whom = TEXTS["called"].in_(scope.lang, people="{}")
        said = Markup(whom).format(_people(people, scope))
    else:
        owners = (
            TEXTS["join"].in_(scope.lang).join(dict.fromkeys(office(owner_of(key)).in_(scope.lang) for key in what))
        )
        said = Markup("{}").format(TEXTS["nobody"].in_(scope.lang, owners=owners))
    instruct = [Markup(" · ") + each for each in charge_way(scope, metric=completeness.key, unit=str(unit))]
    return Markup('<li><b>{}</b><strong class="{}">{}</strong><span>{} · {}{}</span></li>').format(
        link(scope.name(unit), unit_href(scope, unit)),
        state,
        TEXTS[state].in_(scope.lang, count=int(row[state])),
        named,
        said,
        Markup("").join(instruct),
    )


def _people(people: tuple[Contact, ...], scope: Scope) -> Markup:
    """Names, each with a telephone number and an address one can tap."""
    return Markup(TEXTS["join"].in_(scope.lang)).join(_person(each, scope) for each in people[:MOST_NAMES])


def _person(one: Contact, scope: Scope) -> Markup:
    ways = [
        *([Markup('<a href="tel:{0}">{0}</a>').format(one.phone)] if one.phone else []),
        *([Markup('<a href="mailto:{0}">{0}</a>').format(one.mail)] if one.mail else []),
    ]
    return Markup(" ").join([person_link(one.login, one.name, scope), *ways])


def waiting(scope: Scope) -> Panel:
    """What has been handed in and not been decided on, the longest first; who is to decide."""
    title = TEXTS["waits"].in_(scope.lang)
    with room.engine().connect() as conn:
        found = submissions.listing(conn, units=scope.tree.below(scope.unit), states=["waiting"])
        whom = contacts(conn, "approve", found["unit"].unique(), scope.tree)
    if found.empty:
        return Panel(title, render("empty", text=TEXTS["nothing_waits"].in_(scope.lang)))
    rows = found.sort_values("at").head(MOST).to_dict("records")
    return Panel(title, _list([_waits(row, whom[row["unit"]], scope) for row in rows]))


def _waits(row: dict[Any, Any], people: tuple[Contact, ...], scope: Scope) -> Markup:
    said = TEXTS["step"].in_(
        scope.lang, step=row["step"] + 1, steps=row["steps"], name=row["name"], at=when(row["at"]), cells=row["cells"]
    )
    if people:
        whom = Markup(TEXTS["approver"].in_(scope.lang, people="{}")).format(_people(people, scope))
    else:
        whom = Markup("{}").format(TEXTS["no_approver"].in_(scope.lang))
    unit = named(scope, row["unit"])
    return Markup("<li><b>{} {}</b><strong class='late'>{}</strong><span>{} · {}</span></li>").format(
        unit, months.label(row["month"]), _how_long(row["at"], scope), said, whom
    )


def _how_long(since: datetime, scope: Scope) -> str:
    hours = max(0, int((months.now() - since).total_seconds() // 3600))
    days, rest = divmod(hours, 24)
    return TEXTS["days"].in_(scope.lang, days=days, hours=rest) if days else TEXTS["hours"].in_(scope.lang, hours=rest)


def _list(lines: list[Markup]) -> Markup:
    return Markup('<ol class="calls">{}</ol>').format(Markup("").join(lines))
