"""Meetings, and where an instruction comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("called_by", sa.String(length=64), nullable=False),
        sa.Column("caller_name", sa.Text(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Text(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("previous", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_meeting_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_unit"), "meeting", ["unit"], unique=False)
    op.create_table(
        "meeting_item",
        sa.Column("meeting", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("register", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.number"], name=op.f("fk_meeting_item_meeting")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_meeting_item_unit")),
        sa.PrimaryKeyConstraint("meeting", "position", name=op.f("pk_meeting_item")),
    )
    op.create_table(
        "meeting_file",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.number"], name=op.f("fk_meeting_file_meeting")),
        sa.ForeignKeyConstraint(["sha256"], ["batch_file.sha256"], name=op.f("fk_meeting_file_sha256")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_meeting_file")),
    )
    op.create_index(op.f("ix_meeting_file_meeting"), "meeting_file", ["meeting"], unique=False)
    source = sa.Column("source", sa.String(length=16), server_default="", nullable=False)
    op.add_column("instruction", source)
    op.add_column("instruction", sa.Column("source_number", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_instruction_source_source_number"), "instruction", ["source", "source_number"], unique=False
    )
