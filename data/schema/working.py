"""What the program does by itself."""

from sqlalchemy import Column, Table

from data.schema.base import METADATA, Key, Moment

# When each work that one process does for all was last done, by whichever did it.
job_done = Table("job_done", METADATA, Column("work", Key, primary_key=True), Column("at", Moment, nullable=False))
