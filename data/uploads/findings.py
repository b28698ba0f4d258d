"""Findings (疑点): what a person must look at in an uploaded workbook, and the sentence that says so."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from data.refusal import ByReason
from data.text import Language, Text
from data.uploads.sentences import cells, headings, people, registers
from data.uploads.sentences.files import REFUSALS
from data.uploads.sentences.questions import WARNINGS

Severity = Literal["error", "warning"]
Place = TypeVar("Place")
MOST = 300  # findings of one kind that are told one by one

ERRORS = headings.ERRORS | cells.ERRORS | registers.ERRORS | people.ERRORS  # must be mended
FINDINGS = REFUSALS | ERRORS | WARNINGS


@dataclass(frozen=True)
class Finding:
    """One rule met at one place. `sheet` and `cell` are empty where the file as a whole is meant.

    `values` fill the blanks of the rule's sentence; a value that is a `Text` is told in the language asked for.
    """

    rule: str
    sheet: str = ""
    cell: str = ""
    values: dict[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """`error`: must be mended; `warning`: a person confirms."""
        return "warning" if self.rule in WARNINGS else "error"

    def told(self, language: Language) -> str:
        """The sentence: where, what it says, what is expected, what to do."""
        said = {key: _said(value, language) for key, value in self.values.items()}
        return FINDINGS[self.rule].in_(language, place=self.place(language), **{"sheet": self.sheet, **said})

    def place(self, language: Language) -> str:
        """Sheet and cell as people say them: “月报”C7."""
        if not self.sheet:
            return Text("文件", "The file").in_(language)
        return Text("“{sheet}”{cell}", "“{sheet}” {cell}").in_(language, sheet=self.sheet, cell=self.cell).strip()


@dataclass(frozen=True)
class Refused:
    """A file that is not read at all, with the one finding that says why."""

    finding: Finding


def told_of(places: Iterable[Place], tell: Callable[[Place], Finding]) -> Iterator[Finding]:
    """A finding for each of the places, the first `MOST` one by one and the rest as a count.

    A workbook with a hundred thousand wrong cells has one mistake, and is answered as quickly as any other.
    """
    listed = list(places)
    yield from map(tell, listed[:MOST])
    if len(listed) > MOST:
        next_one = tell(listed[MOST])
        rule = "more_errors" if next_one.severity == "error" else "more_warnings"
        yield Finding(rule, next_one.sheet, next_one.cell, {"count": len(listed) - MOST})


def refused(rule: str, sheet: str = "", **values: object) -> Refused:
    """A refusal by one of `REFUSALS`."""
    return Refused(Finding(rule, sheet, "", values))


def _said(value: object, language: Language) -> object:
    """The value in a language; of what stood in a cell only what is printable."""
    told = value.in_(language) if isinstance(value, Text) else value
    return "".join(map(_printable, told)) if isinstance(told, str) else told


def _printable(character: str) -> str:
    """The character; one that nobody can see by its code, so that people find it."""
    if unicodedata.category(character) == "Cf":
        return f"〔U+{ord(character):04X}〕"
    return character if character.isprintable() else ""


class ByFindings(ByReason):
    """A refusal with the `findings` that stand against what was asked, where there are any."""

    def __init__(self, reason: str, findings: Sequence[Finding] = (), **blanks: object):
        self.findings = tuple(findings)
        super().__init__(reason, **blanks)
