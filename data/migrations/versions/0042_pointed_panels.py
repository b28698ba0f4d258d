"""In which panel a presenter's finger is: walls of another shape have it elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.add_column("presentation", sa.Column("pointer_panel", sa.String(40), nullable=True))
