"""Too many are overdue: problems of a unit, or rows of one of its lists; and one row that is overdue for long."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from data.registers import REGISTERS
from data.text import Text
from data.watching.reading import Found
from metrics.conclusions.conclusion import say
from metrics.problems import problems_overdue
from metrics.standings import counts, one
from metrics.watching.asked import Asked

TEXTS = {
    "unit": Text("超期问题 {now} 个，上月 {before} 个", "{now} problems overdue, {before} the month before"),
    "list": Text("超期 {now} 个，上月 {before} 个", "{now} overdue, {before} the month before"),
    "row": Text("已超期 {now} 天", "overdue for {now} days"),
    "in_time": Text("没有超期", "not overdue"),
    "unknown": Text("没有数据", "no figure"),
}


def overdue(asked: Asked) -> list[Found]:
    """Each month at whose end more than so many are overdue, and were not a month before."""
    if asked.watched.subject == "list":
        return _crossed(asked, lambda month: _in_list(asked, month), "list")
    rows = asked.readings.numbers([problems_overdue], [asked.watched.unit], asked.before(1))
    values = dict(zip(rows["month"], rows["value"], strict=True))
    return _crossed(asked, lambda month: values.get(month, float("nan")), "unit")


def late(asked: Asked) -> list[Found]:
    """The month at whose end a row came to be overdue by more than so many days."""
    return _crossed(asked, lambda month: _days(asked, month), "row")


def _crossed(asked: Asked, at: Callable[[date], float], told: str) -> list[Found]:
    found, values = [], {month: at(month) for month in asked.before(1)}
    for before, month in pairwise(values):
        was, now = values[before], values[month]
        state = "over" if now > asked.threshold and not was > asked.threshold else ""
        said = "unknown" if now != now else "in_time" if told == "row" and now <= 0 else told
        blanks = {"now": f"{now:,.0f}", "before": "—" if was != was else f"{was:,.0f}"}
        found.append(Found(month, "", state, say(TEXTS[said], **blanks)))
    return found


def _in_list(asked: Asked, month: date) -> float:
    register = asked.watched.register
    over = [state.key for state in REGISTERS[register].states if state.meaning == "over"]
    found = counts(asked.conn, register, asked.keepers(month), month, "standing")
    return float(found.loc[found["standing"].isin(over), "count"].sum())


def _days(asked: Asked, month: date) -> float:
    here = asked.watched
    rows = one(asked.conn, here.register, here.key, asked.keepers(month), month)
    if rows.empty:
        return float("nan")
    return float(rows.iloc[0]["late"]) if rows.iloc[0]["late"] == rows.iloc[0]["late"] else -1.0
