"""Signing in: by a provider once, a second factor, one-time passwords that run out."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("session") as table:
        table.add_column(sa.Column("provided", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("unconfirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_index(op.f("ix_session_provided"), ["provided"], unique=True)
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("password_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("second_factor", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("second_factor_step", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "recovery_code",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_recovery_code_person_person")),
        sa.PrimaryKeyConstraint("person", "hash", name=op.f("pk_recovery_code")),
    )
