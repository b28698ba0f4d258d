"""The rollup says of which applications a sum is; `store.migrate` makes it anew."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("rollup") as table:
        table.add_column(sa.Column("subjects", sa.Text(), nullable=False, server_default=""))
