"""Meetings: when and of whom, what is on the agenda by hand, what was shown when it opened, the papers."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import METADATA, Hash, Key, Moment, UnitCode

# What was shown is frozen when it opens: revision, month, and the agenda in its order.
meeting = Table(
    "meeting",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("held_on", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("members", Text, nullable=False),
    Column("topics", Text, nullable=False),  # a line each, on the agenda by hand
    Column("version", Integer, nullable=False),  # how often it was written: two people do not overwrite each other
    Column("called_by", Key, nullable=False),
    Column("caller_name", Text, nullable=False),
    Column("called_at", Moment, nullable=False),
    Column("opened_at", Moment),
    Column("opened_by", Text, nullable=False, server_default=""),
    Column("revision", Integer),
    Column("month", Date),
    Column("previous", Integer),  # the meeting since which it asks what changed
    Column("shown", Text, nullable=False, server_default=""),  # the agenda as it was shown, as JSON
    Column("closed_at", Moment),
    Column("closed_by", Text, nullable=False, server_default=""),
    Column("minutes", Text, nullable=False, server_default=""),
    Index(None, "unit"),
)

# A number or a row on the agenda by hand.
meeting_item = Table(
    "meeting_item",
    METADATA,
    Column("meeting", Integer, ForeignKey("meeting.number"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("metric", Key, nullable=False),
    Column("register", Key, nullable=False),
    Column("key", Text, nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
)

meeting_file = Table(
    "meeting_file",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("meeting", Integer, ForeignKey("meeting.number"), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Hash, ForeignKey("batch_file.sha256"), nullable=False),
    Column("scanned", Boolean, nullable=False),
    Index(None, "meeting"),
)
