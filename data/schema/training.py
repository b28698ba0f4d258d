"""Whether a store is one to train in."""

from sqlalchemy import Column, Table

from data.schema.base import METADATA, Moment

# A row in a training store, since when it is as it was made; none in a real one. A store says itself what it is, so that
# no setting can make invented figures pass for real ones.
training = Table("training", METADATA, Column("since", Moment, primary_key=True))
