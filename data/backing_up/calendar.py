"""When a backup is due, what it is called, and which of them are kept."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from data.months import SHANGHAI
from data.settings import ROOT, settings

NAME = re.compile(r"cockpit-(\d{4}-\d{2}-\d{2}T\d{4})\.db(?:\.enc)?")
WRITTEN = "%Y-%m-%dT%H%M"


def folder() -> Path | None:
    """Where backups by calendar lie; None: there are none."""
    return ROOT / settings().backups.folder if settings().backups.folder else None


def name(now: datetime, *, encrypted: bool) -> str:
    """What a backup made at that moment is called."""
    return f"cockpit-{now.astimezone(SHANGHAI):{WRITTEN}}.db{'.enc' if encrypted else ''}"


def made_at(file: Path) -> datetime | None:
    """When a backup by calendar was made, as its name says; None for any other file."""
    told = NAME.fullmatch(file.name)
    try:
        return datetime.strptime(told[1], WRITTEN).replace(tzinfo=SHANGHAI) if told else None
    except ValueError:  # a day that there is not
        return None


def there(place: Path) -> list[Path]:
    """The backups by calendar in a folder, the newest first."""
    return newest_first(place.glob("cockpit-*"))


def newest_first(files: Iterable[Path]) -> list[Path]:
    """Those among files that are backups by calendar, the newest first."""
    dated = [(at, file) for file in files if (at := made_at(file))]
    return [file for _, file in sorted(dated, reverse=True)]


def is_due(place: Path, now: datetime) -> bool:
    """Whether today's is still to be made, and its hour has come."""
    today = now.astimezone(SHANGHAI)
    newest = next((at for file in there(place) if (at := made_at(file))), None)
    return today.hour >= settings().backups.hour and (newest is None or newest.date() < today.date())


def to_go(files: Iterable[Path]) -> list[Path]:
    """Which backups the rules of keeping no longer hold: the newest of each of the last days, weeks and months that have
    one stay (`backups.daily`, `weekly`, `monthly`), and the newest of all whatever they say."""
    kept, newest_first = settings().backups, list(files)
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (kept.daily, lambda at: at.date()),
        (kept.weekly, lambda at: at.isocalendar()[:2]),
        (kept.monthly, lambda at: (at.year, at.month)),
    )
    stay = set(newest_first[:1])
    for count, period in periods:
        of_period: dict[object, Path] = {}
        for file in newest_first:
            if at := made_at(file):
                of_period.setdefault(period(at), file)
        stay |= set(list(of_period.values())[:count])
    return [file for file in newest_first if file not in stay]
