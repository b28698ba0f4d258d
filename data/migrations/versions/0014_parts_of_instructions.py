"""Instructions split in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("instruction") as table:
        table.add_column(sa.Column("part_of", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_instruction_part_of"), "instruction", ["part_of"], ["number"])
        table.create_index(op.f("ix_instruction_part_of"), ["part_of"], unique=False)
