"""Attached files remember whether a virus scanner looked at them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("scanned", sa.Boolean(), nullable=False, server_default=sa.false()))
