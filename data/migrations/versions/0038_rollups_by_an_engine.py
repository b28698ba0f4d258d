"""The rollup made by an engine: rows put aside until they are published, and which load the rollup is of."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

KEY = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "rollup_staged",
        sa.Column("load", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("system", KEY, nullable=False),
        sa.Column("measure", KEY, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("qualifier", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("subjects", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("load", "system", "measure", "unit", "month", name=op.f("pk_rollup_staged")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rollup_load",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("engine", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rollup_load")),
    )
