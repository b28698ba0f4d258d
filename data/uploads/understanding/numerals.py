"""Numbers in Chinese characters, as written (三百五十、十二亿五千万) and as spoken (两万五、三百五)."""

import re
from decimal import Decimal

DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
STEPS = {"千": 1000, "百": 100, "十": 10}
NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]{1,24}(?:点[零〇一二三四五六七八九]{1,9}[万亿]?)?")

_D = "[一二两三四五六七八九]"
_SECTION = re.compile(
    rf"(?:({_D}?)千)?([零〇]?)(?:({_D}?)百)?([零〇]?)(?:({_D}?)十)?([零〇]?)({_D}?)"
)  # below 10,000; a step without its digit counts once


def number(written: str) -> Decimal | None:
    """The number that the characters make, None where they make none (一二三, 三四百, 一百二百)."""
    whole, point, part = written.partition("点")
    scale = 1
    if point and part[-1:] in ("万", "亿"):
        part, scale = part[:-1], 10**4 if part[-1] == "万" else 10**8
    said = _whole(whole)
    if said is None or not point:
        return None if said is None else Decimal(said)
    decimals = "".join(str(DIGITS[character]) for character in part)
    return Decimal(f"{said}.{decimals}") * scale


def only_steps(written: str) -> bool:
    """Whether it is a bare scale (百, 千万) – a unit of measure as likely as a number. 十 is ten."""
    return written != "十" and not set(written) - {*STEPS, "万", "亿"}


def _whole(written: str) -> int | None:
    above, scale, below = written.rpartition("亿")
    if scale:
        return _joined(_whole(above) if above else 1, 10**8, below, _below_a_hundred_million(below))
    return _below_a_hundred_million(written)


def _below_a_hundred_million(written: str) -> int | None:
    above, scale, below = written.rpartition("万")
    if scale:
        return _joined(_section(above) if above else 1, 10**4, below, _section(below))
    return _section(written)


def _joined(above: int | None, scale: int, below_written: str, below: int | None) -> int | None:
    if above is None or below is None:
        return None
    spoken = len(below_written) == 1 and below_written in DIGITS and below  # 两万五 leaves out its last step
    return above * scale + (below * scale // 10 if spoken else below)


def _section(written: str) -> int | None:
    match = _SECTION.fullmatch(written)
    if match is None:
        return None
    thousands, zero, hundreds, zero_again, tens, zero_once_more, ones = match.groups()
    total, last = 0, 0
    for digit, step in ((thousands, 1000), (hundreds, 100), (tens, 10)):
        if digit is not None:
            total, last = total + (DIGITS[digit] if digit else 1) * step, step
    one = DIGITS[ones] if ones else 0
    spoken = last >= 100 and not (zero or zero_again or zero_once_more)  # 三百五 is 350, 三百零五 is 305
    return total + one * (last // 10 if spoken else 1)
