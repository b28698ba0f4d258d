"""The shapes of what is asked and answered."""

import base64
import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from data import months
from data.figures import QUALIFIERS
from data.reporting.submissions import State
from data.text import Text
from data.uploads.findings import Finding

MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
DAY = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
UNIT = r"^[0-9]{6}$"
NUMBER = r"^[1-9][0-9]{0,8}$"
MOST_FIGURES = 20_000


def _month(written: Any) -> Any:
    if not isinstance(written, str) or not re.fullmatch(MONTH, written):
        raise ValueError("write a month like 2026-10")
    return months.parse(written)


def _day(written: Any) -> Any:
    if not isinstance(written, str) or not re.fullmatch(DAY, written):
        raise ValueError("write a day like 2026-10-31")
    return date.fromisoformat(written)


def _number(written: Any) -> Any:
    """A whole number from an address, or from JSON, where 3.0 is one as well."""
    whole = int(written) if isinstance(written, float) and written.is_integer() else written
    if isinstance(whole, bool) or not re.fullmatch(NUMBER, str(whole)):
        raise ValueError("write a whole number")
    return int(whole)


def number_or_null(value: Any) -> float | None:
    """A number for JSON, which has none that is not there."""
    return None if value is None or pd.isna(value) else float(value)


def _count(written: Any) -> Any:
    """The same, and nothing: 0 from an address is written."""
    return 0 if written == "0" or (type(written) in (int, float) and written == 0) else _number(written)


def _yes_or_no(written: Any) -> Any:
    if written not in ("true", "false", True, False):
        raise ValueError("write true or false")
    return written


def _base64(written: str) -> str:
    try:
        base64.b64decode(written, validate=True)
    except ValueError:
        raise ValueError("write the content in base64") from None
    return written


_MONTH_SCHEMA = WithJsonSchema({"type": "string", "pattern": MONTH, "examples": ["2026-10"]})
Month = Annotated[date, BeforeValidator(_month), _MONTH_SCHEMA]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": DAY})]
Number = Annotated[
    int, BeforeValidator(_number), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 999_999_999})
]
Count = Annotated[
    int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 999_999_999})
]
InBase64 = Annotated[str, AfterValidator(_base64), Field(json_schema_extra={"format": "byte"})]
Flag = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": "boolean"})]
Unit = Annotated[str, Field(pattern=UNIT, examples=["330200"])]
NumberInPath = Annotated[Number, Path(description="The number of the draft, as the upload answered it.")]
Absent = SkipJsonSchema[None]  # a parameter that is not given; it cannot be written
OfUnit = Annotated[Unit | Absent, Query(description="A unit's six digits; the person's own unit if not given.")]
OfMonth = Annotated[Month | Absent, Query(description="A month like 2026-10; the last full one if not given.")]


class Shape(BaseModel):
    """An answer."""


class Asked(BaseModel):
    """Something asked: fields that are not known are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Said(Shape):
    """Words in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: Text) -> "Said":
        return cls(zh=text.zh, en=text.en)


class Found(Shape):
    """A finding: an error must be mended, a warning confirmed. `sheet` and `cell` are "" where the file is meant."""

    rule: str
    severity: Literal["error", "warning"]
    sheet: str
    cell: str
    zh: str
    en: str

    @classmethod
    def of(cls, finding: Finding) -> "Found":
        return cls(
            rule=finding.rule,
            severity=finding.severity,
            sheet=finding.sheet,
            cell=finding.cell,
            zh=finding.told("zh"),
            en=finding.told("en"),
        )


class OfFigure(Asked):
    """Which figure: a measure of a unit in a month, and of an application where `subject` names one. Unit and month are
    those of the upload if not given."""

    measure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", examples=["visits"])]
    unit: Unit | Absent = None
    month: Month | Absent = None
    subject: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{0,64}$")] = ""


class ValueGiven(OfFigure):
    """A number, and what its words promise."""

    value: Annotated[float, Field(ge=-1e15, le=1e15)]
    qualifier: Literal[tuple(QUALIFIERS)] = "exact"  # type: ignore[valid-type]


class GradeGiven(OfFigure):
    """A grade in words, like 五星."""

    grade: Annotated[str, Field(pattern=r"^[一-鿿]{1,20}$")]


class Withdrawn(OfFigure):
    """A figure reported before that no longer holds; that is not zero."""

    withdrawn: Literal[True]


class Figures(Asked):
    """Figures without a workbook; they are written into one, a row a figure."""

    figures: Annotated[list[ValueGiven | GradeGiven | Withdrawn], Field(min_length=1, max_length=MOST_FIGURES)]


class Counts(Shape):
    """How many figures and rows of registers."""

    added: int
    changed: int
    same: int


class Examined(Shape):
    """What an upload says. `draft` and `version` are null for a dry run, which keeps nothing."""

    draft: int | None
    version: int | None
    unit: str
    month: str
    correction: str
    demo: bool
    errors: int
    warnings: int
    counts: Counts
    findings: list[Found]


class HandedIn(Shape):
    """A submission; `batch` and `revision` where it counts at once because no approval is asked."""

    draft: int
    submission: int
    state: State
    batch: int | None
    revision: int | None
    superseded: list[int]


class Confirmed(Shape):
    """A list that was confirmed to be as it was, as a batch of its own."""

    register_key: str
    unit: str
    month: str
    batch: int
    revision: int


class Submit(Asked):
    """What was looked at: the version of the draft, and how many warnings a person has confirmed."""

    version: Number
    looked_at: Count = 0


class SentBack(Shape):
    """A cell that was sent back; `cell` is "" where all of it was. A row of a register has its key in `subject`."""

    sheet: str
    cell: str
    register_key: str
    measure: str
    unit: str
    month: str
    subject: str
    said: str
    reason: str
    due: datetime
    by: str
    settled: bool


class Decision(Shape):
    """One step of approval."""

    step: int
    kind: str
    by: str
    at: datetime
    note: str


class Standing(Shape):
    """Where a draft or its submission stands: `draft` until it is handed in, `discarded` where it was thrown away."""

    draft: int
    unit: str
    month: str
    correction: str
    state: Literal["draft", "discarded", "waiting", "accepted", "returned", "recalled"]
    version: int
    saved_by: str
    saved_at: datetime
    submission: int | None
    step: int
    steps: int
    batch: int | None
    decisions: list[Decision]
    sent_back: list[SentBack]
    demo: bool
