"""Which screenful of a tall page walls show while somebody presents, and how many each of them has."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
works_with_older = True


def upgrade() -> None:
    op.add_column("presentation", sa.Column("screen", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("presentation_wall", sa.Column("shown", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("presentation_wall", sa.Column("screens", sa.Integer(), nullable=False, server_default="1"))
