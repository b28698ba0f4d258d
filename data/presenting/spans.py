"""When a wall goes through a storyline by itself: on which weekdays, from when to when, by the clock of Zhejiang."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from data import months
from data.text import Text

WEEK = "1234567"  # Monday first
DAY = 24 * 60
DAYS = "一二三四五六日"
SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EVERY_DAY = Text("每天", "every day")


@dataclass(frozen=True)
class Span:
    """Weekdays as digits (1 is Monday), and minutes of the day: `begins` is in it, `ends` is not. It never spans midnight."""

    weekdays: str
    begins: int
    ends: int

    @property
    def is_one(self) -> bool:
        """Whether it is a time at all."""
        days = bool(self.weekdays) and set(self.weekdays) <= set(WEEK)
        return days and 0 <= self.begins < self.ends <= DAY

    def meets(self, other: "Span") -> bool:
        """Whether there is a minute that both hold."""
        return bool(set(self.weekdays) & set(other.weekdays)) and max(self.begins, other.begins) < min(
            self.ends, other.ends
        )

    def of_day(self, now: datetime) -> tuple[datetime, datetime] | None:
        """From when to when it holds at this moment; None where it does not."""
        here = now.astimezone(months.SHANGHAI)
        midnight = datetime.combine(here.date(), time(), months.SHANGHAI)
        first, last = (midnight + timedelta(minutes=minute) for minute in (self.begins, self.ends))
        return (first, last) if str(here.isoweekday()) in self.weekdays and first <= here < last else None

    @property
    def said(self) -> Text:
        """In words: “周一至周五 09:00–17:30”."""
        hours = f"{clock(self.begins)}–{clock(self.ends)}"
        days = "".join(sorted(set(self.weekdays)))
        if days == WEEK:
            return Text(f"{EVERY_DAY.zh} {hours}", f"{EVERY_DAY.en} {hours}")
        named = [(f"周{DAYS[int(day) - 1]}", SHORT[int(day) - 1]) for day in days]
        if days in WEEK and len(days) > 2:
            return Text(f"{named[0][0]}至{named[-1][0]} {hours}", f"{named[0][1]} to {named[-1][1]} {hours}")
        zh, en = ("、".join(each[0] for each in named), ", ".join(each[1] for each in named))
        return Text(f"{zh} {hours}", f"{en} {hours}")


def clock(minute: int) -> str:
    """A minute of the day as people write it; the end of the day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
