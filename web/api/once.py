"""A request with an Idempotency-Key is done once, however often it is sent."""

import hashlib
import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Header
from starlette.responses import JSONResponse

from data import requests, rooms
from data.access import Actor
from data.requests import Answer
from web.api.shapes import Absent

IdempotencyKey = Annotated[
    str | Absent,
    Header(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9_.:-]+$",
        description="Sent again with the same key within seven days, the request is not done again: the first answer is "
        "told once more.",
    ),
]


def once(
    engine: rooms.Engine, key: str | None, asked: dict[str, Any], do: Callable[[], Answer], actor: Actor
) -> JSONResponse:
    """Do what is asked, with the key at most once. `asked` is everything that makes the request what it is."""
    done = do() if key is None else requests.once(engine, key, _fingerprint(asked), do, by=actor)
    return JSONResponse(done.body, done.status)


def _fingerprint(asked: dict[str, Any]) -> str:
    told = json.dumps(asked, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()
