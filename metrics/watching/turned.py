"""The status turned: a number's against its target, or a row's in its register."""

from datetime import date

from data.registers import REGISTERS
from data.text import Text
from data.watching.reading import Found
from metrics import METRICS
from metrics.conclusions.conclusion import say, written
from metrics.formats import show
from metrics.judgement import JOINED, Row, judged, status_of, word
from metrics.language import Metric
from metrics.standings import one
from metrics.status import Status
from metrics.watching.asked import Asked

LAST_KNOWN = 12  # months back to the status before this one, over months in which nothing was judged
TEXTS = {
    "turned": Text("{name}由“{before}”转为“{now}”，{told}", "{name} went from “{before}” to “{now}”: {told}"),
    "same": Text("{name}仍为“{now}”，{told}", "{name} is “{now}” as before: {told}"),
    "first": Text("{name}为“{now}”，{told}", "{name} is “{now}”: {told}"),
    "unjudged": Text("{name}暂不评价", "{name} is not judged"),
    "row": Text("由“{before}”转为“{now}”", "from “{before}” to “{now}”"),
    "row_same": Text("状态为“{now}”", "it is “{now}”"),
}


def turned(asked: Asked) -> list[Found]:
    """Each month whose status is another than the last known one before it."""
    return _of_row(asked) if asked.watched.subject == "row" else _of_numbers(asked)


def _of_numbers(asked: Asked) -> list[Found]:
    found = []
    for key, rows in asked.rows(LAST_KNOWN).groupby("metric", sort=False):
        metric, before = METRICS[str(key)], None
        for row in rows.to_dict("records"):
            now = status_of(row)
            if row["month"] in asked.run:
                state = now if now and before and now != before else ""
                found.append(Found(row["month"], asked.item(metric.key), state, _said(row, metric, before, now)))
            before = now or before
    return found


def _said(row: Row, metric: Metric, before: Status | None, now: Status | None) -> Text:
    """How the number stands, in one line."""
    name = written(metric.name)
    if now is None:
        return say(TEXTS["unjudged"], name=name)
    blanks = {"name": name, "now": word(now, metric), "told": _value(row, metric)}
    if before is None:
        return say(TEXTS["first"], **blanks)
    return say(TEXTS["same" if before == now else "turned"], **blanks, before=word(before, metric))


def _value(row: Row, metric: Metric) -> Text:
    """The value, what was to be reached and how far it is from there."""
    judgement = judged(row, metric, row["month"])
    value = written(lambda lang: show(row["value"], metric, row["qualifier"], lang))
    parts = [part for part in (value, judgement.target, judgement.gap) if part.zh]
    return written(lambda lang: JOINED.in_(lang).join(part.in_(lang) for part in parts))


def _of_row(asked: Asked) -> list[Found]:
    names = {state.key: state.text for state in REGISTERS[asked.watched.register].states}
    before, found = "", []
    for month in asked.before(1):
        now = _standing(asked, month)
        if month in asked.run and now:
            state = now if before and now != before else ""
            said = say(TEXTS["row" if state else "row_same"], now=names[now], before=names.get(before, names[now]))
            found.append(Found(month, "", state, said))
        before = now or before
    return found


def _standing(asked: Asked, month: date) -> str:
    """The key of the row's state at the end of a month; "" where it was not there."""
    here = asked.watched
    rows = one(asked.conn, here.register, here.key, asked.keepers(month), month)
    return "" if rows.empty else str(rows.iloc[0]["standing"])
