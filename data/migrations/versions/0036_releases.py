"""Seals that were published, and the numbers that were."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

KEY = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("seal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("showing", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["seal"], ["seal.number"], name=op.f("fk_release_seal")),
        sa.PrimaryKeyConstraint("seal", name=op.f("pk_release")),
    )
    op.create_table(
        "released_number",
        sa.Column("seal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", KEY, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("qualifier", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["seal"], ["release.seal"], name=op.f("fk_released_number_seal")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_released_number_unit")),
        sa.PrimaryKeyConstraint("seal", "metric", "unit", "month", "period", name=op.f("pk_released_number")),
    )
    op.create_index(op.f("ix_released_number_metric_unit"), "released_number", ["metric", "unit"], unique=False)
