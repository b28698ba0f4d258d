"""A question has a day by which it is to be answered, and the department that answers."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("question", sa.Column("due", sa.Date(), nullable=True))
    op.add_column("question", sa.Column("department", sa.String(length=64), server_default="", nullable=False))
