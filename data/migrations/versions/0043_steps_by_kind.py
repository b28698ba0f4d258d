"""Instructions are found by when they are due, and by what happened to them: by its kind, and by the day it names."""

from alembic import op

revision = "0043"
down_revision = "0042"
works_with_older = True


def upgrade() -> None:
    op.create_index(op.f("ix_instruction_due"), "instruction", ["due"])
    op.create_index(op.f("ix_instruction_event_until"), "instruction_event", ["until"])
    op.create_index(op.f("ix_instruction_event_kind_instruction"), "instruction_event", ["kind", "instruction"])
