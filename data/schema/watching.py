"""What people watch: one rule for a change a row, and what was found and told of each month."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import METADATA, Key, Moment, UnitCode

watch = Table(
    "watch",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", Key, ForeignKey("person.login"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("subject", String(16), nullable=False),  # metric, unit, row or list
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("metric", Key, nullable=False),
    Column("register", Key, nullable=False),  # of the row or the list, or what the metric counts
    Column("key", Text, nullable=False),  # of the row
    Column("kind", Key, nullable=False),  # of the rule
    Column("threshold", Float),
    Column("draft", Text),  # what an instruction is to say that it drafts when it tells; NULL: it drafts none
    Index(None, "person", "ended_at"),
)

# Only ever added to: how a month stood whenever that was another than before; an empty `state` says that it no longer holds.
watch_state = Table(
    "watch_state",
    METADATA,
    Column("watch", Integer, ForeignKey("watch.number"), primary_key=True, autoincrement=False),
    Column("month", Date, primary_key=True),
    Column("item", Key, primary_key=True),  # a metric, where a unit is watched
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("state", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("told", Boolean, nullable=False),  # False: it was so when the rule was made
    Column("said_zh", Text, nullable=False),
    Column("said_en", Text, nullable=False),
)

# Only ever added to: whether a warning (a row of `watch_state` that was told) was true, marked by hand; the last one counts.
watch_verdict = Table(
    "watch_verdict",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("watch", Integer, ForeignKey("watch.number"), nullable=False),
    Column("month", Date, nullable=False),
    Column("item", Key, nullable=False),
    Column("position", Integer, nullable=False),
    Column("verdict", String(8), nullable=False),  # true, false or open
    Column("reason", Text, nullable=False),
    Column("came_on", Date),  # the day on which what was warned of came about
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "watch"),
)
