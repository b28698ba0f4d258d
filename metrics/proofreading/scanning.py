"""Every figure of a text, with its place: 1.2万, 近百, 250多, 超过200亿, 六成, 三分之一, 翻一番, 增长3倍, 第五位, 0.5个百分点.

The words of promise, the scales, the numerals and the units of measure are those that workbooks are read by.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from data import months
from data.uploads.understanding import counted_in, numerals
from data.uploads.understanding.values import AFTER, BEFORE, SCALE, SCALES
from metrics.proofreading.figure import Figure, Kind
from metrics.proofreading.passed import passed

LONGEST_UNIT = 12  # characters of a unit of measure
ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,6})?"
# fmt: off
CANDIDATE = re.compile(rf"(?<!\d)(?<!\d[.,])(?P<arabic>{ARABIC})|(?P<words>[零〇一二两三四五六七八九十百千万亿]{{1,16}}(?:点[零〇一二三四五六七八九]{{1,6}})?)")
DOUBLED = re.compile(r"翻(?P<times>[一两二三四五\d])?番")
HALF = re.compile(r"(?P<how>过|超|近|逾)半(?:数)?|半数以上|一半(?P<over>以上)?")
FRACTION = re.compile(rf"分之(?P<top>{ARABIC}|[零一二两三四五六七八九十百点]{{1,9}})")
TENTHS = re.compile(r"成(?P<more>[一二三四五六七八九半])?(?![为立功果都效员绩长就本交品])")
WHOLE = re.compile(r"全覆盖|零(?=事故|差错|投诉|事件|泄露|失误)|(?P<stars>[一二三四五])星(?:级)?")
UP = ("增长", "增加", "提高", "上升", "提升", "上涨", "增", "升", "rose", "up", "increased by")
DOWN = ("下降", "降低", "减少", "回落", "下滑", "降", "fell", "down", "decreased by")
MOVED = re.compile(rf"(?:{'|'.join(UP)}|{'|'.join(DOWN)})(?:了|幅度?)? ?$")
SINCE_MONTH, SINCE_YEAR = re.compile(r"环比|上个?月|month on month"), re.compile(r"同比|去年|上年|年初|year on year")
RANKED = re.compile(r"(?:位列|位居|排名|居|列|排|全国|全省|全市|全区|全县)$")
BAND = re.compile(r" ?(?:-|—|–|~|至|到) ?(?P<to>\d{1,12}(?:\.\d{1,4})?)")
SEVERAL = re.compile(r"[几数](?P<step>十万|百万|千万|十亿|百亿|十|百|千|万|亿)|(?P<tens>[二三四五六七八九]?十)几")
MORE = re.compile(r"多|余|几(?=[万亿个家])")
SMALLER = re.compile(r"(?P<digit>[1-9])(?P<step>[千百])")
POINTS = re.compile(r" ?个?百分点")
TIMES = re.compile(r"倍")
PLACE = re.compile(r"[位名]")
# fmt: on
BOUNDS = tuple((word, qualifier) for qualifier, words in BEFORE.items() for word in words)
AFTERWARDS = tuple(
    (word, qualifier) for qualifier, words in AFTER.items() for word in words if word not in ("多", "余")
)
VAGUE = 50  # digits alone as small as that, with nothing behind them, count nothing


def folded(text: str) -> str:
    """The text in the forms that are looked for, letter by letter, so that every place stays where it is."""
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter).casefold()
    return plain if len(plain) == 1 else letter


def figures(text: str, today: date | None = None) -> list[Figure]:
    """The figures of a text in order; what only looks like one (years, editions, telephones …) is not among them."""
    seen = folded(text)
    taken = bytearray(len(seen) + 1)
    for start, end in passed(seen, today or months.today()):
        taken[start:end] = b"\x01" * (end - start)
    found: list[Figure] = []
    for figure in sorted((*_worded(seen), *_numbered(seen)), key=lambda each: (each.start, -each.end)):
        if not any(taken[figure.start : figure.end]):
            taken[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
            found.append(replace(figure, written=text[figure.start : figure.end]))
    return found


def _worded(text: str) -> Iterator[Figure]:
    """What is said without a number that can be read alone: 翻一番, 过半, 数百, 十几, 全覆盖, 零事故, 五星."""
    for found in DOUBLED.finditer(text):
        times = found["times"] or "一"
        by = float(2 ** (int(times) if times.isdecimal() else numerals.DIGITS[times]) - 1)
        since = _since(text, found.start()) or "yoy"
        yield Figure(*found.span(), found[0], "change", by, 0.1, 1.0, change=since, unit="%")
    for found in HALF.finditer(text):
        qualifier = "under" if found["how"] == "近" else "more_than" if found[0] != "一半" else "exact"
        yield Figure(*found.span(), found[0], "share", 0.5, 0.01, 0.1, qualifier, unit="%")
    for found in SEVERAL.finditer(text):
        start, end, qualifier = _bounded(text, found.start(), found.end())
        low = SCALES.get(found["step"], 10) if found["step"] else float(numerals.number(found["tens"]) or 0)
        unit, end = _unit(text, end)
        yield Figure(
            start, end, "", "count", low, low, low, qualifier, low * 9.99 if found["step"] else low + 9.99, unit
        )
    for found in WHOLE.finditer(text):
        if found["stars"]:
            yield Figure(*found.span(), "", "count", float(numerals.DIGITS[found["stars"]]), 1.0, 1.0, unit="星")
        elif found[0] == "全覆盖":
            yield Figure(*found.span(), "", "share", 1.0, 0.001, 0.1, unit="%")
        else:
            yield Figure(*found.span(), "", "count", 0.0, 1.0, 1.0)


def _numbered(text: str) -> Iterator[Figure]:
    for found in CANDIDATE.finditer(text):
        figure = _figure(text, found)
        if figure is not None:
            yield figure


def _figure(text: str, found: re.Match[str]) -> Figure | None:
    start, end = found.span()
    if found["arabic"]:
        number = Decimal(found["arabic"].replace(",", ""))
    else:
        spoken = numerals.number(found["words"])
        if spoken is None:
            return None
        number = spoken
    if ranked := _rank(text, start, end, number):
        return ranked
    if share := _fraction(text, found, number):
        return share
    fine = Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0)) if found["arabic"] else _last(number)
    upto = number
    if found["arabic"] and (band := BAND.match(text, end)) and Decimal(band["to"]) > number:
        upto, end = Decimal(band["to"]), band.end()
    more, end = _after(MORE, text, end)
    scaled = SCALE.match(text, end + text.startswith(" ", end))
    if scaled:
        number, upto, fine = (each * SCALES[scaled[0]] for each in (number, upto, fine))
        end = scaled.end()
        if smaller := SMALLER.match(text, end):  # 2万5千
            step = SCALES[smaller["step"]]
            number, fine, end = number + int(smaller["digit"]) * step, Decimal(step), smaller.end()
            upto = number
    again, end = _after(MORE, text, end)
    start, end, qualifier = _bounded(text, start, end)
    if (more or again) and qualifier in ("exact", "reaches"):
        qualifier = "more_than"
    return _measured(text, start, end, (number, fine, upto), qualifier, bool(found["arabic"]), scaled is not None)


def _measured(
    text: str,
    start: int,
    end: int,
    sizes: tuple[Decimal, Decimal, Decimal],
    qualifier: str,
    digits: bool,
    scaled: bool,
) -> Figure | None:
    """The figure with what it counts; None where nothing says that it counts anything."""
    number, fine, upto = sizes
    kind: Kind = "count"
    unit, divisor = "", Decimal(1)
    if found := POINTS.match(text, end):
        kind, unit, end = "points", "百分点", found.end()
    elif text[end : end + 1] in ("%", "‰") or text.startswith(" %", end):
        divisor = Decimal(1000 if text[end] == "‰" else 100)
        kind, unit, end = "share", "%", end + 1 + text.startswith(" ", end)
    elif found := TENTHS.match(text, end):
        divisor, kind, unit, end = Decimal(10), "share", "%", found.end()
        if found["more"]:
            number += Decimal(5 if found["more"] == "半" else numerals.DIGITS[found["more"]]) / 10
            fine = Decimal("0.1")
    elif found := TIMES.match(text, end):
        kind, unit, end = "times", "倍", found.end()
    else:
        unit, end = _unit(text, end)
        if not unit and not scaled and (not digits or (number < VAGUE and qualifier == "exact")):
            return None
        if not digits and number < 2 and number != 0:  # 一个, 一批: an article, no count
            return None
    if qualifier == "exact":
        start, end, later = _bounded(text, start, end)
    else:  # 达到97%以上: the unit stood between
        end, later = _afterwards(text, end, qualifier)
    number, fine, upto = number / divisor, fine / divisor, upto / divisor
    coarse = _coarse(number, fine)
    figure = Figure(start, end, "", kind, float(number), float(fine), coarse, later, float(upto), unit)
    return _moved(text, figure)


def _moved(text: str, figure: Figure) -> Figure:
    """The figure as a change where the word before it says that something moved; of 倍 a change alone is a number."""
    before = text[max(0, figure.start - 8) : figure.start]
    found = MOVED.search(before)
    if found is None or figure.kind == "rank":
        return figure
    down = found[0].startswith(DOWN)
    since = _since(text, figure.start - len(found[0])) or "yoy"
    value, upto = (-figure.upto, -figure.value) if down else (figure.value, figure.upto)
    if figure.kind in ("share", "times"):
        figure = replace(figure, kind="change", unit="%")
    return replace(figure, value=value, upto=upto, change=since)


def _since(text: str, at: int) -> str:
    """Against what something moved, from the words before it in the same part of a sentence."""
    before = re.split(r"[。；;\n]", text[max(0, at - 24) : at])[-1]
    year, month = (max((each.end() for each in one.finditer(before)), default=-1) for one in (SINCE_YEAR, SINCE_MONTH))
    return "" if year == month == -1 else "yoy" if year > month else "mom"


def _rank(text: str, start: int, end: int, number: Decimal) -> Figure | None:
    if text[start - 1 : start] != "第" or start < 1:
        return None
    place = PLACE.match(text, end)
    if place is None and not RANKED.search(text[max(0, start - 4) : start - 1]):
        return None
    end = place.end() if place else end
    return Figure(start - 1, end, "", "rank", float(number), 1.0, 1.0, unit="位", upto=float(number))


def _fraction(text: str, found: re.Match[str], number: Decimal) -> Figure | None:
    """百分之六十七, 三分之一, 百分之0.5."""
    match = FRACTION.match(text, found.end())
    if match is None or not number:
        return None
    top = Decimal(match["top"].replace(",", "")) if match["top"][0].isdecimal() and match["top"][0].isascii() else numerals.number(match["top"])  # fmt: skip
    if top is None:
        return None
    points = POINTS.match(text, match.end())
    fine = Decimal(1).scaleb(min(int(top.as_tuple().exponent), 0)) / number
    if number not in (100, 1000):
        fine = Decimal("0.02")  # a third is said of 32% as well
    start, end, qualifier = _bounded(text, found.start(), points.end() if points else match.end())
    value = float(top / number)
    figure = Figure(start, end, "", "share", value, float(fine), _coarse(top / number, fine), qualifier, value, "%")
    return _moved(text, figure)


def _bounded(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Where the words of promise around a number begin and end, and what they promise."""
    qualifier = "exact"
    for word, bound in BOUNDS:
        at = start - len(word) - (text[start - 1 : start] == " ")
        if at >= 0 and text.startswith(word, at) and (word != "上" or text[start] in "百千万"):
            start, qualifier = at, bound
            break
    return start, *_afterwards(text, end, qualifier)


def _afterwards(text: str, end: int, qualifier: str) -> tuple[int, str]:
    """Where a word of promise behind a number ends, and what both promise."""
    for word, bound in AFTERWARDS:
        if text.startswith(word, end):
            return end + len(word), bound if qualifier in ("exact", "reaches") else qualifier
    return end, qualifier


def _unit(text: str, at: int) -> tuple[str, int]:
    """The unit of measure that stands there, the longest, and where it ends."""
    begin = at + text.startswith(" ", at)
    for end in range(min(len(text), begin + LONGEST_UNIT), begin, -1):
        unit = counted_in.unit_of(text[begin:end])
        if unit is not None and unit.scale == 1 and unit.noun and not text[end - 1].isspace():
            if unit.noun.isascii() and text[end : end + 1].isascii() and text[end : end + 1].isalnum():
                continue
            return text[begin:end], end
    return "", at


def _after(pattern: re.Pattern[str], text: str, at: int) -> tuple[bool, int]:
    found = pattern.match(text, at)
    return (True, found.end()) if found else (False, at)


def _last(number: Decimal) -> Decimal:
    """One of the last digit that words say: 三百五十 ends with tens, but may be 350 exactly."""
    exponent = min(int(number.as_tuple().exponent), 0)
    return Decimal(1).scaleb(exponent)


def _coarse(number: Decimal, fine: Decimal) -> float:
    """One of the last digit that is no zero: 250 → 10, 200 → 100, 0.6 → 0.1, 19.7 → 0.1."""
    if not number:
        return float(fine)
    plain = number.normalize()
    return float(max(Decimal(1).scaleb(int(plain.as_tuple().exponent)), fine))
