"""What stands around a figure: the words near it, and the unit, application and month it is said of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.units import Tree
from data.uploads.understanding.unit_names import short_names
from metrics.answering.spans import When
from metrics.proofreading.figure import Figure
from metrics.proofreading.passed import said_months

SENTENCE = re.compile(r"[。!?;\n]")
CLAUSE = re.compile(r"[。!?;\n,:]")
BREAK = re.compile(r"[。!?;\n,:、()]")
# Of places that are no units of ours. 向全国推广 says where to, and 占全省…% of what.
ELSEWHERE = re.compile(
    r"(?:^|[,。;、\n ])(?:全国|我国|国内|全球|世界|全世界|国家|上海|北京|天津|重庆|江苏|广东|深圳|山东|福建|安徽|四川|贵州|湖北|湖南|河南|河北|欧洲|美国|日本)"
)
WHOLE = re.compile(r"(?<!占)(?<!位列)(?<!居)(?:全|我|本)(?P<level>[省市区县])(?!第|比重|前列|首位|排名|位次)")
LEVELS = {"省": ("province",), "市": ("city",), "区": ("county",), "县": ("county",)}
SHORT, FAR = 3, 18  # letters of a clause that says nothing alone; letters after a figure that are still about it


@dataclass(frozen=True)
class Context:
    """Of one figure: the words after it and before it in its clause (`near`), all of its sentence up to there, the unit (""
    for a place that is none of ours), the application's key ("" for none), and the month said (None where none is)."""

    near: str
    sentence: str
    unit: str
    subject: str
    when: When | None


def contexts(
    text: str, found: Sequence[Figure], tree: Tree, here: str, subjects: Mapping[str, str], today: date
) -> list[Context]:
    """The context of each figure of a folded text; where nothing names a unit it is the last one named, at first `here`."""
    named = _units_named(text, tree, here)
    told = list(said_months(text, today))
    made = []
    for at, figure in enumerate(found):
        begin = _last_end(SENTENCE, text, figure.start)
        near = _near(text, figure, found, at, begin)
        unit = _unit(text, figure, named, here, begin)
        in_turn = _in_turn(text, found, at, begin, named)
        whens = [made_of for start, _, made_of in told if begin <= start < figure.start]
        sentence = text[begin : figure.start]
        subject = max((key for name, key in subjects.items() if name in sentence), key=lambda key: len(key), default="")
        made.append(Context(near, sentence, in_turn or unit, subject, whens[-1] if whens else None))
    return made


def _near(text: str, figure: Figure, found: Sequence[Figure], at: int, begin: int) -> str:
    after = text[figure.end : figure.end + FAR]
    following = found[at + 1].start if at + 1 < len(found) else len(text)
    after = after[: max(0, following - figure.end)]
    stop = BREAK.search(after)
    after = after[: stop.start()] if stop else after
    previous = found[at - 1].end if at else 0
    since = max(begin, previous, _last_end(CLAUSE, text, figure.start))
    before = text[since : figure.start]
    if len(before.strip("、和及,: ")) < SHORT and len(after) < 2:
        since = max(begin, _last_end(CLAUSE, text, max(begin, since - 1)))
        before = text[since : figure.start]
    return f"{after} {before}"


def _last_end(pattern: re.Pattern[str], text: str, until: int) -> int:
    """Where the last one before a place ends, of the last few hundred letters; their beginning where there is none."""
    since = max(0, until - 300)
    return max((each.end() for each in pattern.finditer(text, since, until)), default=since)


def _units_named(text: str, tree: Tree, here: str) -> list[tuple[int, int, str]]:
    """Where units are named, in order: start, end, code. Of two names at one place the longer counts."""
    found: dict[int, tuple[int, int, str]] = {}
    for code in tree.codes:
        for name in (tree[code].name_zh, *short_names(tree[code].name_zh)):
            at = text.find(name)
            while at >= 0:
                if at not in found or found[at][1] < at + len(name):
                    found[at] = (at, at + len(name), code)
                at = text.find(name, at + len(name))
    placed = sorted(found.values())
    for match in WHOLE.finditer(text):
        level = LEVELS[match["level"]]
        path = tree.path(here) if here in tree else ()
        last = next((code for start, _, code in reversed(placed) if start < match.start()), here)
        above = (*(tree.path(last) if last in tree else ()), *path)
        code = next((each for each in above if tree[each].level in level), "")
        if code:
            placed.append((match.start(), match.end(), code))
    return sorted(placed)


def _unit(text: str, figure: Figure, named: list[tuple[int, int, str]], here: str, begin: int) -> str:
    before = [(start, code) for start, _, code in named if start < figure.start]
    last = before[-1] if before else (-1, here)
    foreign = [each.end() for each in ELSEWHERE.finditer(text, max(0, begin - 1), figure.start)]
    return "" if foreign and foreign[-1] > last[0] else last[1]


def _in_turn(text: str, found: Sequence[Figure], at: int, begin: int, named: list[tuple[int, int, str]]) -> str:
    """宁波、绍兴的满意率分别为95%和93%: the unit that stands at the figure's place in the list; "" where there is no list."""
    turn = text.rfind("分别", begin, found[at].start)
    if turn < 0:
        return ""
    places = [code for start, _, code in named if begin <= start < turn]
    until = SENTENCE.search(text, found[at].end)
    end = until.start() if until else len(text)
    those = [place for place, each in enumerate(found) if turn < each.start < end]
    return places[those.index(at)] if len(places) == len(those) and len(places) > 1 else ""
