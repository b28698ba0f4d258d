"""Forecasts, kept by the revision they were made from."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "forecast",
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name=op.f("fk_forecast_revision")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_forecast_unit")),
        sa.PrimaryKeyConstraint("metric", "unit", "revision", name=op.f("pk_forecast")),
    )
    op.create_index(op.f("ix_forecast_unit"), "forecast", ["unit"], unique=False)
