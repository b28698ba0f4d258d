"""Walls in rotation, and what a wall's browser says of itself."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "rotation",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wall", sa.Integer(), nullable=False),
        sa.Column("storyline", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("moves_on", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_name", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["wall"], ["wall.number"], name=op.f("fk_rotation_wall")),
        sa.ForeignKeyConstraint(["storyline"], ["storyline.number"], name=op.f("fk_rotation_storyline")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rotation")),
    )
    op.create_index(op.f("ix_rotation_wall"), "rotation", ["wall"], unique=False)
    op.create_table(
        "wall_beat",
        sa.Column("wall", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frame", sa.String(length=16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["wall"], ["wall.number"], name=op.f("fk_wall_beat_wall")),
        sa.PrimaryKeyConstraint("wall", name=op.f("pk_wall_beat")),
    )
