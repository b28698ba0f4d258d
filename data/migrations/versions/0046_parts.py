"""A month that comes in parts: the delivery, its parts, and their figures aside until all is committed."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
works_with_older = True

KEY = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("submission", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_delivery_unit")),
        sa.ForeignKeyConstraint(["batch"], ["batch.number"], name=op.f("fk_delivery_batch")),
        sa.ForeignKeyConstraint(["submission"], ["submission.number"], name=op.f("fk_delivery_submission")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_unit_month"), "delivery", ["unit", "month"], unique=False)
    op.create_table(
        "delivery_part",
        sa.Column("delivery", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.number"], name=op.f("fk_delivery_part_delivery")),
        sa.ForeignKeyConstraint(["sha256"], ["batch_file.sha256"], name=op.f("fk_delivery_part_sha256")),
        sa.PrimaryKeyConstraint("delivery", "part", name=op.f("pk_delivery_part")),
    )
    op.create_table(
        "delivery_figure",
        sa.Column("delivery", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure", KEY, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("qualifier", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.number"], name=op.f("fk_delivery_figure_delivery")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_delivery_figure_unit")),
        sa.PrimaryKeyConstraint("delivery", "measure", "unit", "subject", "part", name=op.f("pk_delivery_figure")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_delivery_figure_delivery_part"), "delivery_figure", ["delivery", "part"], unique=False)
