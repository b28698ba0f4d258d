"""Storylines: their versions, their steps, and with whom they are shared."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "storyline",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["person.login"], name=op.f("fk_storyline_owner")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_storyline_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_storyline")),
    )
    op.create_index(op.f("ix_storyline_owner"), "storyline", ["owner"], unique=False)
    op.create_table(
        "storyline_version",
        sa.Column("storyline", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["storyline"], ["storyline.number"], name=op.f("fk_storyline_version_storyline")),
        sa.PrimaryKeyConstraint("storyline", "version", name=op.f("pk_storyline_version")),
    )
    op.create_table(
        "storyline_step",
        sa.Column("storyline", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("page", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("focus", sa.String(length=64), nullable=False),
        sa.Column("hidden", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["storyline"], ["storyline.number"], name=op.f("fk_storyline_step_storyline")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_storyline_step_unit")),
        sa.PrimaryKeyConstraint("storyline", "version", "position", name=op.f("pk_storyline_step")),
    )
    op.create_table(
        "storyline_share",
        sa.Column("storyline", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["storyline"], ["storyline.number"], name=op.f("fk_storyline_share_storyline")),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_storyline_share_person")),
        sa.PrimaryKeyConstraint("storyline", "person", name=op.f("pk_storyline_share")),
    )
