"""`/live` itself: a socket over which a listener is told the whole state when it comes and whenever that has changed."""

import time
from collections import deque
from typing import Any

from anyio import CancelScope, CapacityLimiter, create_task_group, to_thread
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from data import months
from data.presenting import beats
from web.live import listeners
from web.live.hub import HUB
from web.live.listeners import Listener

PATH = "/live"
MOST = 200  # listeners a process
# What a listener may send: so many frames in so many seconds, each no longer than this. Only what a wall says of itself is read.
FRAMES, MINUTE, LONGEST = 20, 60.0, 4096
ENDED, CROWDED = (
    4401,
    1013,
)  # the second is told, too, for the browser says it to whoever looks, and looks by itself once a minute
LOOKING = CapacityLimiter(4)


async def live(socket: WebSocket) -> None:
    """One listener: a wall, who looks at a wall's view (`?unit=330200&wall=1`), or a console (`?presentation=3`)."""
    listener = await to_thread.run_sync(listeners.coming, socket, limiter=LOOKING)
    if listener is None:
        await socket.close(ENDED)
        return
    await socket.accept()
    if HUB.count >= MOST:
        await socket.send_json({"crowded": True})
        await socket.close(CROWDED)
        return
    with HUB.joined(listener):
        async with create_task_group() as tasks:
            tasks.start_soon(_until_gone, socket, tasks.cancel_scope, listener)
            await _tell(socket, listener)
            tasks.cancel_scope.cancel()


async def _tell(socket: WebSocket, listener: Listener) -> None:
    """Send how it stands whenever that is something else; until the listener's session has ended."""
    last: tuple[dict[str, Any] | None, float | None] = (None, None)
    while not listener.ended:
        listener.changed.clear()
        away = None if listener.presentation else HUB.away
        told = listener.told(HUB.stands, HUB.pulses)
        if (told, away) != last:
            last = (told, away)
            since = {} if away is None else {"away": round(time.monotonic() - away)}
            await socket.send_json({**(told or {}), **since})
        await listener.changed.wait()
    await socket.close(ENDED)


async def _until_gone(socket: WebSocket, scope: CancelScope, listener: Listener) -> None:
    """Read what a listener sends, until it goes or sends too much: what a wall says of itself, and nothing else."""
    sent: deque[float] = deque(maxlen=FRAMES)
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                break
            said = message.get("text") or message.get("bytes") or ""
            if len(said) > LONGEST:
                await socket.close(1009)
                break
            sent.append(time.monotonic())
            if len(sent) == FRAMES and sent[-1] - sent[0] < MINUTE:
                await socket.close(1008)
                break
            _hear(listener, said)
    except WebSocketDisconnect:
        pass
    scope.cancel()


def _hear(listener: Listener, said: str | bytes) -> None:
    session = listener.session
    if session and session.wall and isinstance(said, str) and (beat := beats.read(session.wall, said, months.now())):
        HUB.hear(beat)


ROUTES = [WebSocketRoute(PATH, live)]
