"""The index by which rows of registers are found; the rows there are already come into it after the tables are made."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "title",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_title_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_title")),
    )
    op.create_index(op.f("ix_title_register_key"), "title", ["register", "key"])
    op.create_table(
        "title_piece",
        sa.Column("piece", sa.String(32), nullable=False),
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("since", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("titles", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("piece", "register", "unit", "since", name=op.f("pk_title_piece")),
        sqlite_with_rowid=False,
    )
