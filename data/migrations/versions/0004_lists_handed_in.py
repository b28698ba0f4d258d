"""Lists of registers as they were handed in for a month (`data.backfill` notes those that came before)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "handed_list",
        sa.Column("register", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batch.number"], name=op.f("fk_handed_list_batch")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_handed_list_unit")),
        sa.PrimaryKeyConstraint("register", "unit", "month", "batch", name=op.f("pk_handed_list")),
    )
    op.create_index(op.f("ix_handed_list_batch"), "handed_list", ["batch"], unique=False)
