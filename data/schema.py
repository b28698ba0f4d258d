"""The tables. Figures and register rows are only ever added; which version counts is a question (`figures.as_of`)."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

from data.months import SHANGHAI

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC (SQLite knows no zones) and read in Zhejiang's time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)


UnitCode = String(12)
Key = String(64)

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
    sqlite_with_rowid=False,
)
