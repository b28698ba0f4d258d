"""A reading as a question that is read the same again, and as words of which each can be changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from data import months
from data.text import LANGUAGES, Language, Text
from data.units import Units
from metrics import METRICS
from metrics.answering.reading import Reading
from metrics.answering.spans import MONTHS_OF
from metrics.periods import PERIODS, QUARTER

LEVELS = {
    "": Text("各地", "each place"),
    "city": Text("各市", "each city"),
    "county": Text("各县", "each county"),
    "township": Text("各乡镇", "each township"),
    "village": Text("各村", "each village"),
    "grid": Text("各网格", "each grid"),
}
CHANGES = {"": Text("", ""), "mom": Text("环比", "month on month"), "yoy": Text("同比", "year on year")}
ORDERS = {"most": Text("最高", "highest"), "least": Text("最低", "lowest"), "best": Text("最好", "best"), "worst": Text("最差", "worst")}  # fmt: skip
FILTERS = {
    "missing": Text("未报", "not reported"), "met": Text("达标", "met target"), "unmet": Text("未达标", "below target"),
    "above": Text("高于", "above"), "below": Text("低于", "below"),
    "fell": Text("下降", "fell"), "rose": Text("上升", "rose"), "improved": Text("改善", "improved"), "worsened": Text("恶化", "worsened"),
}  # fmt: skip
PERIODS_SAID = {"month": Text("", ""), "ytd": Text("累计", "year to date"), "rolling": Text("近12个月", "rolling year")}
NO_CHANGE = Text("数值", "value")
HOW_MANY = (3, 5, 10)


@dataclass(frozen=True)
class Choice:
    """Another word in the same place, and the question it makes."""

    name: Text
    ask: Text


@dataclass(frozen=True)
class Word:
    """A part of how a question was read, and what it can be changed into."""

    name: Text
    choices: tuple[Choice, ...] = ()


def worded(reading: Reading, units: Units) -> Text:
    """The question that is read as this reading, in both languages."""
    return Text(*(" ".join(part for part in _parts(reading, units, lang) if part) for lang in LANGUAGES))


def _parts(reading: Reading, units: Units, lang: Language) -> Iterator[str]:
    tree = units.in_month(reading.month)
    joint = " 和 " if lang == "zh" else " versus "
    names = joint.join(tree[code].name(lang) for code in reading.units)
    metric = METRICS[reading.metric].name(lang)
    when = _when(reading).in_(lang)
    if lang == "zh":
        yield from (names, when, LEVELS[reading.level].zh if reading.listed else "", metric)
    else:
        yield from (metric, f"in {names}", f"in {when}", LEVELS[reading.level].en if reading.listed else "")
    yield CHANGES[reading.change].in_(lang)
    if reading.filter:
        yield FILTERS[reading.filter].in_(lang) + _threshold(reading)
    if reading.order:
        yield ORDERS[reading.order].in_(lang)
        yield str(reading.most) if reading.most else ""


def _threshold(reading: Reading) -> str:
    if reading.threshold is None:
        return ""
    share = METRICS[reading.metric].format == "percent"
    return f" {reading.threshold * 100:.12g}%" if share else f" {reading.threshold:.12f}".rstrip("0").rstrip(".")


def _when(reading: Reading) -> Text:
    month = reading.month
    if reading.period == QUARTER.key:
        quarter = (month.month + 2) // 3
        return Text(f"{month.year}年{'一二三四'[quarter - 1]}季度", f"Q{quarter} {month.year}")
    period = PERIODS_SAID[reading.period]
    zh, en = f"{month.year}年{month.month}月", f"{MONTHS_OF[month.month - 1].title()} {month.year}"
    return Text(f"{zh} {period.zh}".strip(), f"{en} {period.en}".strip())


def words(reading: Reading, units: Units, today: date) -> tuple[Word, ...]:
    """How it was read, word by word, with what each can be changed into."""

    def changed(name: Text, **change: object) -> Choice:
        return Choice(name, worded(replace(reading, **change), units))  # type: ignore[arg-type]

    tree = units.in_month(reading.month)
    unit = reading.units[0]
    near = [tree[code].parent or "" for code in reading.units[:1]] if len(reading.units) == 1 else []
    below = [] if reading.listed else list(tree.children.get(unit, ()))[:12] if len(reading.units) == 1 else []
    found = [
        Word(
            Text("、".join(tree[code].name_zh for code in reading.units), ", ".join(tree[code].name_en for code in reading.units)),
            tuple(
                changed(Text(tree[code].name_zh, tree[code].name_en), units=(code,)) for code in (*near, *below) if code in tree
            ),
        ),
        Word(_when(reading), tuple(changed(_when(other), month=other.month) for other in _other_times(reading, today))),
        Word(Text(METRICS[reading.metric].zh, METRICS[reading.metric].en)),
    ]  # fmt: skip
    if reading.listed:
        found.append(Word(LEVELS[reading.level]))
    if reading.filter:
        said = FILTERS[reading.filter]
        found.append(Word(Text(said.zh + _threshold(reading), said.en + _threshold(reading))))
    if reading.order:
        others = (key for key in ORDERS if key != reading.order and (METRICS[reading.metric].format != "rank" or key in ("best", "worst")))  # fmt: skip
        found.append(Word(ORDERS[reading.order], tuple(changed(ORDERS[key], order=key) for key in others)))
    if reading.most:
        more = (changed(Text(str(n), str(n)), most=n) for n in HOW_MANY if n != reading.most)
        found.append(Word(Text(str(reading.most), str(reading.most)), tuple(more)))
    if reading.filter != "missing":
        allowed = ("", "mom", "yoy") if PERIODS[reading.period].before else ("", "yoy")
        kept = [key for key in allowed if key != reading.change and (key or reading.filter not in ("fell", "rose", "improved", "worsened"))]  # fmt: skip
        name = CHANGES[reading.change] if reading.change else NO_CHANGE
        found.append(Word(name, tuple(changed(CHANGES[key] if key else NO_CHANGE, change=key) for key in kept)))
    return tuple(found)


def _other_times(reading: Reading, today: date) -> Iterator[Reading]:
    """The period before, the one after and the same of the year before, as far as there are any."""
    step = 3 if reading.period == QUARTER.key else 1
    for by in (-step, step, -12):
        month = months.shift(reading.month, by)
        if month <= today:
            yield replace(reading, month=month)
