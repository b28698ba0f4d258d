"""What sentences about a workbook quote: names of measures, texts of cells, numbers."""

from data.measures import MEASURES
from data.text import Text


def measure_name(key: str) -> Text:
    """A measure's name in both languages."""
    return Text(MEASURES[key].zh, MEASURES[key].en)


def said(written: object) -> str:
    """So much of what a cell says as a sentence can quote."""
    return str(written)[:80]


def shown(value: float) -> str:
    """A number in a sentence: 1,234,567 or 0.667."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:,.4g}"
