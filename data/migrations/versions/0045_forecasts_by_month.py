"""A forecast is of a revision and the last month it knew: when another month is due, one is made of the same revision."""

from alembic import op

revision = "0045"
down_revision = "0044"
works_with_older = True


def upgrade() -> None:
    with op.batch_alter_table("forecast") as table:
        table.drop_constraint("pk_forecast", type_="primary")
        table.create_primary_key("pk_forecast", ["metric", "unit", "revision", "origin"])
