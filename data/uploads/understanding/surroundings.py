"""What titles, names of sheets and files, corners and notes say of all numbers of a table: months, spans, units."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from data.finding.names import bracketed
from data.uploads.parse import Book
from data.uploads.understanding.dates import NOT_THE_MONTH, day_of
from data.uploads.understanding.headers import Table
from data.uploads.understanding.headings import UNIT_WORDS
from data.uploads.understanding.phrases import OTHER_NUMBERS, Phrase, phrases
from data.uploads.understanding.titles import UNTIL, says

PIECES = re.compile(r"[，,；;。（）()\[\]【】]+|\s(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\s")
PARTS = re.compile(r"[，；;。（）()\[\]【】：:]+|,(?!\d{3}(?!\d))")
DAY = re.compile(r"(月) ?\d{1,2} ?日")
OF_TABLE = re.compile(
    r"单位|\bunits?(?: of measure)?\b|\bfigures are\b|\b(?=in (?:ten |hundred )?(?:thousand|million|billion))",
    re.IGNORECASE,
)
AS = re.compile(r"^\s*(?:[均都]?[为是以按]|[:：]|in\b)*\s*", re.IGNORECASE)
BETWEEN = re.compile(r"[、，;；/\s]+|,(?!\d{3}(?!\d))")
COUNTED_BY = re.compile(r"[以按]([^，；。、]{1,12}?)(?:计|为单位|填|表示)")  # 访问量均以万人次计
SCALES = {"hundred million": "亿", "hundred thousand": "十万", "ten thousand": "万"}
IN_WORDS = re.compile("|".join(SCALES), re.IGNORECASE)
STATED = re.compile(  # what a sentence says around the unit in which all is counted: 注：金额均以万元计
    r"备?注|说明|所有|全部|全表|表[中内]|本表|金额|数额|数值|数字|数据|价值|货币|币种|人民币|单位|计量|统一|一律|[均都皆]|以|按|用|为|是|[计记]算?|填[报写列]|表示|"
    r"\b(?:in|note|all|amounts?|values?|figures?|numbers?|data|are|is|given|shown|reported|expressed|units?|currency|rmb|of)\b",
    re.IGNORECASE,
)
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
    done = (
        done and bool(ending) and ending[0].kind in ("plan", "progress")
    )  # 计划完成情况 is what was done, 预计完成情况 is not
    aside = [phrase for phrase in inside if phrase.kind in ("year", "new", "this", "so_far")]  # the verdict decides
    found = [each for each in (*inside, *([] if done else ending)) if each.kind in (*OTHER_NUMBERS, "months")]
    return next((each for each in (*found, *aside) if not RESERVED.search(each.written)), None)


def _units(text: str) -> Iterator[Phrase]:
    """The units of measure in 单位：万人次、个, in a bracket that holds nothing else, after 金额单位为, or in a piece that says
    nothing but in which scale all is counted (注：金额均以万元计, in ten thousand yuan, RMB mn)."""
    text = IN_WORDS.sub(lambda said: SCALES[said[0].lower()], text)
    for each in (*PARTS.split(text), *COUNTED_BY.findall(text)):
        yield from _stated(each)
    for inside in bracketed(text):
        said = phrases(inside)
        if all(phrase.unit or phrase.kind == "fill" for phrase in said):
            yield from (phrase for phrase in said if phrase.unit)
            text = text.replace(inside, " ")
    for after in OF_TABLE.split(text)[1:]:
        rest = AS.sub("", after)
        if all(phrase.unit for phrase in phrases(rest)):
            yield from phrases(rest)
            continue
        for each in BETWEEN.split(rest):
            meant = [phrase for phrase in phrases(each) if phrase.kind != "fill"]
            if not each or not all(phrase.unit for phrase in meant):
                break
            yield from meant


def _stated(piece: str) -> list[Phrase]:
    """The units that a piece of text is about, where it is about nothing else and one of them is a scale."""
    said = [phrase for phrase in phrases(STATED.sub(" ", piece)) if phrase.kind != "fill"]
    scaled = any(each.unit and each.unit.scale > 1 and len(each.written) > 1 for each in said)
    return said if scaled and all(phrase.unit for phrase in said) else []


def _notes(table: Table) -> Iterable[str]:
    """The texts of the rows below and among the numbers that are nothing but a text: 注：金额单位为万元."""
    cells = table.sheet.cells
    for row in range(max(table.last - 12, table.first), min(table.last + 1, len(cells))):
        filled = [each for each in cells[row] if each != ""]
        if len(filled) != 1 or not isinstance(filled[0], str):
            continue
        if (row < table.last and len(filled[0]) > 3) or _stated(filled[0]) or says(filled[0], UNIT_WORDS):
            yield filled[0][:200]
