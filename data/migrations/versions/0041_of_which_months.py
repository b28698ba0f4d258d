"""Of which units and months each batch has figures. It breaks older programs, which would commit without noting it."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "figure_month",
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batch.number"], name=op.f("fk_figure_month_batch_batch")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_figure_month_unit_unit")),
        sa.PrimaryKeyConstraint("unit", "month", "batch", name=op.f("pk_figure_month")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO figure_month (unit, month, batch) SELECT DISTINCT unit, month, batch FROM figure")
