"""Since which revision each duty is known, and what its end had been before it was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # What an older store asks for has been known at every revision: its past views stay as they were.
    op.add_column("obligation", sa.Column("known_from", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "obligation_change",
        sa.Column("obligation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holds_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["obligation"], ["obligation.number"], name=op.f("fk_obligation_change_obligation")),
        sa.PrimaryKeyConstraint("obligation", "revision", name=op.f("pk_obligation_change")),
    )
