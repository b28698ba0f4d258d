"""Instructions split in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    # No foreign key: SQLite would have to make the table anew, to which events and files refer.
    op.add_column("instruction", sa.Column("part_of", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_instruction_part_of"), "instruction", ["part_of"], unique=False)
