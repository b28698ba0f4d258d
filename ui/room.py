"""In which room a view is: the real store's, or the training store's."""

from data import rooms


def engine() -> rooms.Engine:
    """The store of this view's room."""
    return rooms.real()
