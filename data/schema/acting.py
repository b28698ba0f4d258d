"""What leaders charge units with: instructions, what happened to each, and the files that show it."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import METADATA, Hash, Key, Moment, UnitCode

# As it was issued; never updated. How it stands follows from its events.
instruction = Table(
    "instruction",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("issued_at", Moment, nullable=False),
    Column("issued_by", Key, nullable=False),
    Column("issuer_name", Text, nullable=False),
    Column("issuer_unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("text", Text, nullable=False),
    Column("acceptance", Text, nullable=False),  # how it will be accepted
    Column("due", Date, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),  # who leads
    Column("department", Key, nullable=False),
    Column("person", Key, nullable=False),  # a login, or ""
    Column("helpers", Text, nullable=False),  # codes of units, spaces between
    Column("part_of", Integer),  # the number of the whole that it is a part of
    Column("source", String(16), nullable=False, server_default=""),  # where it was decided: "meeting", with its number
    Column("source_number", Integer),
    # What it is about, as it stood then.
    Column("about", String(16), nullable=False),  # metric, row or page
    Column("metric", Key, nullable=False),
    Column("register", Key, nullable=False),  # of the row, or what the metric counts
    Column("key", Text, nullable=False),  # of the row; of a page its address
    Column("about_unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("month", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("value", Float),
    Column("qualifier", String(16), nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Index(None, "unit"),
    Index(None, "about_unit", "metric"),
    Index(None, "register", "key"),
    Index(None, "part_of"),
    Index(None, "source", "source_number"),
    Index(None, "due"),
)

# What happened, in order: only ever added to. Two people on one step: the key lets one of them in.
instruction_event = Table(
    "instruction_event",
    METADATA,
    Column("instruction", Integer, ForeignKey("instruction.number"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("until", Date),  # paused until, or the day due from then on (asked for, or granted)
    Column("unit", UnitCode, ForeignKey("unit.code")),  # who leads from then on
    Index(None, "at"),
    Index(None, "until"),
    Index(None, "kind", "instruction"),
)

# How each stands for the present, made of its events with every step, so that the database counts: `clocks.present`. Of a
# paused one `wakes_…` says after which day it runs again, as what and until when.
instruction_now = Table(
    "instruction_now",
    METADATA,
    Column("instruction", Integer, ForeignKey("instruction.number"), primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("due", Date, nullable=False),
    Column("since", Date, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),  # who leads now
    Column("wakes_on", Date),
    Column("wakes_state", String(16)),
    Column("wakes_due", Date),
    Column("looked_on", Date),  # the day on which the clock last told of it as overdue
    Index(None, "state", "due"),
)

# The units that each concerns: who issued it, who leads or led, who helps.
instruction_unit = Table(
    "instruction_unit",
    METADATA,
    Column("instruction", Integer, ForeignKey("instruction.number"), primary_key=True, autoincrement=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Index(None, "unit"),
)

# What shows that it is done: the metric of the unit it is about, for so many months on end.
instruction_condition = Table(
    "instruction_condition",
    METADATA,
    Column("instruction", Integer, ForeignKey("instruction.number"), primary_key=True, autoincrement=False),
    Column("metric", Key, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("word", String(16), nullable=False),  # at_least or at_most
    Column("value", Float, nullable=False),
    Column("months", Integer, nullable=False),
)

instruction_file = Table(
    "instruction_file",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("instruction", Integer, ForeignKey("instruction.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("kind", Key, nullable=False),  # its media type, by its content
    Column("size", Integer, nullable=False),
    Column("sha256", Hash, ForeignKey("batch_file.sha256"), nullable=False),
    Column("scanned", Boolean, nullable=False),
    Index(None, "instruction"),
)
