"""How a row stands is found by its key alone: SQLite went through all rows of a register for each one it looked for."""

from alembic import op

revision = "0044"
down_revision = "0043"
works_with_older = True

INDEX, KEY = "ix_row_standing_register_key", ["register", "key"]


def upgrade() -> None:
    op.drop_index(INDEX, "row_standing")
    op.create_index(INDEX, "row_standing", [*KEY, "batch", "since", "until", "unit", "standing"])
