"""The index by which rows of registers are found: their titles, and the pieces of which these are made."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from data.schema.base import METADATA, Key, UnitCode

# Every title that a row ever had, of the unit it then was of. Which of them counts is asked of the register.
title = Table(
    "title",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("register", Key, nullable=False),
    Column("key", Key, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("name", Text, nullable=False),
    Column("other", Text, nullable=False),
    Index(None, "register", "key"),
)

# Which titles have a piece: their numbers side by side, four bytes each, of one register and unit from one batch on.
title_piece = Table(
    "title_piece",
    METADATA,
    Column("piece", String(32), primary_key=True),
    Column("register", Key, primary_key=True),
    Column("unit", UnitCode, primary_key=True),
    Column("since", Integer, primary_key=True, autoincrement=False),
    Column("titles", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
