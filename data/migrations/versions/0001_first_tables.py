"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "batch_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_batch_file")),
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
    )
    op.create_index(op.f("ix_revision_at"), "revision", ["at"], unique=False)
    op.create_table(
        "rollup",
        sa.Column("system", sa.String(length=64), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("qualifier", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("system", "measure", "unit", "month", name=op.f("pk_rollup")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "system",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_system")),
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )
    op.create_table(
        "batch",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name=op.f("fk_batch_revision")),
        sa.ForeignKeyConstraint(["sha256"], ["batch_file.sha256"], name=op.f("fk_batch_sha256")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_batch")),
        sa.UniqueConstraint("revision"),
    )
    op.create_index(op.f("ix_batch_sha256"), "batch", ["sha256"], unique=False)
    op.create_table(
        "structure",
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["system"], ["system.key"], name=op.f("fk_structure_system")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_structure_unit")),
        sa.PrimaryKeyConstraint("unit", "holds_from", "position", name=op.f("pk_structure")),
    )
    op.create_table(
        "unit_term",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("holds_to", sa.Date(), nullable=True),
        sa.Column("parent", sa.String(length=12), nullable=True),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["code"], ["unit.code"], name=op.f("fk_unit_term_code")),
        sa.ForeignKeyConstraint(["parent"], ["unit.code"], name=op.f("fk_unit_term_parent")),
        sa.PrimaryKeyConstraint("code", "holds_from", name=op.f("pk_unit_term")),
    )
    op.create_table(
        "figure",
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("qualifier", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batch.number"], name=op.f("fk_figure_batch")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_figure_unit")),
        sa.PrimaryKeyConstraint("measure", "unit", "month", "subject", "batch", name=op.f("pk_figure")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_figure_batch"), "figure", ["batch"], unique=False)
    op.create_index(
        op.f("ix_figure_subject"),
        "figure",
        ["subject"],
        unique=False,
        sqlite_where=sa.text("subject != ''"),
        postgresql_where=sa.text("subject != ''"),
    )
    op.create_table(
        "withdrawal",
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batch.number"], name=op.f("fk_withdrawal_batch")),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name=op.f("fk_withdrawal_revision")),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("revision"),
    )
