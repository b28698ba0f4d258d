"""Whether a warning was true, marked by hand: only ever added to."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "watch_verdict",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("watch", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["watch"], ["watch.number"], name=op.f("fk_watch_verdict_watch")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_watch_verdict")),
    )
    op.create_index(op.f("ix_watch_verdict_watch"), "watch_verdict", ["watch"], unique=False)
