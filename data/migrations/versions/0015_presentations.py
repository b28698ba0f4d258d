"""Presentations: where each stands, the walls that follow, and the phones that command."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "presentation",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("storyline", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("step_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("black", sa.Boolean(), nullable=False),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("led_by", sa.String(length=64), nullable=False),
        sa.Column("leader_name", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["storyline"], ["storyline.number"], name=op.f("fk_presentation_storyline")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_presentation")),
    )
    op.create_index(op.f("ix_presentation_storyline"), "presentation", ["storyline"], unique=False)
    op.create_table(
        "presentation_wall",
        sa.Column("presentation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wall", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["presentation"], ["presentation.number"], name=op.f("fk_presentation_wall_presentation")
        ),
        sa.ForeignKeyConstraint(["wall"], ["wall.number"], name=op.f("fk_presentation_wall_wall")),
        sa.PrimaryKeyConstraint("presentation", "wall", name=op.f("pk_presentation_wall")),
    )
    op.create_index(op.f("ix_presentation_wall_wall"), "presentation_wall", ["wall"], unique=False)
    op.create_table(
        "presentation_phone",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("presentation", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("pairing", sa.String(length=64), nullable=True),
        sa.Column("pairing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["presentation"], ["presentation.number"], name=op.f("fk_presentation_phone_presentation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_presentation_phone_person")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_presentation_phone")),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(op.f("ix_presentation_phone_pairing"), "presentation_phone", ["pairing"], unique=False)
