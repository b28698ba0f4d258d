"""Forecasts as they were made: never figures, never changed, each with the revision it was made from."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import METADATA, Hash, Key, UnitCode

# A series is forecast anew only where its months moved (`digest`), or another was due (`origin`): what was said stands until then. Without a method
# there were too few months. `told` is the forecast itself, as JSON.
forecast = Table(
    "forecast",
    METADATA,
    Column("metric", Key, primary_key=True),
    Column("unit", UnitCode, ForeignKey("unit.code"), primary_key=True),
    Column("revision", Integer, ForeignKey("revision.number"), primary_key=True, autoincrement=False),
    Column("origin", Date, primary_key=True),
    Column("digest", Hash, nullable=False),
    Column("method", String(16), nullable=False),
    Column("months", Integer, nullable=False),
    Column("told", Text, nullable=False),
    Index(None, "unit"),
)
