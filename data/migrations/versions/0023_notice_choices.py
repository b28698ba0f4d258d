"""How somebody wants to be told by mail and webhook."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("digest_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_notice_choice_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_notice_choice")),
    )
