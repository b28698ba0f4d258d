"""Where a presenter's finger is."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    for column in ("pointer_x", "pointer_y"):
        op.add_column("presentation", sa.Column(column, sa.Float(), nullable=True))
    op.add_column("presentation", sa.Column("pointed_at", sa.DateTime(timezone=True), nullable=True))
