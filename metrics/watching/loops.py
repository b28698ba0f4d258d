"""What came of the warnings of a rule: raised, seen, handed over as an instruction, accepted, or taken back by a correction,
with the days that each step took."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Literal

from sqlalchemy import Connection, select

from data.clocks import reading as clocks
from data.clocks.reading import Instruction
from data.schema import notice
from data.watching import drafting, reading
from data.watching.reading import Told

DAY = 86400.0
WOLF = 2  # taken back so often, and oftener than it led to anything: the rule cries wolf
Verdict = Literal["true", "false", "open"]


@dataclass(frozen=True)
class Warned:
    """One warning. `verdict`: “false” where figures that were corrected or withdrawn took it back, “true” where an instruction
    that came of it was accepted, else open. Times are None for what has not happened."""

    month: date
    item: str
    raised_at: datetime
    seen_at: datetime | None
    charged_at: datetime | None
    accepted_at: datetime | None
    verdict: Verdict


@dataclass(frozen=True)
class Loop:
    """The warnings of one rule, the newest first."""

    warned: tuple[Warned, ...]

    def count(self, verdict: Verdict) -> int:
        """How many have that verdict."""
        return sum(each.verdict == verdict for each in self.warned)

    @property
    def hit_rate(self) -> float:
        """True ones of those that are decided; NaN while none is."""
        decided = self.count("true") + self.count("false")
        return self.count("true") / decided if decided else float("nan")

    @property
    def cries_wolf(self) -> bool:
        """Whether it was taken back again and again, and oftener than it was right."""
        return self.count("false") >= WOLF and self.count("false") > self.count("true")

    def took(self, first: str, last: str) -> float:
        """The median of days from one step to another (names of times of `Warned`) of those that have both; NaN of none."""
        pairs = [(getattr(each, first), getattr(each, last)) for each in self.warned]
        days = [(until - since).total_seconds() / DAY for since, until in pairs if since and until]
        return median(days) if days else float("nan")


def loops(conn: Connection, login: str) -> dict[int, Loop]:
    """By rule what came of the warnings of a person's rules; those without any are left out."""
    told = reading.told_of(conn, login)
    seen = _seen(conn, login, told)
    found = {}
    for number, states in told.items():
        charged = {(each.about.month, each.about.metric): each for each in _sent(conn, number)}
        warned = tuple(
            _warned(number, each, states, seen, charged) for each in states if each.told and each.found.state
        )
        if warned:
            found[number] = Loop(warned)
    return found


def _sent(conn: Connection, number: int) -> list[Instruction]:
    return clocks.listing(conn, source=(drafting.SOURCE, number))


def once(number: int, each: Told) -> str:
    """By what the notice of a warning is known."""
    return f"watch {number} {each.found.month} {each.found.item} {each.found.state}"


def _seen(conn: Connection, login: str, told: Mapping[int, Iterable[Told]]) -> dict[str, datetime | None]:
    """When each warning was read, by what its notice is known; old notices age out."""
    wanted = {once(number, each) for number, states in told.items() for each in states}
    asked = select(notice.c.once, notice.c.read_at).where(notice.c.person == login, notice.c.once.is_not(None))
    read = {key.removesuffix(f" {login}"): at for key, at in conn.execute(asked)}
    return {key: at for key, at in read.items() if key in wanted}


def _accepted(of: Instruction) -> datetime | None:
    """When it was, for the last time and to stay: one that was opened again is not."""
    if of.standing.state != "accepted":
        return None
    return next((event.at for event in reversed(of.events) if event.kind == "accepted"), None)


def _warned(
    number: int,
    each: Told,
    states: Sequence[Told],
    seen: Mapping[str, datetime | None],
    charged: Mapping[tuple[date, str], Instruction],
) -> Warned:
    place = each.found.month, each.found.item
    later = [one for one in states if (one.found.month, one.found.item) == place and one.position > each.position]
    of = next((one for (month, metric), one in charged.items() if month == place[0] and place[1] in ("", metric)), None)
    accepted = _accepted(of) if of else None
    verdict: Verdict = "false" if later and later[0].found.state != each.found.state else "true" if accepted else "open"
    issued = of.issued_at if of else None
    return Warned(*place, each.at, seen.get(once(number, each)), issued, accepted, verdict)
