"""How long is left: moments and spans as a steward's clock says them, calm until it is near, in colour once it is late."""

from datetime import datetime, timedelta
from typing import Literal

from data import months
from data.settings import settings
from data.text import Language, Text

Standing = Literal["calm", "near", "late"]
DAYS: dict[Language, str] = {"zh": "{0.month}月{0.day}日", "en": "{0:%b} {0.day}"}
YEARS: dict[Language, str] = {"zh": "{0.year}年{0.month}月{0.day}日", "en": "{0:%b} {0.day} {0.year}"}
TEXTS = {
    "moment": Text("{day} {time}", "{day}, {time}"),
    "days": Text("{days} 天 {hours} 小时", "{days} d {hours} h"),
    "hours": Text("{hours} 小时 {minutes} 分", "{hours} h {minutes} min"),
    "left": Text("还有 {span}", "{span} left"),
    "over": Text("已逾期 {span}", "{span} late"),
}


def moment(at: datetime, lang: Language) -> str:
    """A moment in Zhejiang; the last moment of a day is its 24:00."""
    here = at.astimezone(months.SHANGHAI)
    last = (here.hour, here.minute, here.second) == (23, 59, 59)
    day = (DAYS if here.year == months.today().year else YEARS)[lang].format(here)
    return TEXTS["moment"].in_(lang, day=day, time="24:00" if last else f"{here:%H:%M}")


def left(due: datetime, now: datetime, lang: Language) -> str:
    """How long is left until then, or how long it is over: in days and hours, on the last day in hours and minutes."""
    span = abs(due - now)
    hours, seconds = divmod(span.seconds, 3600)
    if span >= timedelta(days=1):
        told = TEXTS["days"].in_(lang, days=span.days, hours=hours)
    else:
        told = TEXTS["hours"].in_(lang, hours=hours, minutes=seconds // 60)
    return TEXTS["left" if due >= now else "over"].in_(lang, span=told)


def standing(due: datetime, now: datetime) -> Standing:
    """`near` from the first reminder on, `late` once it is over."""
    if now > due:
        return "late"
    return "near" if due - now <= timedelta(days=max(settings().notices.days_before, default=0) or 1) else "calm"
