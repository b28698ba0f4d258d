"""A forecast as text in the store, and back, to the last digit."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np

from data.forecasts import Kept
from metrics.outlook.backtest import Forecast, Said
from metrics.outlook.series import Series


def written(told: Series, found: Forecast) -> str:
    """A forecast as JSON; what is no number is null."""
    of_series = {"scale": told.scale, "year": told.year, "so_far": told.so_far, "now": float(told.values[-1])}
    return json.dumps(_plain({"series": of_series, "forecast": asdict(found)}), allow_nan=False)


def read(kept: Kept) -> tuple[Series, Forecast] | None:
    """The series (of its months only the last one) and the forecast; None where there were too few months."""
    if not kept.method:
        return None
    told = json.loads(kept.told)
    of, made = told["series"], told["forecast"]
    values = np.array([_number(of["now"])])
    series = Series(kept.metric, kept.unit, kept.origin, values, of["scale"], of["year"], _number(of["so_far"]))
    parts: dict[str, Any] = {name: _number(value) for name, value in made.items() if not isinstance(value, list | str)}
    parts |= {name: np.array([_number(each) for each in made[name]]) for name in ("low", "middle", "high")}
    said = [{name: _number(value) for name, value in each.items()} for each in made["said"]]
    parts["said"] = tuple(Said(**(each | {"back": int(each["back"])})) for each in said)  # type: ignore[arg-type]
    return series, Forecast(made["method"], **parts)


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return float(value) if np.isfinite(value) else None
    return value
