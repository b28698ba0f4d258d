"""Units, batches and figures. Figures and register rows are only ever added; which version counts is a question
(`figures.as_of`)."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from data.schema.base import METADATA, Key, Moment, UnitCode

unit = Table("unit", METADATA, Column("code", UnitCode, primary_key=True))

# A unit's name and place in the tree hold from a date on; a reorganisation adds a row and ends another.
unit_term = Table(
    "unit_term",
    METADATA,
    Column("code", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("holds_from", Date, primary_key=True),
    Column("holds_to", Date),
    Column("parent", UnitCode, ForeignKey("unit.code")),
    Column("level", String(16), nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
)

system = Table(
    "system",
    METADATA,
    Column("key", Key, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)

# Which systems a unit's structure has, and from when: “6” means different things in the province and in Ningbo.
structure = Table(
    "structure",
    METADATA,
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("holds_from", Date, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("system", Key, ForeignKey("system.key"), nullable=False),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)

revision = Table(
    "revision",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("batch", Integer, nullable=False),
    Index(None, "at"),
)

batch_file = Table(
    "batch_file",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

batch = Table(
    "batch",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, ForeignKey("revision.number"), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("source", String(16), nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", String(64), ForeignKey("batch_file.sha256"), nullable=False),
    Column("note", Text, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("same", Integer, nullable=False),
    # What a batch that went through the steward's month brings along: the submission it was, when it was handed in (which
    # decides whether it was on time), who let it count, and why an earlier month was corrected.
    Column("submission", Integer, nullable=False, server_default="0"),
    Column("handed_in", Moment),
    Column("approved_by", Text, nullable=False, server_default=""),
    Column("correction", Text, nullable=False, server_default=""),
    Index(None, "sha256"),
)

withdrawal = Table(
    "withdrawal",
    METADATA,
    Column("batch", Integer, ForeignKey("batch.number"), primary_key=True, autoincrement=False),
    Column("revision", Integer, ForeignKey("revision.number"), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

# A register's list as it was handed in for a month: by the batch's own rows, or confirmed to be as it was. `day` is the
# last of the month, as of which the list is judged until the next one comes.
handed_list = Table(
    "handed_list",
    METADATA,
    Column("register", Key, primary_key=True),
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("batch", Integer, ForeignKey("batch.number"), primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Index(None, "batch"),
)

# Clustered by its key: the versions of one figure lie together, and a unit's months in a row.
figure = Table(
    "figure",
    METADATA,
    Column("measure", Key, primary_key=True),
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("subject", Key, primary_key=True),
    Column("batch", Integer, ForeignKey("batch.number"), primary_key=True, autoincrement=False),
    Column("value", Float),
    Column("qualifier", String(12), nullable=False),
    Column("grade", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", String(16), nullable=False),
    Index(None, "batch"),
    sqlite_with_rowid=False,
)
Index(None, figure.c.subject, sqlite_where=figure.c.subject != "", postgresql_where=figure.c.subject != "")

# Of which units and months each batch has figures: where nothing came or went since an earlier revision, the sums of the
# present are its own. Written with the figures.
figure_month = Table(
    "figure_month",
    METADATA,
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("batch", Integer, ForeignKey("batch.number"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Sums of measures for the present revision; rebuilt for what a batch touched, in the batch's own transaction.
rollup = Table(
    "rollup",
    METADATA,
    Column("system", Key, primary_key=True),
    Column("measure", Key, primary_key=True),
    Column("unit", UnitCode, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("value", Float),
    Column("qualifier", String(12), nullable=False),
    Column("grade", Text, nullable=False),
    # The applications of a sum; empty where the whole unit's figure stands.
    Column("subjects", Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)

# The rollup as an engine made it, put aside until it is published in one transaction; empty at all other times.
rollup_staged = Table(
    "rollup_staged",
    METADATA,
    Column("load", Integer, primary_key=True, autoincrement=False),
    *(Column(column.name, column.type, primary_key=True) for column in rollup.primary_key),
    Column("value", Float),
    Column("qualifier", String(12), nullable=False),
    Column("grade", Text, nullable=False),
    Column("subjects", Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)

# Which engine made the rollup anew, of which revision, by which rules (a fingerprint).
rollup_load = Table(
    "rollup_load",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("engine", Key, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("rules", String(64), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("published_at", Moment),
)

# How rows of registers stand now, a line for every run of month ends at which one stands alike: from `since` on, before
# `until`. Clustered in the order of their lists, so a page is read without the rest; made with the rollup.
row_standing = Table(
    "row_standing",
    METADATA,
    Column("register", Key, primary_key=True),
    Column("urgency", Integer, primary_key=True, autoincrement=False),
    Column("due", Date, primary_key=True),
    Column("lead", Text, primary_key=True),
    Column("title", Text, primary_key=True),
    Column("key", Key, primary_key=True),
    Column("batch", Integer, ForeignKey("batch.number"), primary_key=True, autoincrement=False),
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("standing", Key, nullable=False),
    # All that is asked of how a row stands: SQLite, which keeps no statistics, would else take it for cheaper to go through
    # every row of the register for each one it looks for.
    Index("ix_row_standing_register_key", "register", "key", "batch", "since", "until", "unit", "standing"),
    sqlite_with_rowid=False,
)

# How many rows stand how with which value of one field ("": of none): what came on a day and what went, to be added up.
row_count = Table(
    "row_count",
    METADATA,
    Column("register", Key, primary_key=True),
    Column("field", Key, primary_key=True),
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("value", Text, primary_key=True),
    Column("standing", Key, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# By which declaration the two were made: another one makes them anew.
row_rules = Table(
    "row_rules",
    METADATA,
    Column("register", Key, primary_key=True),
    Column("sha256", String(64), nullable=False),
)

# How a metric read, from a revision on; noted where the program's declaration reads otherwise than at last.
definition = Table(
    "definition",
    METADATA,
    Column("metric", Key, primary_key=True),
    Column("known_from", Integer, primary_key=True, autoincrement=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
)
