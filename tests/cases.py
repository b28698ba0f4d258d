"""Small cases for the numbers: a tree of units, some measures, some metrics, and reports drawn as tables."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection

from data import bulk, schema
from data.measures import Measure
from data.text import Text
from data.uploads.commit import Source, take_back, write
from data.uploads.compare import compare
from metrics.language import Metric, Word, index, latest, total
from tests import frames
from tests.people import steward

NOTHING = Text("", "")
ZHEJIANG = {
    "330000": None,
    "330100": "330000",
    "330200": "330000",
    "330600": "330000",
    "330203": "330200",
    "330205": "330200",
    "330206": "330200",
    "330602": "330600",
    "330681": "330600",
}
STEWARD = steward("王", "330000")
ALWAYS = date(2000, 1, 1)


def measure(key: str, kind: str, **more) -> Measure:
    """A measure with nothing to say but what it is."""
    return Measure(key, key, key, kind, NOTHING, **more)


def metric(key: str, formula: object, better: str = "higher", published: Measure | None = None, **more) -> Metric:
    """A metric with nothing to say but its formula."""
    said = {"zh": key, "en": key, "format": "count", "owner": NOTHING, "why": NOTHING} | more
    return Metric(key=key, formula=formula, better=better, published=published, **said)


def word(of: Measure) -> Word:
    """The word for a measure of its kind."""
    return {"flow": total, "stock": latest, "index": index}[of.kind](of)


VISITS = measure("visits", "flow")
TRANSACTIONS = measure("transactions_ytd", "flow", reported_as="ytd")
RECORDS = measure("data_records", "stock", carry=2)
USERS = measure("app_users", "stock", carry=2)
ACTIVE = measure("active_users", "stock", carry=1)
SATISFIED = measure("satisfied", "flow")
RATED = measure("rated", "flow")
RATE = measure("satisfaction_rate", "index")
INDEX = measure("service_index", "index")
COMPLAINTS = measure("complaints", "flow")

visits = metric("visits", total(VISITS))
transactions = metric("transactions", total(TRANSACTIONS))
data_records = metric("data_records", latest(RECORDS))
satisfaction = metric("satisfaction", total(SATISFIED) / total(RATED), published=RATE, format="percent")
visits_per_user = metric("visits_per_user", total(VISITS) / latest(USERS))
usage_rate = metric("usage_rate", latest(ACTIVE) / latest(USERS), format="percent")
service_index = metric("service_index", index(INDEX))
complaints = metric("complaints", total(COMPLAINTS), better="lower")
dissatisfied = metric("dissatisfied", 1 - total(SATISFIED) / total(RATED), better="lower", format="percent")


def plant(conn: Connection, tree: Mapping[str, str | None], *, since: date = ALWAYS, until: date | None = None) -> None:
    """Put units (code → parent) into the store, with dates from which and until which they hold."""
    codes = pd.DataFrame({"code": list(tree)})
    terms = codes.assign(
        holds_from=pd.Timestamp(since),
        holds_to=pd.Series([pd.Timestamp(until) if until else pd.NaT] * len(codes), dtype="datetime64[s]"),
        parent=pd.Series(list(tree.values()), dtype=object),
        level=["province" if tree[code] is None else _level(tree.get(tree[code] or "")) for code in tree],
        name_zh=codes["code"],
        name_en=codes["code"],
    )
    known = {row.code for row in conn.execute(schema.unit.select())}
    bulk.add(conn, schema.unit, codes[~codes["code"].isin(known)])
    bulk.add(conn, schema.unit_term, terms.astype({"holds_from": "datetime64[s]"}))


def _level(above: str | None) -> str:
    return "city" if above is None else "county"


def report(
    conn: Connection,
    figures: pd.DataFrame | None = None,
    kind: str = "workbook",
    *,
    month: date | None = None,
    lists: Sequence[tuple[str, str]] = (),
    handed_in: datetime | None = None,
    **records: pd.DataFrame,
) -> int:
    """Commit figures, and rows of registers, as one batch; the new revision. `month`, `lists`, `handed_in`: as of
    `Source`."""
    if figures is None:
        figures = frames.figures("measure | unit | month | value").iloc[:0]
    compared = compare(conn, figures, records)
    source = Source(kind, "月报.xlsx", b"", handed_in=handed_in, month=month, lists=tuple(lists))
    return write(conn, compared, source, by=STEWARD).revision


def withdraw(conn: Connection, batch: int, reason: str = "") -> int:
    """Take one batch back; the new revision."""
    return take_back(conn, [batch], by=STEWARD, reason=reason)


def reports(table: str) -> pd.DataFrame:
    """Figures drawn as a table: unit, month (and subject), then one column a measure; an empty cell is no report."""
    drawn = frames.drawn(table)
    keys = [name for name in ("unit", "month", "subject", "qualifier", "grade") if name in drawn]
    long = drawn.melt(id_vars=keys, var_name="measure", value_name="value")
    long = long[(long["value"] != "") | (long["grade"] != "" if "grade" in long else False)]
    lines = [" | ".join(long.columns), *(" | ".join(row) for row in long.itertuples(index=False))]
    return frames.figures("\n".join(lines))


def records(table: str, register_dates: tuple[str, ...] = ()) -> pd.DataFrame:
    """Rows of a register drawn as a table; empty cells are empty, `register_dates` are read as days."""
    drawn = frames.drawn(table).replace("", None)
    for name in register_dates:
        drawn[name] = pd.to_datetime(drawn[name]).astype("datetime64[s]")
    return drawn.assign(sheet="清单", cell="A2", removed=False)


def targets(table: str) -> pd.DataFrame:
    """Targets drawn as a table: metric, unit, year, value (and path)."""
    drawn = frames.drawn(table)
    keys = drawn["metric"] + drawn["unit"] + drawn["year"]
    numbers = drawn.assign(year=drawn["year"].astype(int), value=drawn["value"].astype(float))
    return numbers.assign(key=keys, sheet="目标", cell="A2", removed=False)
