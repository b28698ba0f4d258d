"""Kiosks: walls that go through a storyline for visitors."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "kiosk",
        sa.Column("wall", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("storyline", sa.Integer(), nullable=False),
        sa.Column("moves_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["storyline"], ["storyline.number"], name=op.f("fk_kiosk_storyline")),
        sa.ForeignKeyConstraint(["wall"], ["wall.number"], name=op.f("fk_kiosk_wall")),
        sa.PrimaryKeyConstraint("wall", name=op.f("pk_kiosk")),
    )
