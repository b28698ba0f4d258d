"""What shows that an instruction is done."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "instruction_condition",
        sa.Column("instruction", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("word", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instruction"], ["instruction.number"], name=op.f("fk_instruction_condition_instruction")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_instruction_condition_unit")),
        sa.PrimaryKeyConstraint("instruction", name=op.f("pk_instruction_condition")),
    )
