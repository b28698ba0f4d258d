"""What presenters show: storylines with their versions and steps, and with whom they are shared."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import METADATA, Key, Moment, UnitCode

storyline = Table(
    "storyline",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("owner", Key, ForeignKey("person.login"), nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),  # for which unit it is told
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(None, "owner"),
)

# Each save is a version of its own; none is ever changed. Two people who save at once: the key lets one of them in.
storyline_version = Table(
    "storyline_version",
    METADATA,
    Column("storyline", Integer, ForeignKey("storyline.number"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
)

# The steps of a version: a page of the cockpit in a scope, and what is said to it.
storyline_step = Table(
    "storyline_step",
    METADATA,
    Column("storyline", Integer, ForeignKey("storyline.number"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("page", String(32), nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("month", Date, nullable=False),
    Column("query", Text, nullable=False),  # what else the address says
    Column("focus", Key, nullable=False),  # the panel in focus, or ""
    Column("hidden", Text, nullable=False),  # keys of metrics that are not shown, spaces between
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("notes", Text, nullable=False),  # what the presenter reads; no wall ever shows them
    Column("minutes", Float, nullable=False),
    Column("seconds", Integer, nullable=False),  # how long it stays where nobody presents
)

storyline_share = Table(
    "storyline_share",
    METADATA,
    Column("storyline", Integer, ForeignKey("storyline.number"), primary_key=True, autoincrement=False),
    Column("person", Key, ForeignKey("person.login"), primary_key=True),
    Column("at", Moment, nullable=False),
)
