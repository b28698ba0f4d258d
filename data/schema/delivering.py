"""A month that comes in parts over the interface, until all of it is committed as one batch."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import METADATA, Hash, Key, Moment, UnitCode

# Open until it has ended: committed (`batch`), handed in for approval (`submission`), or dropped (neither).
delivery = Table(
    "delivery",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("month", Date, nullable=False),
    Column("person", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("changes", Integer, nullable=False),  # how often its parts changed
    Column("touched_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("batch", Integer, ForeignKey("batch.number")),
    Column("submission", Integer, ForeignKey("submission.number")),
    Index(None, "unit", "month"),
)

# A part as it came. `findings` is JSON: those of the part itself, told; what hangs on the other parts is asked at the end.
delivery_part = Table(
    "delivery_part",
    METADATA,
    Column("delivery", Integer, ForeignKey("delivery.number"), primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("name", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Hash, ForeignKey("batch_file.sha256"), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("findings", Text, nullable=False),
)

# The figures of the parts, aside: no page reads them. Clustered like `figure`, so that what two parts say lies together.
delivery_figure = Table(
    "delivery_figure",
    METADATA,
    Column("delivery", Integer, ForeignKey("delivery.number"), primary_key=True, autoincrement=False),
    Column("measure", Key, primary_key=True),
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("subject", Key, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("value", Float),
    Column("qualifier", String(12), nullable=False),
    Column("grade", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", String(16), nullable=False),
    Index(None, "delivery", "part"),
    sqlite_with_rowid=False,
)
