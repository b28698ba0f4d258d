"""What titles, names of sheets and files, corners and notes say of all numbers of a table: months, spans, units."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from data.uploads.parse import Book
from data.uploads.understanding.dates import NOT_THE_MONTH, day_of
from data.uploads.understanding.headers import Table
from data.uploads.understanding.names import bracketed
from data.uploads.understanding.phrases import OTHER_NUMBERS, Phrase, phrases
from data.uploads.understanding.titles import UNTIL

PIECES = re.compile(r"[，,；;。（）()\[\]【】]+|\s(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\s")
DAY = re.compile(r"(月) ?\d{1,2} ?日")
OF_TABLE = re.compile(
    r"单位|\bunits?(?: of measure)?\b|\bfigures are\b|\b(?=in (?:ten |hundred )?(?:thousand|million|billion))",
    re.IGNORECASE,
)
AS = re.compile(r"^\s*(?:[均都]?[为是以按]|[:：]|in\b)*\s*", re.IGNORECASE)
BETWEEN = re.compile(r"[、,，;；/\s]+")
NOUNS = re.compile(
    r"(?:数字化改革|工作|主要|情况|统计|汇总|分解|一览|数据|月报|报表|简报|明细|台账|表|数|report|table|data){1,6}$",
    re.IGNORECASE,
)
ENDING = re.compile(r"\.\w{2,5}$")
SPANS = re.compile(r"累计|累积|年初|以来|至今|ytd|to ?-?date|cumul|accumul|since ?january", re.IGNORECASE)
RESERVED = re.compile(r"任务|指标|进度|比例")  # in a title these are as often the name of the work


@dataclass(frozen=True)
class Surroundings:
    """What is said of a whole table. `months` by place (`title`, `sheet`, `file`), from the nearest to the farthest;
    `bare` months without a year and `years`, also by place; `runs`, `spans`, `others`: the texts with several months, with the year so far,
    and with what is no number of this month; `units` in which all is counted."""

    months: dict[str, set[date]]
    bare: dict[str, set[int]]
    years: dict[str, set[int]]
    runs: tuple[str, ...]
    spans: tuple[str, ...]
    others: tuple[tuple[str, Phrase], ...]
    units: tuple[Phrase, ...]


def surroundings(book: Book, table: Table) -> Surroundings:
    """All that the table's title, its sheet's name and the file's name say, and its corner and notes."""
    title = [each for each in table.title if isinstance(each, str)]
    places = {"title": title, "sheet": [table.sheet.name], "file": [ENDING.sub("", book.file_name)]}
    months = {place: set().union(*map(months_in, said)) for place, said in places.items()}
    months["title"] = months["title"] or {month for each in table.title if (month := _month_of_a_day(each))}
    said = [each for texts in places.values() for each in texts]
    notes = list(_notes(table))
    return Surroundings(
        months,
        {
            place: {each.first for text in texts for each in _of_the_month(text) if _is_bare(each)}
            for place, texts in places.items()
        },
        {
            place: {each.year for text in texts for each in _of_the_month(text) if each.year}
            for place, texts in places.items()
        },
        tuple(each for each in said if any(phrase.kind in ("months", "period") for phrase in _of_the_month(each))),
        tuple(each for each in (*said, *notes) if _says_so_far(each)),
        tuple((each, other) for each in said if (other := _another(each))),
        tuple(unit for each in (*said, *notes) for unit in _units(each))
        + tuple(each for each in table.corner if each.unit),
    )


def months_in(text: str) -> set[date]:
    """The months a title names; a day of printing and the months it compares with are not meant."""
    said = _of_the_month(text)
    years = {phrase.year for phrase in said if phrase.year}
    usual = years.pop() if len(years) == 1 else 0
    return {
        date(phrase.year or usual, phrase.last, 1)
        for phrase in said
        if phrase.kind in ("month", "so_far") and phrase.last and (phrase.year or usual)
    }


def _of_the_month(text: str) -> list[Phrase]:
    """The phrases of a title without its pieces about days of filling in and about other months."""
    seen = DAY.sub(r"\1", text) if UNTIL.search(text) else text
    pieces = [each for each in PIECES.split(seen[:300]) if each and not NOT_THE_MONTH.search(each)]
    return [phrase for each in pieces for phrase in phrases(each)]


def _month_of_a_day(cell: object) -> date | None:
    """The month that a cell with its first day means; any other day is no month."""
    day = day_of(cell) if isinstance(cell, date) else None
    return day if day and day.day == 1 else None


def _is_bare(phrase: Phrase) -> bool:
    return phrase.kind == "month" and not phrase.year


def _says_so_far(text: str) -> bool:
    said = [phrase for phrase in _of_the_month(text) if phrase.kind == "so_far"]
    return any(phrase.first == 1 or SPANS.search(phrase.written) for phrase in said)


def _another(text: str) -> Phrase | None:
    """What makes a title one of other numbers: its last words (…同比情况表, …预计数) or all of a bracket."""
    if "。" in text:
        return None  # a sentence tells how to fill in (灰色为上月数，仅供参考。), it is no title
    inside = [phrase for each in bracketed(text) for phrase in phrases(each)]
    said = phrases(NOUNS.sub("", text.strip()))
    ending = [phrase for phrase in said if phrase.kind != "fill"][-1:]
    done = said and said[-1].kind == "fill" and said[-1].written in ("完成", "实现")
    aside = [phrase for phrase in inside if phrase.kind in ("year", "new", "this", "so_far")]  # the verdict decides
    found = [each for each in (*inside, *([] if done else ending)) if each.kind in (*OTHER_NUMBERS, "months")]
    return next((each for each in (*found, *aside) if not RESERVED.search(each.written)), None)


def _units(text: str) -> Iterator[Phrase]:
    """The units of measure in 单位：万人次、个, in a bracket that holds nothing else, or after 金额单位为."""
    for inside in bracketed(text):
        said = phrases(inside)
        if all(phrase.unit or phrase.kind == "fill" for phrase in said):
            yield from (phrase for phrase in said if phrase.unit)
            text = text.replace(inside, " ")
    for after in OF_TABLE.split(text)[1:]:
        for each in BETWEEN.split(AS.sub("", after)):
            meant = [phrase for phrase in phrases(each) if phrase.kind != "fill"]
            if not each or not all(phrase.unit for phrase in meant):
                break
            yield from meant


def _notes(table: Table) -> Iterable[str]:
    """The texts of the rows below and among the numbers that are nothing but a text: 注：金额单位为万元."""
    cells = table.sheet.cells
    for row in range(max(table.last - 12, table.first), table.last):
        filled = [each for each in cells[row] if each != ""]
        if len(filled) == 1 and isinstance(filled[0], str) and len(filled[0]) > 3:
            yield filled[0][:200]
