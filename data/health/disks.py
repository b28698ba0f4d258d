"""Disks: whether there is room where the store and what is made in passing lie."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from data import secret
from data.health.finding import Finding, finding
from data.text import Text

LITTLE, LEAST = 5e9, 1e9  # bytes: to be seen to, and about to fail
TEXTS = {
    "room": Text("磁盘空间充足：{places}。", "There is room on the disks: {places}."),
    "little": Text("磁盘空间不多：{places}。", "There is little room left: {places}."),
    "full": Text("磁盘快满了：{places}。", "A disk is nearly full: {places}."),
    "free": Text(
        "请清理磁盘，先删旧备份；满了之后无法提交、登录和备份。",
        "Free space, first of all old backups: on a full disk nothing is committed, nobody signs in and no backup is made.",
    ),
}


def disk(engine: Engine | None) -> Finding:
    """The disks of the store (of SQLite; that of a PostgreSQL is looked at on its server), of the secret and what is noted
    beside it, and of files that are being read."""
    places, needs = [Path(tempfile.gettempdir())], 0
    kept = secret.file()
    if kept:
        places.insert(0, kept.parent)
    if engine is not None and engine.dialect.name == "sqlite" and engine.url.database:
        file = Path(engine.url.database)
        places.insert(0, file.parent)
        needs = file.stat().st_size if file.exists() else 0
    return free([place for place in places if place.is_dir()], needs=needs)


def free(places: Sequence[Path], *, needs: float = 0) -> Finding:
    """How much is free at some places, each disk told once. `needs`: what is copied there at a time, in bytes."""
    disks = {place.stat().st_dev: (place, shutil.disk_usage(place).free) for place in reversed(places)}
    told = [f"{place} {left / 1e9:.1f} GB" for place, left in reversed(disks.values())]
    least = min((left for _, left in disks.values()), default=float("inf"))
    words = Text("、".join(told), ", ".join(told))
    if least < max(LEAST, needs):
        return finding("bad", TEXTS["full"], TEXTS["free"], places=words)
    if least < max(LITTLE, 3 * needs):
        return finding("watch", TEXTS["little"], TEXTS["free"], places=words)
    return finding("good", TEXTS["room"], places=words)
