"""What a worker's answer may hold: plain values, dates, arrays, frames, our own dataclasses and numbers.
Nothing that acts."""

import dataclasses
import io
import pickle
import sys
from typing import Any

import numpy as np
import pandas as pd

VALUES = {
    ("pandas", "NA"),
    ("pandas._libs.tslibs.timestamps", "_unpickle_timestamp"),
    ("pandas._libs.tslibs.nattype", "_nat_unpickle"),
    ("decimal", "Decimal"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
}


class _Pickler(pickle.Pickler):
    def reducer_override(self, each: Any) -> Any:
        """A frame goes as its columns, with the types they have."""
        if not isinstance(each, pd.DataFrame):
            return NotImplemented
        columns = [(name, str(column.dtype), _array(column)) for name, column in each.items()]
        return frame, (columns, len(each))


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" or (module, name) in VALUES:
            return super().find_class(module, name)
        if (module, name) == (__name__, "frame"):
            return frame
        ours = getattr(sys.modules.get(module), name, None) if module.startswith("data.") else None
        if isinstance(ours, type) and (dataclasses.is_dataclass(ours) or issubclass(ours, str | int | float)):
            return ours
        raise pickle.UnpicklingError(f"{module}.{name}")


def packed(answer: object) -> bytes:
    """An answer as bytes."""
    out = io.BytesIO()
    _Pickler(out, protocol=5).dump(answer)
    return out.getvalue()


def unpacked(answer: bytes) -> Any:
    """The answer. Raises `pickle.UnpicklingError` where it holds anything else."""
    return _Unpickler(io.BytesIO(answer)).load()


def frame(columns: list[tuple[str, str, np.ndarray]], length: int) -> pd.DataFrame:
    """The frame of these columns, its rows numbered from 0."""
    index = pd.RangeIndex(length)
    made = {name: pd.Series(values, index=index, dtype=kind) for name, kind, values in columns}
    return pd.DataFrame(made, index=index, columns=[name for name, _, _ in columns])


def _array(column: pd.Series) -> np.ndarray:
    if isinstance(column.dtype, np.dtype):
        return column.to_numpy()
    return column.to_numpy(dtype=object, na_value=None)
