"""The secret of this installation: it signs cookies and seals the audit log. Made on first use, readable by its owner only."""

import os
import secrets
from functools import cache
from pathlib import Path

from data.settings import ROOT, settings


@cache
def secret() -> bytes:
    """From `accounts.secret`, or else from the file `accounts.secret_file`, which is made if it is not there.

    Replicas of one cockpit need the same secret: give it by `COCKPIT_ACCOUNTS_SECRET` or share the file.
    """
    kept = file()
    return _kept(kept) if kept else settings().accounts.secret.encode()


def file() -> Path | None:
    """The file in which the secret lies; None where it is given by a setting. Asking makes nothing."""
    return None if settings().accounts.secret else ROOT / settings().accounts.secret_file


def _kept(file: Path) -> bytes:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
            made.write(secrets.token_hex(32).encode())
    except FileExistsError:
        pass
    return file.read_bytes()
