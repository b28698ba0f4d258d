"""A question may be answered by another unit than the one it stands at: an appeal against a score goes to whoever declared the
index system."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("question", sa.Column("answering", sa.String(length=12), server_default="", nullable=False))
