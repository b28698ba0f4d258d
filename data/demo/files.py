"""The demonstration's files: CSV as a steward would send it, and frames that know in which cell each value stands."""

import io
import re
import zipfile

import pandas as pd
from openpyxl import Workbook

from data.demo.world import World
from data.measures import MEASURES
from data.registers import REGISTERS, Field, Register
from data.registers.declaration import MANY

SHEET = "CSV"  # what a reader calls the one sheet of a text file
ENCODING = "utf-8-sig"  # so that Excel and WPS open it as it is
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date of every part of a workbook: the same rows make the same bytes
MOMENT = re.compile(rb">[^<]{0,40}Z<")
FIGURE_HEADER = ["单位", "月份", "填报项", "应用", "数值"]


def figures_file(world: World, figures: pd.DataFrame) -> tuple[bytes, pd.DataFrame]:
    """A long table (unit, month, measure, application, value), units by the tree and measures by the template.

    Returns the file and the frame of figures; a value stands in column E of its row, below a header.
    """
    order = {
        "unit": {unit: place for place, unit in enumerate(world.tree.codes)},
        "measure": {key: place for place, key in enumerate(MEASURES)},
    }
    sorted_ = figures.sort_values(
        ["month", "unit", "measure", "subject"],
        key=lambda column: column.map(order[column.name]) if column.name in order else column,
        ignore_index=True,
    )
    names = {code: unit.name_zh for code, unit in world.tree.by_code.items()}
    about, numbers = sorted_["qualifier"] == "about", sorted_["value"].astype("int64").astype(str)
    written = numbers.where(~about, "约" + numbers)
    columns = (
        sorted_["unit"].map(names),
        sorted_["month"].dt.strftime("%Y-%m"),
        sorted_["measure"].map({key: measure.zh for key, measure in MEASURES.items()}),
        sorted_["subject"],
        written,
    )
    said = written.where(about, "")
    framed = sorted_.assign(grade="", said=said, sheet=SHEET, cell=_cells("E", len(sorted_)))
    return _csv(FIGURE_HEADER, columns), framed


def records_file(world: World, register: Register, records: pd.DataFrame) -> tuple[bytes, pd.DataFrame]:
    """A register's rows with its own words, as far as its fields are told of; returns the file and the frame of records,
    the key in column A."""
    fields = [field for field in (register.key_field, *register.fields) if field.key in records]
    columns = [_written(world, field, records[field.key]) for field in fields]
    known = records[[field.key for field in fields]].reset_index(drop=True)
    framed = known.assign(sheet=SHEET, cell=_cells("A", len(known)), removed=False)
    return _csv([field.zh for field in fields], columns), framed


def workbook(world: World, rows: dict[str, pd.DataFrame]) -> tuple[bytes, dict[str, pd.DataFrame]]:
    """A workbook with a sheet a register; returns it and the frames of records, the key in column A of its sheet."""
    book = Workbook(write_only=True)
    framed = {}
    for key, records in rows.items():
        register = REGISTERS[key]
        fields = (register.key_field, *register.fields)
        columns = [_written(world, field, records[field.key]).astype(object) for field in fields]
        sheet = book.create_sheet(register.zh)
        sheet.append([field.zh for field in fields])
        for row in zip(*columns, strict=True):
            sheet.append([None if pd.isna(value) else value for value in row])
        known = records[[field.key for field in fields]].reset_index(drop=True)
        framed[key] = known.assign(sheet=register.zh, cell=_cells("A", len(known)), removed=False)
    saved = io.BytesIO()
    book.save(saved)
    return _undated(saved), framed


def file_name(*parts: str, kind: str = "csv") -> str:
    """演示数据-2026-09.csv, 演示数据-问题清单-2026-09.csv and so on."""
    return "-".join(("演示数据", *parts)) + f".{kind}"


def _written(world: World, field: Field, values: pd.Series) -> pd.Series:
    if field.type == "unit":
        return values.map({code: unit.name_zh for code, unit in world.tree.by_code.items()})
    if field.type == "choice":
        return values.map({key: text.zh for key, text in field.choices})
    if field.type in ("date", "month"):
        return values.dt.strftime("%Y-%m-%d")
    if field.many:
        return values.str.replace(MANY, "、")
    return values


def _undated(saved: io.BytesIO) -> bytes:
    """The workbook without the moment at which it was written."""
    undated = io.BytesIO()
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(undated, "w") as kept:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = MOMENT.sub(b">1980-01-01T00:00:00Z<", content)
            kept.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return undated.getvalue()


def _cells(column: str, count: int) -> list[str]:
    return [f"{column}{row}" for row in range(2, count + 2)]


def _csv(header: list[str], columns) -> bytes:
    table = pd.concat([pd.Series(column).reset_index(drop=True) for column in columns], axis=1, keys=header)
    return table.to_csv(index=False, lineterminator="\r\n").encode(ENCODING)
