"""An appeal may be against the points of a department or an application (`scored`) of the unit that it stands at."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("question", sa.Column("scored", sa.String(length=64), server_default="", nullable=False))
