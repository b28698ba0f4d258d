"""The steward's month: what is owed, until when, drafts, submissions and what was decided about them."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import METADATA, Hash, Key, Moment, UnitCode

# One declaration for many units: those of a level (or all without units below: "leaf") under a unit, dated by month.
obligation = Table(
    "obligation",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("level", String(16), nullable=False),
    Column("what", Key, nullable=False),  # a measure's key, or a register's
    Column("every", Integer, nullable=False),  # months: 1, 3, 6 or 12
    Column("due_day", Integer, nullable=False),  # of the month after the period
    Column("holds_from", Date, nullable=False),
    Column("holds_to", Date),  # the first month in which it no longer holds
    Column("declared_by", Text, nullable=False),
    Column("declared_at", Moment, nullable=False),
    Column("known_from", Integer, nullable=False, server_default="0"),  # the first revision at which it is known
)

# A duty's end was changed: until `revision`, `holds_to` was this. So what was known at a revision stays known.
obligation_change = Table(
    "obligation_change",
    METADATA,
    Column("obligation", Integer, ForeignKey("obligation.number"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("holds_to", Date),
)

# A month without a row is open. `published_at`: since then every unit sees every other's figures of the month.
month_state = Table(
    "month_state",
    METADATA,
    Column("month", Date, primary_key=True),
    Column("locked_at", Moment),
    Column("locked_by", Text, nullable=False, server_default=""),
    Column("published_at", Moment),
    Column("published_by", Text, nullable=False, server_default=""),
)

# Somebody named may still report a locked month, for a while.
lock_exception = Table(
    "lock_exception",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("month", Date, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("person", Key, ForeignKey("person.login"), nullable=False),
    Column("until", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("given_at", Moment, nullable=False),
)

# A unit's workbook of a month while it is being filled in. The stewards of the unit share it; every save is a version.
draft = Table(
    "draft",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("month", Date, nullable=False),
    Column("correction", Text, nullable=False),  # why an earlier month is corrected; "" for a report
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),  # handed in or thrown away
    Index(None, "unit", "month"),
)

draft_version = Table(
    "draft_version",
    METADATA,
    Column("draft", Integer, ForeignKey("draft.number"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Hash, ForeignKey("batch_file.sha256"), nullable=False),
    Column("edits", Text, nullable=False),  # JSON: the cells changed on screen since the version before
)

# A draft handed in. `base` is the revision it was compared with; `step` of `steps` approvals are done.
submission = Table(
    "submission",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("draft", Integer, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("month", Date, nullable=False),
    Column("source", String(16), nullable=False),  # workbook, screen or api
    Column("correction", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Hash, ForeignKey("batch_file.sha256"), nullable=False),
    Column("base", Integer, nullable=False),
    Column("cells", Integer, nullable=False),  # figures and rows handed in, those of restricted registers left out
    Column("warnings", Integer, nullable=False),  # findings that the steward has looked at
    Column("step", Integer, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("state", String(16), nullable=False),  # waiting, accepted, returned (all of it) or recalled
    Column("batch", Integer, ForeignKey("batch.number")),
    Index(None, "unit", "month"),
    Index(None, "state"),
)

decision = Table(
    "decision",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("submission", Integer, ForeignKey("submission.number"), nullable=False),
    Column("step", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),  # accepted, returned or recalled
    Column("note", Text, nullable=False),
    Index(None, "submission"),
)

# One cell sent back with a reason and a due time, while the rest proceeds. `register` is "" for a figure; a register's
# row has its key in `subject`.
sent_back = Table(
    "sent_back",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("submission", Integer, ForeignKey("submission.number"), nullable=False),
    Column("register", Key, nullable=False),
    Column("measure", Key, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("month", Date, nullable=False),
    Column("subject", Key, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", String(16), nullable=False),
    Column("said", Text, nullable=False),  # the value as it stood
    Column("reason", Text, nullable=False),
    Column("due", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("settled_by", Integer, ForeignKey("submission.number")),  # the submission that handed the cell in again
    Column("settled_at", Moment),
    Index(None, "unit", "month"),
    Index(None, "submission"),
)

# A change of what is shown that is no upload, until somebody else has let it count. `about` is JSON: what is asked for.
change_request = Table(
    "change_request",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),  # withdraw, oblige or end
    Column("about", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", String(16), nullable=False),  # waiting, accepted, refused or recalled
    Column("decided_at", Moment),
    Column("decided_by", Key, nullable=False, server_default=""),
    Column("decided_name", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Index(None, "state"),
)

# A request of a program, remembered so that sending it twice does it once.
request_done = Table(
    "request_done",
    METADATA,
    Column("key", Key, primary_key=True),
    Column("person", Key, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("fingerprint", Hash, nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
)

# Which numbers were opened on which day, and how often: nobody's name.
look = Table(
    "look",
    METADATA,
    Column("metric", Key, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("times", Integer, nullable=False),
)
