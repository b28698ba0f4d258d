"""On which day the clock last looked at an overdue instruction, and what happened found by when it did."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.add_column("instruction_now", sa.Column("looked_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_instruction_event_at"), "instruction_event", ["at"])
