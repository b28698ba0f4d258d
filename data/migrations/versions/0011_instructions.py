"""Instructions: what was issued, what happened to each, and the files that show it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "instruction",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("issuer_name", sa.Text(), nullable=False),
        sa.Column("issuer_unit", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("acceptance", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("helpers", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("register", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("about_unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("qualifier", sa.String(length=16), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_unit"], ["unit.code"], name=op.f("fk_instruction_issuer_unit")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_instruction_unit")),
        sa.ForeignKeyConstraint(["about_unit"], ["unit.code"], name=op.f("fk_instruction_about_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_instruction")),
    )
    op.create_index(op.f("ix_instruction_unit"), "instruction", ["unit"], unique=False)
    op.create_index(op.f("ix_instruction_about_unit_metric"), "instruction", ["about_unit", "metric"], unique=False)
    op.create_index(op.f("ix_instruction_register_key"), "instruction", ["register", "key"], unique=False)
    op.create_table(
        "instruction_event",
        sa.Column("instruction", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("unit", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["instruction"], ["instruction.number"], name=op.f("fk_instruction_event_instruction")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_instruction_event_unit")),
        sa.PrimaryKeyConstraint("instruction", "position", name=op.f("pk_instruction_event")),
    )
    op.create_table(
        "instruction_file",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("instruction", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["instruction"], ["instruction.number"], name=op.f("fk_instruction_file_instruction")),
        sa.ForeignKeyConstraint(["sha256"], ["batch_file.sha256"], name=op.f("fk_instruction_file_sha256")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_instruction_file")),
    )
    op.create_index(op.f("ix_instruction_file_instruction"), "instruction_file", ["instruction"], unique=False)
