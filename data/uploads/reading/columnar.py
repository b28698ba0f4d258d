"""A Parquet file as the sheet that it would be: a header of its columns, and a row below for each of its own."""

from datetime import date

import numpy as np
import pyarrow as pa
from pyarrow.parquet import ParquetFile

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading.book import Sheet
from data.uploads.reading.limits import MB

MARK = b"PAR1"  # how such a file begins and ends
NAME = "Parquet"


def is_columnar(content: bytes) -> bool:
    """Whether the file says that it is Parquet."""
    return content.startswith(MARK)


def opened(content: bytes, limits: Limits) -> tuple[Sheet, ...] | Refused:
    """The one sheet of a Parquet file; a refusal is a result. For a worker alone."""
    if len(content) > limits.file_mb * MB:
        return refused("too_large", size=round(len(content) / MB, 1), limit=limits.file_mb)
    try:
        file = ParquetFile(pa.BufferReader(content))
        about = file.metadata
        groups = range(about.num_row_groups)
        if about.num_rows >= limits.rows:  # the header is one more
            return refused("too_many_rows", sheet=NAME, count=about.num_rows + 1, limit=limits.rows)
        if about.num_columns > limits.columns:
            return refused("too_many_columns", sheet=NAME, count=about.num_columns, limit=limits.columns)
        if sum(about.row_group(each).total_byte_size for each in groups) > limits.unzipped_mb * MB:
            return refused("unzips_too_large", limit=limits.unzipped_mb)
        table = file.read(use_threads=False)
    except (pa.ArrowException, OSError, ValueError):
        return refused("damaged")
    cells = np.empty((table.num_rows + 1, table.num_columns), dtype=object, order="F")
    for number, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        cells[0, number] = name
        cells[1:, number] = [_cell(each) for each in column.to_pylist()]
    return (Sheet(NAME, False, cells),)


def _cell(value: object) -> object:
    """As a reader of workbooks has it: nothing is an empty text, whole numbers are numbers, what else there is as text."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return str(value)
    return float(value) if isinstance(value, int) else value
