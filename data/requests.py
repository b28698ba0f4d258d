"""Requests of programs, remembered: sending one twice does it once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from data import months, store
from data.access import Actor
from data.refusal import ByReason
from data.schema import request_done
from data.text import Text

KEPT = timedelta(days=7)
GIVEN_UP = timedelta(minutes=10)  # a request under way for longer was cut off with the server that did it
UNDER_WAY = 0  # the status of a request that is still being done

REFUSALS = {
    "other": Text(
        "幂等键“{key}”已用于另一个请求（内容不同）。请换一个新键；重发同一请求时内容须完全一致。",
        "The key “{key}” was used for another request, with other content. Take a new key; sent again, a request must be "
        "the same in every part.",
    ),
    "under_way": Text(
        "同一个请求（幂等键“{key}”）正在处理。请稍候几秒，用同一个键再发一次，会得到它的结果。",
        "The same request (key “{key}”) is being done. Send it again with the same key in a few seconds to get its answer.",
    ),
}


class Refused(ByReason):
    """A request that is not done: its key is another's, or it is being done already."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Answer:
    """What was answered: an HTTP status and what the JSON says."""

    status: int
    body: Any


def once(engine: Engine, key: str, fingerprint: str, do: Callable[[], Answer], *, by: Actor) -> Answer:
    """Do what is asked, or tell what was answered when it was done with this key: within `KEPT`, for the same person.

    `fingerprint` is a hash over all that was asked. Raises `Refused` where the key was used for something else, or the
    same is being done at this moment. What fails is not remembered, so it may be tried again.
    """
    done = _claim(engine, key, fingerprint, by)
    if done is not None:
        return done
    try:
        answer = do()
    except BaseException:
        _forget(engine, key, by)
        raise
    _remember(engine, key, answer, by)
    return answer


def _claim(engine: Engine, key: str, fingerprint: str, by: Actor) -> Answer | None:
    """Take the key for this request; the answer, where it has been done."""
    now, mine = months.now(), _mine(key, by)
    with store.writing(engine) as conn:
        over = request_done.c.at < now - KEPT
        cut_off = (request_done.c.status == UNDER_WAY) & (request_done.c.at < now - GIVEN_UP)
        conn.execute(delete(request_done).where(over | (mine & cut_off)))
        row = conn.execute(select(request_done).where(mine)).first()
        if row is None:
            claim = {"key": key, "person": by.login, "at": now, "fingerprint": fingerprint}
            conn.execute(insert(request_done).values(**claim, status=UNDER_WAY, answer=""))
            return None
    if row.fingerprint != fingerprint:
        raise Refused("other", key=key)
    if row.status == UNDER_WAY:
        raise Refused("under_way", key=key)
    return Answer(row.status, json.loads(row.answer))


def _remember(engine: Engine, key: str, answer: Answer, by: Actor) -> None:
    told = json.dumps(answer.body, ensure_ascii=False)
    with store.writing(engine) as conn:
        conn.execute(update(request_done).where(_mine(key, by)).values(status=answer.status, answer=told))


def _forget(engine: Engine, key: str, by: Actor) -> None:
    with store.writing(engine) as conn:
        conn.execute(delete(request_done).where(_mine(key, by)))


def _mine(key: str, by: Actor):
    return (request_done.c.key == key) & (request_done.c.person == by.login)
