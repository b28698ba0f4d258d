"""What a person should look at twice before it is committed: warnings, each confirmed and never mended silently."""

from collections.abc import Iterator

import pandas as pd
from sqlalchemy import Connection

from data.uploads.context import Context
from data.uploads.findings import Finding
from data.uploads.parse import Book


def warnings(conn: Connection, around: Context, book: Book, figures: pd.DataFrame) -> Iterator[Finding]:
    """Every warning about the figures of a book."""
    yield from ()
