"""How each instruction stands for the present, and which units it concerns (`data.clocks.present` fills both)."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "instruction_now",
        sa.Column("instruction", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("wakes_on", sa.Date(), nullable=True),
        sa.Column("wakes_state", sa.String(length=16), nullable=True),
        sa.Column("wakes_due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["instruction"], ["instruction.number"], name=op.f("fk_instruction_now_instruction")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_instruction_now_unit")),
        sa.PrimaryKeyConstraint("instruction", name=op.f("pk_instruction_now")),
    )
    op.create_index(op.f("ix_instruction_now_state_due"), "instruction_now", ["state", "due"])
    op.create_table(
        "instruction_unit",
        sa.Column("instruction", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["instruction"], ["instruction.number"], name=op.f("fk_instruction_unit_instruction")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_instruction_unit_unit")),
        sa.PrimaryKeyConstraint("instruction", "unit", name=op.f("pk_instruction_unit")),
    )
    op.create_index(op.f("ix_instruction_unit_unit"), "instruction_unit", ["unit"])
