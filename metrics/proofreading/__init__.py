"""Does a text agree with the store? Every figure of it is found, matched to metric, unit and month, and judged."""

from metrics.proofreading.figure import Figure
from metrics.proofreading.scanning import figures

__all__ = ["Figure", "figures"]
