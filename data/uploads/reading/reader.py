"""The program that opens a workbook for `parse`, in a process of its own with its memory limited.

A hostile file can make any reader of a compressed format ask for all the memory there is; then only this process
ends. It is started by its path and needs nothing of ours. Content on standard input; on standard output a pickle of
`("sheets", [(name, hidden, columns, merged), …])`, columns from A on and row 1 on, empty cells as "",
or `(rule, values)` of the finding that refuses the file.
"""

import gc
import io
import pickle
import re
import resource
import sys
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

UNKNOWN = re.compile(rb">#(?!(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|DATA!)</)[A-Z_/0-9]{1,24}[!?]?</")


def answer(content: bytes, sheets: int, rows: int, columns: int) -> tuple[str, object]:
    """The sheets of the workbook, or the rule that refuses it."""
    try:
        try:
            return _open(content, sheets, rows, columns)
        except CalamineError:  # it knows the eight old errors; newer ones (#GETTING_DATA, #FIELD!) are errors as well
            return _open(_with_known_errors(content), sheets, rows, columns)
    except PasswordError:
        return "password", {}
    except MemoryError:
        return "too_much_memory", {}
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile):
        return "damaged", {}


def _with_known_errors(content: bytes) -> bytes:
    """The .xlsx with every other error code as #N/A; which it was is seen by who looks for errors."""
    known = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(known, "w") as copy:
        for entry in package.infolist():
            part = package.read(entry)
            copy.writestr(entry.filename, UNKNOWN.sub(b">#N/A</", part) if b"#" in part else part)
    return known.getvalue()


def _open(content: bytes, sheets: int, rows: int, columns: int) -> tuple[str, object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    listed = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if len(listed) > sheets:
        return "too_many_sheets", {"count": len(listed), "limit": sheets}
    read = []
    for each in listed:
        sheet = book.get_sheet_by_name(each.name)
        end = sheet.end or (-1, -1)
        if end[0] >= rows:
            return "too_many_rows", {"sheet": each.name, "count": end[0] + 1, "limit": rows}
        if end[1] >= columns:
            return "too_many_columns", {"sheet": each.name, "count": end[1] + 1, "limit": columns}
        by_column = list(zip(*sheet.to_python(skip_empty_area=False), strict=False))
        read.append((each.name, each.visible != SheetVisibleEnum.Visible, by_column, sheet.merged_cell_ranges or []))
    return "sheets", read


def main() -> None:
    """Read standard input under the limits given as arguments: memory in bytes, sheets, rows, columns."""
    memory, *limits = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    try:
        said = pickle.dumps(answer(sys.stdin.buffer.read(), *limits), protocol=5)
    except MemoryError:
        said = pickle.dumps(("too_much_memory", {}))
    sys.stdout.buffer.write(said)


if __name__ == "__main__":
    main()
