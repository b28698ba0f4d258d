"""What is lit and hidden on the walls while somebody presents, until the next step."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
works_with_older = True


def upgrade() -> None:
    op.add_column("presentation", sa.Column("lit", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("presentation", sa.Column("hidden", sa.Text(), nullable=False, server_default=""))
