"""Backups by calendar copied into a bucket, where the rules of keeping hold as in the folder."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from data.backing_up import backup, calendar
from data.backing_up.bucket import Bucket
from data.refusal import ByReason
from data.text import Text

WORK = "copies"  # what `jobs` calls it
REFUSALS = {
    "no_bucket": Text(
        "没有设存储桶：请在 config.toml 里设 backups.bucket。",
        "There is no bucket: set backups.bucket in config.toml.",
    ),
    "unlike": Text(
        "备份 {name} 传到存储桶后大小不符。下次会重传；如再次出现，请检查存储服务。",
        "The backup {name} has another size in the bucket. It is sent again next time; if it stays, see to the storage.",
    ),
    "cut_off": Text(
        "取回 {name} 时中断，文件已删去。请再取一次。",
        "Fetching {name} broke off, and the file was removed. Fetch it again.",
    ),
    "not_there": Text(
        "存储桶里没有 {name}。现有：{there}。", "There is no {name} in the bucket. What lies there: {there}."
    ),
}


class Refused(ByReason):
    """Copies that cannot be made or fetched."""

    sentences = REFUSALS


class Brought(NamedTuple):
    """What was sent, and what went from the bucket for it, by name."""

    sent: list[str]
    gone: list[str]


def bring(place: Path, bucket: Bucket, said: Callable[[str], object] = lambda _name: None) -> Brought:
    """Send what lies in the folder and not in the bucket, the oldest first; then let go what the rules no longer hold of what
    lies there, whether the folder still has it or was lost. A copy counts once its size there is that of the file."""
    there, sent = bucket.sizes(), []
    held = calendar.there(place)
    going = set(calendar.to_go(held))
    for file in reversed([file for file in held if file not in going]):
        if there.get(file.name) != file.stat().st_size:
            bucket.put(file)
            sent.append(file.name)
            said(file.name)
    if sent:
        there = bucket.sizes()
    for name in sent:
        if there.get(name) != (place / name).stat().st_size:
            raise Refused("unlike", name=name)
    gone = [file.name for file in calendar.to_go(calendar.newest_first(map(Path, there)))]
    for name in gone:
        bucket.remove(name)
    return Brought(sent, gone)


def fetch(name: str, bucket: Bucket, file: Path) -> None:
    """Write a new file that holds the copy of that name. Raises `Refused` where there is none."""
    there = bucket.sizes()
    if name not in there:
        raise Refused("not_there", name=name, there=", ".join(sorted(there)) or "—")
    if file.exists():
        raise backup.Refused("exists", file=file)
    bucket.fetch(name, file)
    if file.stat().st_size != there[name]:
        file.unlink()
        raise Refused("cut_off", name=name)
