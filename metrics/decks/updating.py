"""“Update this deck”: a deck that people have edited since, with every number, chart and date of ours brought to another month or
revision; whatever else stands on it stays. What changed is told place by place, and what could not be renewed, too."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from sqlalchemy import Connection

from data import months
from data.access import Actor
from data.decks.links import Link
from data.decks.reading import Held, Known, known
from data.decks.renewing import Edit, renewed
from data.refusal import ByReason, Refusal
from data.sandbox import pool
from data.settings import Limits, settings
from data.text import LANGUAGES, Language, Text, filled
from metrics.decks.places import BLANK, Written, written
from metrics.decks.reading import Reader, month_name
from metrics.periods import PERIODS

MB = 1 << 20
ENDING = ".pptx"
REFUSALS = {
    "ending": Text("“{name}”不是 .pptx 文件。请在 PowerPoint 或 WPS 里另存为 .pptx 再更新。",
                   "“{name}” is no .pptx. Save it as .pptx in PowerPoint or WPS, then update it."),
    "large": Text("“{name}”有 {size} MB，超过 {limit} MB 的上限。请压缩其中的图片后再更新。",
                  "“{name}” has {size} MB; the limit is {limit} MB. Compress its pictures, then update it."),
    "unpacks": Text("“{name}”展开后超过 {unzipped} MB，没有更新。请删去其中的大图或视频。",
                    "Unpacked “{name}” takes more than {unzipped} MB and was not updated. Take large pictures or films out."),
    "locked": Text("“{name}”有密码，或是 2007 年以前的格式。请去掉密码，另存为 .pptx 再更新。",
                   "“{name}” has a password or is of the format before 2007. Remove the password and save it as .pptx."),
    "acts": Text("“{name}”含有宏、控件或嵌入的程序，没有打开。请另存为不含宏的 .pptx 再更新。",
                 "“{name}” holds macros, controls or embedded programs and was not opened. Save it as .pptx without macros."),
    "broken": Text("“{name}”已损坏，无法读取。请在 PowerPoint 或 WPS 里打开、修复并另存后再更新。",
                   "“{name}” is damaged and cannot be read. Open it in PowerPoint or WPS, repair and save it, then update it."),
    "no_deck": Text("“{name}”不是演示文稿。", "“{name}” holds no presentation."),
    "slow": Text("“{name}”太大或太复杂，没有读完。请拆成几份再更新。", "“{name}” is too large or complex to be read. Split it, then update it."),
    "nothing": Text("“{name}”里没有本系统的数、图和表，没有可更新的内容。", "“{name}” holds no number, chart or table of this cockpit, so nothing can be updated."),
    "room": Text("“{name}”出自{room}，请到{room}里更新。", "“{name}” is of the {room}; update it there."),
    "none_yours": Text("“{name}”里的数都不能更新：{why}", "Nothing in “{name}” can be updated: {why}"),
}  # fmt: skip
ROOMS = {True: Text("演练室", "training room"), False: Text("正式数据", "real figures")}
LEFT = {
    "deleted": Text("这一页原有的{what}已被删除或改名，没有更新。", "The {what} of this slide was deleted or renamed; it was not updated."),
    "other": Text("“{what}”的图或表改过结构（加了系列、换了类型或增删了列），没有更新。",
                  "“{what}” was rebuilt (series added, another kind of chart, columns added or removed); it was not updated."),
    "edited": Text("有人改过这行字，只换了月份：{text}", "Somebody wrote in this line; only its month was changed: {text}"),
    "mentions": Text("文字提到{month}，没有改：{text}", "A text mentions {month} and was not changed: {text}"),
}  # fmt: skip
KINDS = {
    "value": Text("数", "number"), "figures": Text("表", "table"), "history": Text("走势图", "chart of months"),
    "units": Text("各单位图", "chart of units"), "judged": Text("名次、得分、预测或交办的表", "list of places, scores, forecasts or instructions"),
}  # fmt: skip
NUMBERED = re.compile(r"(?<!\d)(\d{1,2})月")
SHORT = 40  # of a text that is told


class Refused(ByReason):
    """A deck that is not updated."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Changed:
    """One place that reads otherwise."""

    slide: int
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Left:
    """What was left as it is though it may be out of date, and why."""

    slide: int
    why: Text


@dataclass(frozen=True)
class Updated:
    """The new deck, what changed in it and what was left, slide by slide; from which newest month to which, at which revision."""

    content: bytes
    changed: tuple[Changed, ...]
    left: tuple[Left, ...]
    before: date
    month: date
    revision: int
    lang: Language


def update(
    conn: Connection, content: bytes, name: str, month: date, actor: Actor, *, root: str, revision: int | None = None
) -> Updated:
    """The deck with its newest month moved to `month` and all others by as much, as `actor` may read it. Refused with a sentence:
    a file that is not opened, nothing of ours in it, nothing that may be renewed, another room."""
    deck = _opened(content, name, actor.login)
    lang = _language(deck)
    reader = Reader(conn, actor, lang, revision)
    if any(held.link.demo != reader.demo for held in deck.held):
        raise Refused("room", name=name, room=ROOMS[not reader.demo])
    before = max(held.link.month for held in deck.held)
    later = _apart(before, month)
    links = [replace(held.link, month=months.shift(held.link.month, later)) for held in deck.held]
    _foresee(links, reader)
    edits: dict[int, Edit] = {}
    changed: list[Changed] = []
    left: list[Left] = []
    for nth, (held, link) in enumerate(zip(deck.held, links, strict=True)):
        try:
            made = written(held, link, reader, root)
        except Refusal as refused:
            left.append(Left(held.slide, refused.sentence))
            continue
        if held.other:
            left.append(Left(held.slide, filled(LEFT["other"], {"what": made.what})))
            continue
        edits[nth] = made.edit
        left += _edited(held, made, lang)
        changed += _changed(held, made)
    if not edits:
        raise Refused("none_yours", name=name, why=left[0].why)
    titles = dict(_titles(deck, later, lang))
    changed += [Changed(slide, BLANK.in_(lang), *swap) for slide, swap in titles.items()]
    left += [*_deleted(deck), *(_mentions(deck, titles) if later else ())]
    left = list(dict.fromkeys(left))  # the parts of a list fail of the same
    new = _run(renewed, name, actor.login, content, settings().limits.unzipped_mb * MB, edits, titles)
    order = sorted(changed, key=lambda each: each.slide), sorted(left, key=lambda each: each.slide)
    return Updated(new, tuple(order[0]), tuple(order[1]), before, month, reader.revision, lang)


def _foresee(links: Sequence[Link], reader: Reader) -> None:
    """Numbers of a unit and month are asked for together; of a unit that is no more, later and by name."""
    asked: dict[tuple[str, date, str], set[str]] = {}
    for link in links:
        asked.setdefault((link.unit, link.month, link.period), set()).add(link.metric)
    for (unit, month, period), keys in asked.items():
        there = settings().months.first <= month <= months.today() and unit in reader.tree(month)
        if there and period in PERIODS:
            reader.foresee(Link("row", unit, month, period=period), sorted(keys))


def _opened(content: bytes, name: str, by: str) -> Known:
    limits: Limits = settings().limits
    if not name.lower().endswith(ENDING):
        raise Refused("acts" if name.lower().endswith((".pptm", ".ppsm", ".potm")) else "ending", name=name)
    if len(content) > limits.file_mb * MB:
        raise Refused("large", name=name, size=round(len(content) / MB, 1), limit=limits.file_mb)
    deck = _run(known, name, by, content, limits.unzipped_mb * MB)
    if deck.reason:
        raise Refused(deck.reason, name=name, unzipped=limits.unzipped_mb)
    if not deck.held:
        raise Refused("nothing", name=name)
    return deck


def _run(do, name: str, by: str, *given: object):
    """In a worker of its own: the file is a stranger's."""
    try:
        return pool.run(do, *given, limits=settings().limits, by=by)
    except (pool.TooSlow, pool.TooMuchMemory):
        raise Refused("slow", name=name) from None
    except pool.Failed:
        raise Refused("broken", name=name) from None


def _language(deck: Known) -> Language:
    """The language it was made in; programs that saved it since may have left that out."""
    if deck.lang in LANGUAGES:
        return deck.lang
    return "zh" if any(not char.isascii() and char.isalpha() for held in deck.held for char in held.text) else "en"


def _apart(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _changed(held: Held, made: Written) -> Iterator[Changed]:
    for part, before, after in made.told:
        if before != after:
            yield Changed(held.slide, f"{made.what} · {part}" if part else made.what, before, after)


def _edited(held: Held, made: Written, lang: Language) -> Iterator[Left]:
    if held.edited and made.edit.swap:
        yield Left(held.slide, filled(LEFT["edited"], {"text": held.text.replace(*made.edit.swap)[:SHORT]}))


def _titles(deck: Known, later: int, lang: Language) -> Iterator[tuple[int, tuple[str, str]]]:
    """The months in titles, of slides that hold something of ours."""
    for slide, text in deck.titles:
        for month in {held.link.month for held in deck.held if held.slide == slide}:
            before, after = month_name(month, lang), month_name(months.shift(month, later), lang)
            if later and before in text:
                yield slide, (before, after)


def _deleted(deck: Known) -> Iterator[Left]:
    """What a slide held when it was made and holds no more."""
    for held in deck.held:
        there = {each.link.kind for each in deck.held if each.slide == held.slide}
        for kind in held.link.holds:
            if kind not in there and kind in KINDS:
                yield Left(held.slide, filled(LEFT["deleted"], {"what": KINDS[kind]}))


def _mentions(deck: Known, swapped: Collection[int]) -> Iterator[Left]:
    """Texts of people's own that name a month which has moved on."""
    for slide, text in (*deck.texts, *(each for each in deck.titles if each[0] not in swapped)):
        for month in {held.link.month for held in deck.held if held.slide == slide}:
            if named := _named(month, text):
                yield Left(slide, filled(LEFT["mentions"], {"month": named, "text": " ".join(text.split())[:SHORT]}))


def _named(month: date, text: str) -> str:
    """How a text names a month; "" where it does not."""
    numbered = (found[0] for found in NUMBERED.finditer(text) if int(found[1]) == month.month)
    spelled = (name for name in (month_name(month, "en"), months.label(month)) if name in text)
    return next(chain(numbered, spelled), "")
