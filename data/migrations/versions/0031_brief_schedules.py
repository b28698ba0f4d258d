"""Briefings by the calendar, and who gets them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "brief_schedule",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_brief_schedule_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_brief_schedule")),
    )
    op.create_table(
        "brief_receiver",
        sa.Column("schedule", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["schedule"], ["brief_schedule.number"], name=op.f("fk_brief_receiver_schedule")),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_brief_receiver_person")),
        sa.PrimaryKeyConstraint("schedule", "person", name=op.f("pk_brief_receiver")),
    )
