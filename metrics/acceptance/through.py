"""Carried through (一贯到底): the clock of an instruction runs until its result is accepted, and who is late hears of it."""

from collections.abc import Iterator

from data.clocks import present, reading
from data.clocks.life import ENDED
from data.clocks.reading import Instruction
from data.people.contacts import contacts
from data.text import Text
from metrics.acceptance.trial import At, Trial, first

EVERY = 100_000
NUMBERED = Text("第 {number} 号", "No. {number}")


def trials(at: At) -> Iterator[Trial]:
    """Open ones have somebody who carries them out; accepted ones were accepted by somebody else; the clock has looked at each
    that is overdue today."""
    mine = set(at.below)
    found = [one for one in reading.listing(at.conn, day=at.day) if not one.restricted and one.standing.unit in mine]
    open_ = [one for one in found if one.standing.state not in ENDED]
    whom = contacts(at.conn, "carry_out", {one.standing.unit for one in open_}, at.tree)
    alone = [one for one in open_ if not whom[one.standing.unit]]
    yield _of(
        "clock_runs",
        Text(
            "每件在办交办都有牵头单位、期限和承办人",
            "Every open instruction has a unit that leads, a day due and somebody who carries it out",
        ),
        Text("逐件核对牵头单位的承办账号", "Each against the accounts that may carry out"),
        open_,
        alone,
    )
    accepted = [one for one in found if one.standing.state == "accepted"]
    yield _of(
        "accepted_by_another",
        Text("办结的都由另一人验收", "What is done was accepted by somebody else than who did it"),
        Text("逐件核对报办结人和验收人", "Each: who reported it as done, who accepted it"),
        accepted,
        [one for one in accepted if _by("accepted", one) == _by("reported", one)],
    )
    late = [one for one in found if one.is_overdue]
    unseen = set(present.overdue(at.conn, at.day, EVERY))
    yield _of(
        "told_the_same_day",
        Text("超期的当天已提醒", "Whoever is late was told today"),
        Text(
            "核对时钟当天是否查看并提醒过每件超期交办",
            "Each overdue one: whether the clock has looked at it today and told",
        ),
        late,
        [one for one in late if one.number in unseen],
    )


def _by(step: str, one: Instruction) -> str | None:
    """Who took the step last."""
    return next((event.person for event in reversed(one.events) if event.kind == step), None)


def _of(key: str, name: Text, how: Text, all_: list[Instruction], not_: list[Instruction]) -> Trial:
    lacking = first([Text(*(NUMBERED.in_(lang, number=one.number) for lang in ("zh", "en"))) for one in not_])
    return Trial(key, "through", name, how, len(all_) - len(not_), len(all_), lacking)
