"""Beside the version of the tables, the oldest program that may serve them: `data/versions.py` writes it."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("alembic_version", sa.Column("oldest", sa.String(length=32), nullable=True))
