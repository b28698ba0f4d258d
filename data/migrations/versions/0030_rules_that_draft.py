"""A rule of what one watches may draft an instruction: the words it is to say (NULL: it drafts none)."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("watch", sa.Column("draft", sa.Text(), nullable=True))
