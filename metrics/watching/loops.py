"""What came of the warnings of a rule: raised, seen, handed over as an instruction, carried out, reported, accepted; true or false,
by hand or by what happened; and the days that each step took (决策—控制—反馈—改进)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median

from sqlalchemy import Connection, select

from data import months
from data.access import Actor
from data.clocks import reading as clocks
from data.clocks.reading import Instruction
from data.schema import notice
from data.text import Text
from data.units import Tree
from data.watching import drafting, reading, rights, verdicts
from data.watching.kinds import KINDS
from data.watching.reading import Told, Watch, Watched
from data.watching.verdicts import Marked, Verdict, Warned
from metrics import METRICS
from metrics.outlook.shifts import SPANS
from metrics.watching.outcomes import missed, stayed

DAY = 86400.0
WOLF = 2  # false so often, and oftener than it was true: the rule cries wolf
AHEAD, SHIFTED = (
    "foreseen",
    "shifted",
)  # the kinds of rules about which what comes decides: the year's end, the months after
STEPS: dict[str, tuple[str, str]] = {  # the loop, each step from one time of a `Raised` to another
    "decision": ("raised_at", "charged_at"),
    "control": ("charged_at", "received_at"),
    "feedback": ("received_at", "reported_at"),
    "improvement": ("reported_at", "accepted_at"),
}


@dataclass(frozen=True)
class Raised:
    """One warning. `verdict`: as it was marked last by hand (`marked`); else “false” where figures that were corrected or
    withdrawn took it back, “true” where an instruction that came of it was accepted or the target it foresaw to be missed was, else
    open. `came_on`: the day on which what it warns of came about. Times are None for what has not happened."""

    of: Warned
    said: Text
    came_on: date
    raised_at: datetime
    seen_at: datetime | None
    charged_at: datetime | None
    received_at: datetime | None
    reported_at: datetime | None
    accepted_at: datetime | None
    verdict: Verdict
    marked: Marked | None

    @property
    def lead(self) -> int:
        """How many days it came before what it warns of; less than 0: after."""
        return (self.came_on - self.raised_at.astimezone(months.SHANGHAI).date()).days


@dataclass(frozen=True)
class Loop:
    """The warnings of one rule, the newest first."""

    warned: tuple[Raised, ...]

    def count(self, verdict: Verdict) -> int:
        """How many have that verdict."""
        return sum(each.verdict == verdict for each in self.warned)

    @property
    def hit_rate(self) -> float:
        """True ones of those that are decided; NaN while none is."""
        decided = self.count("true") + self.count("false")
        return self.count("true") / decided if decided else float("nan")

    @property
    def lead(self) -> float:
        """The median of days by which true ones came before what they warned of; NaN of none."""
        days = [each.lead for each in self.warned if each.verdict == "true"]
        return float(median(days)) if days else float("nan")

    @property
    def cries_wolf(self) -> bool:
        """Whether it was false again and again, and oftener than it was true."""
        return self.count("false") >= WOLF and self.count("false") > self.count("true")

    def took(self, first: str, last: str) -> float:
        """The median of days from one step to another (names of times of `Raised`) of those that have both; NaN of none."""
        pairs = [(getattr(each, first), getattr(each, last)) for each in self.warned]
        days = [(until - since).total_seconds() / DAY for since, until in pairs if since and until]
        return median(days) if days else float("nan")

    def step(self, name: str) -> float:
        """The days of one of STEPS."""
        return self.took(*STEPS[name])


@dataclass(frozen=True)
class Rule:
    """A rule, by whomever it is kept: what is watched by which kind and threshold, and what came of its warnings."""

    watched: Watched
    kind: str
    threshold: float | None
    loop: Loop


def loops(conn: Connection, login: str) -> dict[int, Loop]:
    """By rule what came of the warnings of a person's rules; those without any are left out."""
    return {number: Loop(tuple(found)) for number, found in _warnings(conn, reading.live(conn, login)).items()}


def rules(conn: Connection, actor: Actor, units: Collection[str], tree: Tree) -> tuple[Rule, ...]:
    """The rules about units that have warned, of all people together, as far as the actor may say if they were true: those that cry
    wolf first, then those that warned most."""
    kept = [each for each in reading.live_at(conn, units) if each.kind in KINDS and rights.may_judge(actor, each, tree)]
    known = [each for each in kept if not each.watched.metric or each.watched.metric in METRICS]
    found = _warnings(conn, known)
    same: dict[tuple[Watched, str, float | None], list[Raised]] = {}
    for each in known:
        same.setdefault((each.watched, each.kind, each.threshold), []).extend(found.get(each.number, ()))
    made = [Rule(*key, loop=Loop(tuple(sorted(of, key=_newest)))) for key, of in same.items() if of]
    return tuple(sorted(made, key=lambda each: (not each.loop.cries_wolf, -len(each.loop.warned), str(each.watched))))


def _newest(each: Raised) -> tuple:
    return -each.raised_at.timestamp(), each.of


def _warnings(conn: Connection, mine: Sequence[Watch]) -> dict[int, list[Raised]]:
    """By rule its warnings, the newest first."""
    by_number = {each.number: each for each in mine}
    told = reading.told_by(conn, by_number)
    marks, seen, sent = verdicts.of(conn, by_number), _seen(conn, by_number, told), _sent(conn, by_number)
    came = _came(conn, by_number, told)
    found = {}
    for number, states in told.items():
        told_ones = [each for each in states if each.told and each.found.state]
        if told_ones:
            of = [_warning(by_number[number], each, states, seen, sent.get(number, []), marks) for each in told_ones]
            found[number] = [_by_outcome(each, by_number[number], came) for each in of]
    return found


def _came(conn: Connection, mine: Mapping[int, Watch], told: Mapping[int, Sequence[Told]]) -> dict[tuple, bool]:
    """Whether that of which was warned came about, by metric, unit and year or month, as far as what came decides."""
    of: dict[str, list[tuple[str, str, date]]] = {AHEAD: [], SHIFTED: []}
    for number, states in told.items():
        rule = mine[number]
        for each in states:
            if rule.kind in of and each.told and each.found.state:
                of[rule.kind].append((rule.watched.metric or each.found.item, rule.watched.unit, each.found.month))
    ends = {(metric, unit, month.year) for metric, unit, month in of[AHEAD]}
    return {**missed(conn, ends), **stayed(conn, set(of[SHIFTED]))}


def _by_outcome(each: Raised, rule: Watch, came: Mapping[tuple, bool]) -> Raised:
    if rule.kind not in (AHEAD, SHIFTED) or each.marked or each.verdict != "open":
        return each
    when = each.of.month.year if rule.kind == AHEAD else each.of.month
    known = came.get((rule.watched.metric or each.of.item, rule.watched.unit, when))
    return each if known is None else replace(each, verdict="true" if known else "false")


def _sent(conn: Connection, numbers: Collection[int]) -> dict[int, list[Instruction]]:
    """The instructions that came of what each rule drafted."""
    found: dict[int, list[Instruction]] = {}
    for each in clocks.of_numbers(conn, list(drafting.sent(conn, numbers).values())):
        found.setdefault(each.source_number or 0, []).append(each)
    return found


def once(number: int, each: Told) -> str:
    """By what the notice of a warning is known."""
    return f"watch {number} {each.found.month} {each.found.item} {each.found.state}"


def _seen(
    conn: Connection, mine: Mapping[int, Watch], told: Mapping[int, Iterable[Told]]
) -> dict[str, datetime | None]:
    """When each warning was read by who watches, by what its notice is known; old notices age out."""
    keys = {f"{once(number, each)} {mine[number].person}" for number, states in told.items() for each in states}
    asked = select(notice.c.once, notice.c.read_at).where(notice.c.once.in_(keys))
    return {key.rpartition(" ")[0]: at for key, at in conn.execute(asked)} if keys else {}


def _when(of: Instruction, kind: str) -> datetime | None:
    """When that step was taken last; of an acceptance only of one that stays."""
    if kind == "accepted" and of.standing.state != "accepted":
        return None
    return next((event.at for event in reversed(of.events) if event.kind == kind), None)


def _warning(
    rule: Watch,
    each: Told,
    states: Sequence[Told],
    seen: Mapping[str, datetime | None],
    charged: Sequence[Instruction],
    marks: Mapping[Warned, Marked],
) -> Raised:
    month, item = each.found.month, each.found.item
    later = [
        one for one in states if (one.found.month, one.found.item) == (month, item) and one.position > each.position
    ]
    of = next((one for one in charged if one.about.month == month and item in ("", one.about.metric)), None)
    accepted = _when(of, "accepted") if of else None
    named = Warned(rule.number, month, item, each.position)
    mark = marks.get(named)
    taken_back = bool(later) and later[0].found.state != each.found.state
    verdict: Verdict = "false" if taken_back else "true" if accepted else "open"
    return Raised(
        named, each.found.said, (mark.came_on if mark else None) or _comes(rule.kind, month), each.at, seen.get(once(rule.number, each)),
        of.issued_at if of else None, _when(of, "received") if of else None, _when(of, "reported") if of else None,
        accepted, mark.verdict if mark else verdict, mark,
    )  # fmt: skip


def _comes(kind: str, month: date) -> date:
    """The day on which what a rule of that kind warns of is there: of a forecast the year's end, of a shifted level the end of the
    month by which it has stayed, of all else the end of the month it is about."""
    if kind == AHEAD:
        return date(month.year, 12, 31)
    return months.end_of(months.shift(month, SPANS[-1]) if kind == SHIFTED else month)
