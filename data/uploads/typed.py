"""Figures that come as rows and not in a file, written into a workbook: so that every figure has a cell."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook

from data import months
from data.uploads.escape import for_cell
from data.uploads.understanding.values import BEFORE

SHEET = "接口填报"
FILE_NAME = "接口填报.xlsx"
HEADER = ("单位代码", "月份", "填报项", "应用编号", "数值")
WITHDRAWN = "撤回"


@dataclass(frozen=True)
class Typed:
    """One figure: a value with its qualifier, or a grade, or neither: then it is withdrawn."""

    measure: str
    unit: str
    month: date
    subject: str = ""
    value: float | None = None
    qualifier: str = "exact"
    grade: str = ""


def workbook_of(figures: Iterable[Typed]) -> bytes:
    """An .xlsx with a row a figure, in their order below one header, as the checks read it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(HEADER)
    for figure in figures:
        names = (figure.unit, months.label(figure.month), figure.measure, figure.subject or None)
        sheet.append([*map(for_cell, names), _written(figure)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _written(figure: Typed) -> object:
    """The value as people write it: 30, 约30, 五星, 撤回."""
    if figure.value is None:
        return for_cell(figure.grade) if figure.grade else WITHDRAWN
    if figure.qualifier == "exact":
        return figure.value
    short = f"{figure.value:.15g}"
    return f"{BEFORE[figure.qualifier][0]}{short if float(short) == figure.value else figure.value}"
