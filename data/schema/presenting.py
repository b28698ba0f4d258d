"""What presenters show: storylines with their versions and steps, with whom they are shared, the presentations in which they
are run, the hours in which walls go through them alone, what walls say of themselves, and what was sealed."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import METADATA, Hash, Key, Moment, UnitCode

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

# A version of a storyline being run. One row says everything that walls follow; `turn` only grows, and whoever commands
# names the turn they saw. `step` is where the presenter is, `shown` what walls show: they part while it is frozen. `pointer_x` and
# `pointer_y` are the spot at which the presenter pointed last, from 0 to 1 of `pointer_panel`, or of the wall.
presentation = Table(
    "presentation",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("storyline", Integer, ForeignKey("storyline.number"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("started_by", Key, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("step_since", Moment, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("black", Boolean, nullable=False),
    Column("frozen", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("led_by", Key, nullable=False),
    Column("leader_name", Text, nullable=False),
    Column("ended_at", Moment),
    Column("pointer_x", Float),
    Column("pointer_y", Float),
    Column("pointer_panel", String(40)),
    Column("pointed_at", Moment),
    Column("lit", String(40), nullable=False, server_default=""),
    Column("hidden", Text, nullable=False, server_default=""),
    Column("screen", Integer, nullable=False, server_default="1"),  # of a page that is taller than a wall
    Index(None, "storyline"),
)

presentation_wall = Table(
    "presentation_wall",
    METADATA,
    Column("presentation", Integer, ForeignKey("presentation.number"), primary_key=True, autoincrement=False),
    Column("wall", Integer, ForeignKey("wall.number"), primary_key=True, autoincrement=False),
    Column("shown", Integer, nullable=False, server_default="0"),  # the step of which it said last
    Column("screens", Integer, nullable=False, server_default="1"),  # how many screenfuls that has on it
    Index(None, "wall"),
)

# A phone that commands one presentation as one person, and nothing else. Its code and its cookie are kept as hashes.
presentation_phone = Table(
    "presentation_phone",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("presentation", Integer, ForeignKey("presentation.number"), nullable=False),
    Column("person", Key, ForeignKey("person.login"), nullable=False),
    Column("pairing", Hash),
    Column("pairing_until", Moment),
    Column("hash", Hash, unique=True),
    Column("paired_at", Moment),
    Column("address", Text, nullable=False),
    Index(None, "pairing"),
)

# When a wall goes through a storyline by itself: weekdays as digits (1 is Monday), from and to in minutes of the day. Where it
# stands is nowhere written: it follows from the clock.
rotation = Table(
    "rotation",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("wall", Integer, ForeignKey("wall.number"), nullable=False),
    Column("storyline", Integer, ForeignKey("storyline.number"), nullable=False),
    Column("weekdays", String(7), nullable=False),
    Column("begins", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("moves_on", Boolean, nullable=False),  # its months move on with the newest
    Column("made_at", Moment, nullable=False),
    Column("made_by", Key, nullable=False),
    Column("made_name", Text, nullable=False),
    Column("ended_at", Moment),
    Index(None, "wall"),
)

# A wall that is a kiosk: it goes through a storyline for visitors, who see of it what is published to all.
kiosk = Table(
    "kiosk",
    METADATA,
    Column("wall", Integer, ForeignKey("wall.number"), primary_key=True, autoincrement=False),
    Column("storyline", Integer, ForeignKey("storyline.number"), nullable=False),
    Column("moves_on", Boolean, nullable=False),  # its months move on with the newest that is published
)

# What a wall's browser said of itself last: where it is, the hash of what it has drawn ("" for nothing), and since when that
# has been so.
wall_beat = Table(
    "wall_beat",
    METADATA,
    Column("wall", Integer, ForeignKey("wall.number"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("since", Moment, nullable=False),
    Column("frame", String(16), nullable=False),
    Column("address", Text, nullable=False),
    Column("revision", Integer),
)

# A Word template of briefings that an office keeps, for a unit and all below it. Its file is kept by its hash.
brief_template = Table(
    "brief_template",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Hash, ForeignKey("batch_file.sha256"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("ended_at", Moment),
)

# A briefing by the calendar: of a unit's last full month, each month on a day. Receivers are told; it is made when opened.
brief_schedule = Table(
    "brief_schedule",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("day", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("ended_at", Moment),
)

brief_receiver = Table(
    "brief_receiver",
    METADATA,
    Column("schedule", Integer, ForeignKey("brief_schedule.number"), primary_key=True, autoincrement=False),
    Column("person", Key, ForeignKey("person.login"), primary_key=True),
)

# What was sealed of a storyline: never changed, never deleted. The file is kept by its hash, like workbooks.
seal = Table(
    "seal",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("storyline", Integer, ForeignKey("storyline.number"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("room", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("sha256", Hash, ForeignKey("batch_file.sha256"), nullable=False),  # of the bag
    Column("mark", Hash, nullable=False),  # of what it shows, as it stands on every slide
    Column("key", String(40), nullable=False),  # the fingerprint of the key that signed it
    Column("previous", Hash, nullable=False),  # the sha256 of the seal before it, "" for the first
    Index(None, "storyline"),
)

# That a seal was published (`showing`: the key of its row among the conferences), and its numbers as they were.
release = Table(
    "release",
    METADATA,
    Column("seal", Integer, ForeignKey("seal.number"), primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("showing", Key, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("ended_at", Moment),
)

released_number = Table(
    "released_number",
    METADATA,
    Column("seal", Integer, ForeignKey("release.seal"), primary_key=True, autoincrement=False),
    Column("metric", Key, primary_key=True),
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("period", String(16), primary_key=True),
    Column("value", Float, nullable=False),
    Column("qualifier", String(16), nullable=False),
    Index(None, "metric", "unit"),
)
