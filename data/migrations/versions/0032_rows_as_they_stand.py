"""How rows of registers stand, and how many: kept beside the rollup; `store.migrate` makes them."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

KEY, UNIT = sa.String(length=64), sa.String(length=12)


def upgrade() -> None:
    op.create_table(
        "row_standing",
        sa.Column("register", KEY, nullable=False),
        sa.Column("urgency", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("unit", UNIT, nullable=False),
        sa.Column("standing", KEY, nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batch.number"], name=op.f("fk_row_standing_batch")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_row_standing_unit")),
        sa.PrimaryKeyConstraint(
            "register", "urgency", "due", "lead", "title", "key", "batch", "since", name=op.f("pk_row_standing")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_row_standing_register_key"), "row_standing", ["register", "key"], unique=False)
    op.create_table(
        "row_count",
        sa.Column("register", KEY, nullable=False),
        sa.Column("field", KEY, nullable=False),
        sa.Column("unit", UNIT, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("standing", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_row_count_unit")),
        sa.PrimaryKeyConstraint("register", "field", "unit", "value", "standing", "day", name=op.f("pk_row_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "row_rules",
        sa.Column("register", KEY, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("register", name=op.f("pk_row_rules")),
    )
