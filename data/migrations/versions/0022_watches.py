"""What people watch, and what was told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "watch",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("register", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_watch_person")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_watch_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_watch")),
    )
    op.create_index(op.f("ix_watch_person_ended_at"), "watch", ["person", "ended_at"], unique=False)
    op.create_table(
        "watch_state",
        sa.Column("watch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("said_zh", sa.Text(), nullable=False),
        sa.Column("said_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["watch"], ["watch.number"], name=op.f("fk_watch_state_watch")),
        sa.PrimaryKeyConstraint("watch", "month", "item", "position", name=op.f("pk_watch_state")),
    )
