"""The mark of a training store."""

import sqlalchemy as sa
from alembic import op

from data.schema import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table("training", sa.Column("since", Moment(), nullable=False), sa.PrimaryKeyConstraint("since"))
