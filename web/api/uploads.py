"""What is uploaded: a workbook in a form, a workbook as it is, or figures as JSON."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import Depends, Request
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from data.uploads.typed import FILE_NAME, Typed, workbook_of
from web.api.problems import Stopped
from web.api.shapes import Figures, GradeGiven, ValueGiven

NAME_HEADER = "X-File-Name"
UNNAMED = "upload.xlsx"
LONGEST_NAME = 200

# FastAPI describes one content type a body; several are taken.
_FILE: dict[str, Any] = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "required": ["file"],
            "properties": {"file": {"type": "string", "format": "binary", "description": "The workbook."}},
        }
    },
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
}
FILE_BODY = {"required": True, "content": _FILE}
REQUEST_BODY = {
    "required": True,
    "content": _FILE | {"application/json": {"schema": {"$ref": "#/components/schemas/Figures"}}},
}


@dataclass(frozen=True)
class Upload:
    """A file by its name, or figures that become one once the unit and the month are known."""

    file_name: str
    content: bytes = field(repr=False, default=b"")
    figures: Figures | None = None

    def workbook(self, unit: str, month: date) -> bytes:
        """The file; figures without a unit or a month are of these."""
        if self.figures is None:
            return self.content
        return workbook_of(_typed(each, unit, month) for each in self.figures.figures)

    @property
    def fingerprint(self) -> str:
        """A hash over the content, whatever stands around it."""
        told = self.content if self.figures is None else self.figures.model_dump_json().encode()
        return hashlib.sha256(told).hexdigest()


async def read(request: Request) -> Upload:
    """The upload of a request. Stopped: a content type that is not known, a form without a file, figures that are none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind == "application/octet-stream":
        return Upload(_name(unquote(request.headers.get(NAME_HEADER, ""))), await request.body())
    if kind == "multipart/form-data":
        return await _from_form(request)
    if kind == "application/json":
        return Upload(FILE_NAME, figures=_figures(await request.body()))
    raise Stopped("media_type", "header Content-Type", what=kind)


Uploaded = Annotated[Upload, Depends(read)]


async def _from_form(request: Request) -> Upload:
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise Stopped("invalid", "body file", what="a file / 文件")
            return Upload(_name(file.filename or ""), await file.read())
    except HTTPException as error:
        raise Stopped("invalid", "body", what=str(error.detail)) from None


def _figures(body: bytes) -> Figures:
    try:
        return Figures.model_validate_json(body)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Stopped("invalid", f"body {place}".strip(), what=first["msg"]) from None


def _typed(given: Any, unit: str, month: date) -> Typed:
    which = Typed(given.measure, given.unit or unit, given.month or month, given.subject)
    if isinstance(given, ValueGiven):
        return replace(which, value=given.value, qualifier=given.qualifier)
    return replace(which, grade=given.grade) if isinstance(given, GradeGiven) else which


def _name(written: str) -> str:
    """The last part of a file's name, printable and not too long."""
    last = written.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, last)).strip()[-LONGEST_NAME:] or UNNAMED
