"""Rows of a register's sheet become records with keys in place of names; what cannot be stored becomes a finding."""

import pandas as pd

from data.uploads.context import Context
from data.uploads.findings import Finding
from data.uploads.headers import Table


def read(around: Context, tables: list[Table], findings: list[Finding]) -> dict[str, pd.DataFrame]:
    """The records of every register that has a sheet."""
    return {}
