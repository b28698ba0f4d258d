"""What people tell each other: notices, questions at a figure, and the evidence attached to them."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, false

from data.schema.base import METADATA, Hash, Key, Moment, UnitCode

# `blanks` is JSON: the blanks of the sentence of that `kind`. `once` makes a reminder happen once.
notice = Table(
    "notice",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", Key, ForeignKey("person.login"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", Key, nullable=False),
    Column("blanks", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("once", Text, unique=True),
    Column("read_at", Moment),
    Index(None, "person", "read_at"),
)

# A notice on its way out by mail or webhook, tried until it has gone or is given up.
outgoing = Table(
    "outgoing",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("notice", Integer, ForeignKey("notice.number"), nullable=False),
    Column("channel", String(16), nullable=False),  # mail or webhook
    Column("tries", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("given_up_at", Moment),
    Column("error", Text, nullable=False),
    Index(None, "next_at"),
)

# How somebody wants to be told by mail and webhook, in full hours; without a row at once, each by itself.
notice_choice = Table(
    "notice_choice",
    METADATA,
    Column("person", Key, ForeignKey("person.login"), primary_key=True),
    Column("quiet_from", Integer),
    Column("quiet_to", Integer),
    Column("digest_at", Integer),
)

# A question stays with its figure, whatever batch brings a newer version of it; `subject` of a register is the key of a row.
# An appeal is one against the points of a unit by a row of `index_metrics`, which another unit declared and answers for.
question = Table(
    "question",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("measure", Key, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("month", Date, nullable=False),
    Column("subject", Key, nullable=False),
    Column("asked_by", Key, ForeignKey("person.login"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("due", Date),  # the day by which it is to be answered; older questions have none
    Column("department", Key, nullable=False, server_default=""),  # that answers
    Column(
        "answering", UnitCode, nullable=False, server_default=""
    ),  # the unit that does; "" where it is the one asked about
    Column(
        "scored", Key, nullable=False, server_default=""
    ),  # department or application whose points an appeal is against
    Index(None, "measure", "unit", "month"),
)

message = Table(
    "message",
    METADATA,
    Column("question", Integer, ForeignKey("question.number"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
)

# A file attached to a message; its content lies once by its hash in `batch_file`.
evidence = Table(
    "evidence",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("question", Integer, ForeignKey("question.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("kind", Key, nullable=False),  # its media type, by its content
    Column("size", Integer, nullable=False),
    Column("sha256", Hash, ForeignKey("batch_file.sha256"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Key, nullable=False),
    Column("scanned", Boolean, nullable=False, server_default=false()),  # by the office's virus scanner
    Index(None, "question"),
)
