"""What came of a decision, and the submission that waits next; or what became of one that no longer waits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import store
from data.reporting import submissions
from data.reporting.approval import Accepted
from data.reporting.submissions import STATES, Submission
from data.text import Text
from metrics import METRICS, OVERVIEW
from ui import reads, room
from ui.approving.lists import next_one
from ui.approving.view import View
from ui.board import ARRIVE
from ui.cards import coverage, value_of
from ui.changes import from_to
from ui.page import show
from ui.panels import Panel
from ui.room import Room
from ui.scope import Scope, month_name, when
from ui.tables import Column, link, table
from ui.templates import render

KEYS = tuple(metric.key for metric in OVERVIEW)
TEXTS = {
    "accepted": Text("{unit} {month}：已通过，现已生效", "{unit} {month}: accepted, it counts now"),
    "partly": Text(
        "{unit} {month}：已通过，现已生效；退回 {count} 个单元格",
        "{unit} {month}: accepted, it counts now; {count} cells went back",
    ),
    "passed_on": Text(
        "{unit} {month}：第 {step} 级已通过，交第 {next} 级审核",
        "{unit} {month}: step {step} is done, step {next} is next",
    ),
    "returned": Text("{unit} {month}：已退回，填报员会收到通知", "{unit} {month}: sent back; the steward is told"),
    "batch": Text("批次 {batch}，版本 {revision}", "Batch {batch}, revision {revision}"),
    "to_batch": Text("看批次 {batch}", "See batch {batch}"),
    "overview": Text("看总览", "See the overview"),
    "next": Text("审核下一份", "Review the next one"),
    "no_next": Text("没有别的待审核了。", "Nothing else waits for you."),
    "moved": Text("首屏指标：填报率和数值的变化", "The first screen: coverage and values, before and now"),
    "nothing_moved": Text("首屏的数没有变化。", "The first screen stays as it was."),
    "metric": Text("指标", "Metric"),
    "unit": Text("单位", "Unit"),
    "coverage": Text("填报率", "Coverage"),
    "value": Text("数值", "Value"),
    "state": Text("{unit} {month}：{state}", "{unit} {month}: {state}"),
    "newer": Text("填报员已重新提交，请审核新的一份", "It was handed in again: review the new one"),
    "list": Text("回到待审核", "Back to the list"),
    "at": Text("时间", "When"),
    "name": Text("经办", "By"),
    "kind": Text("决定", "What"),
    "note": Text("说明", "Note"),
    "handed_in": Text("提交", "handed in"),
}


def done(scope: Scope) -> None:
    """What the last decision made: batch, revision, what moved, and the next one."""
    made: tuple[Submission, Accepted | None, int] | None = st.session_state.get("approval_done")
    if made is None:
        return
    found, accepted, back = made
    panels = {"done": Panel(_title(found, accepted, back, scope), _ways(found, accepted, scope))}
    if accepted and accepted.committed:
        here = replace(scope, month=found.month)
        panels["moved"] = Panel(TEXTS["moved"].in_(scope.lang), _moved(found, accepted.committed.revision, here))
    show(panels, scope, key="done")


def _title(found: Submission, accepted: Accepted | None, back: int, scope: Scope) -> str:
    if accepted is None or accepted.state == "returned":
        key = "returned"
    elif accepted.state == "waiting":
        key = "passed_on"
    else:
        key = "partly" if back else "accepted"
    step = accepted.step if accepted else found.step
    return TEXTS[key].in_(scope.lang, **_named(found, scope), count=back, step=step, next=step + 1)


def _named(found: Submission, scope: Scope) -> dict[str, str]:
    unit = scope.name(found.unit) if found.unit in scope.tree else found.unit
    return {"unit": unit, "month": month_name(found.month, scope.lang)}


def _ways(found: Submission, accepted: Accepted | None, scope: Scope) -> Markup:
    ways = []
    if accepted and accepted.committed:
        made = accepted.committed
        told = TEXTS["batch"].in_(scope.lang, batch=made.batch, revision=made.revision)
        ways.append(link(told, scope.link("history", batch=made.batch)))
        ways.append(link(TEXTS["overview"].in_(scope.lang), scope.link(unit=found.unit, month=found.month)))
    following = next_one()
    if following is None:
        ways.append(Markup('<span class="quiet">{}</span>').format(TEXTS["no_next"].in_(scope.lang)))
    else:
        ways.append(link(TEXTS["next"].in_(scope.lang), scope.link("approval", submission=following)))
    return Markup('<p class="ways">{}</p>').format(Markup(" ").join(ways)) + ARRIVE.format(f"done-{found.number}")


@dataclass(frozen=True)
class _At:
    revision: int
    room: Room


def _moved(found: Submission, revision: int, scope: Scope) -> Markup:
    """The first screen's numbers of the unit and the one above it, before the batch and since."""
    keys, css = ("metric", "unit", "coverage", "value"), {"metric": "main", "coverage": "number", "value": "number"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css.get(key, "")) for key in keys]
    rows = [
        _change(key, unit, was, now, scope)
        for unit in scope.tree.path(found.unit)[:-3:-1]
        if scope.may_read(unit)
        for key, was, now in _both(unit, found, revision)
        if _told(key, was, scope) != _told(key, now, scope)
    ]
    return table(columns, rows, empty=TEXTS["nothing_moved"].in_(scope.lang))


def _both(unit: str, found: Submission, revision: int) -> Iterator[tuple[str, pd.Series, pd.Series]]:
    frames = [reads.snapshot(_At(at, room.here()), KEYS, unit, found.month) for at in (revision - 1, revision)]
    before, after = (frame[frame["unit"] == unit].set_index("metric") for frame in frames)
    yield from ((key, before.loc[key], after.loc[key]) for key in KEYS)


def _told(key: str, row: pd.Series, scope: Scope) -> tuple[str, str]:
    return coverage(row), value_of(METRICS[key], row, scope)


def _change(key: str, unit: str, was: pd.Series, now: pd.Series, scope: Scope) -> dict[str, object]:
    (covered, value), (covers, becomes) = _told(key, was, scope), _told(key, now, scope)
    return {
        "metric": link(METRICS[key].name(scope.lang), scope.link("passport", metric=key, unit=unit)),
        "unit": scope.name(unit),
        "coverage": from_to(covered, covers),
        "value": from_to(value, becomes),
    }


def no_longer(view: View, scope: Scope) -> None:
    """A submission that no longer waits: who did what with it, and the one that stands in its place."""
    found = view.submission
    title = TEXTS["state"].in_(scope.lang, **_named(found, scope), state=STATES[found.state].in_(scope.lang))
    with store.reading(room.engine()) as conn:
        decided = submissions.decisions(conn, found.number)
        waiting = submissions.listing(conn, [found.unit], ["waiting"])
    columns = [Column(key, TEXTS[key].in_(scope.lang)) for key in ("at", "name", "kind", "note")]
    first = {
        "at": when(found.at),
        "name": found.name,
        "kind": TEXTS["handed_in"].in_(scope.lang),
        "note": found.correction,
    }
    rows = [first] + [
        {"at": when(row["at"]), "name": row["name"], "kind": STATES[row["kind"]].in_(scope.lang), "note": row["note"]}
        for row in decided.to_dict("records")
    ]
    newer = waiting[(waiting["month"] == found.month) & (waiting["number"] > found.number)]
    body = table(columns, rows, empty="") + _where(found, newer, scope)
    show({"state": Panel(title, body)}, scope, key="no-longer")


def _where(found: Submission, newer: pd.DataFrame, scope: Scope) -> Markup:
    ways = [link(TEXTS["list"].in_(scope.lang), scope.link("approval"))]
    if found.batch is not None:
        told = TEXTS["to_batch"].in_(scope.lang, batch=found.batch)
        ways.insert(0, link(told, scope.link("history", batch=found.batch)))
    if len(newer):
        href = scope.link("approval", submission=int(newer["number"].iloc[0]))
        ways.insert(0, link(TEXTS["newer"].in_(scope.lang), href))
    return Markup('<p class="ways">{}</p>').format(Markup(" ").join(ways))


def unknown(sentence: str, scope: Scope) -> None:
    """What is said where there is no such submission."""
    show({"unknown": Panel("", render("words", text=sentence))}, scope, key="unknown")
