"""A file of any kind becomes a book: cells as written, with their places. Everything read is data, never code."""

from collections.abc import Callable
from typing import TypeVar

from data.sandbox import pool
from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading.book import Book, Sheet, Span
from data.uploads.reading.opening import opened

__all__ = ["Book", "Sheet", "Span", "in_a_worker", "read"]

Given = TypeVar("Given")


def read(content: bytes, file_name: str, limits: Limits, by: str = "") -> Book | Refused:
    """Open .xlsx, .xls, .ods, .et or .csv by what it is, not by its name; a refusal is a result, not an exception.

    It is done in a worker of its own. `by` is the login of whose file it is; `lanes.Busy` where too many wait already.
    """
    sheets = in_a_worker(opened, content, file_name, limits, limits=limits, by=by)
    return sheets if isinstance(sheets, Refused) else Book(file_name, content, sheets)


def in_a_worker(do: Callable[..., Given], *given: object, limits: Limits, by: str = "") -> Given | Refused:
    """What a function gives in a worker of its own (`pool.run`); a worker that did not come to an end is a refusal."""
    try:
        return pool.run(do, *given, limits=limits, by=by)
    except pool.TooSlow:
        return refused("too_slow", limit=limits.seconds)
    except pool.TooMuchMemory:
        return refused("too_much_memory")
    except pool.Failed:  # what no reader of such files expects
        return refused("damaged")
