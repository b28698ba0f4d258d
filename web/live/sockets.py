"""`/live` itself: a socket over which a listener is told the whole state when it comes and whenever that has changed."""

import asyncio
import time
from collections import deque
from typing import Any

from anyio import CancelScope, CapacityLimiter, create_task_group, move_on_after, to_thread
from anyio.abc import TaskGroup
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from data import months
from data.presenting import beats, screenfuls
from web.live import listeners
from web.live.hub import HUB
from web.live.listeners import Listener
from web.live.views import Draw, View, Views

PATH = "/live"
MOST = 200  # listeners a process
# What a listener may send: so many frames in so many seconds, each no longer than this. Only what a wall says of itself is read.
FRAMES, MINUTE, LONGEST = 20, 60.0, 4096
ENDED, CROWDED = (
    4401,
    1013,
)  # the second is told, too, for the browser says it to whoever looks, and looks by itself once a minute
LOOKING = CapacityLimiter(4)
ALIVE = 30.0  # s after which how it stands is said again: a browser that hears nothing takes its socket for dead


def routes(draw: Draw) -> list[BaseRoute]:
    """The channel, whose listeners are handed their views as `draw` makes them."""
    views = Views(draw)

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
                await _tell(socket, listener, views, tasks)
                tasks.cancel_scope.cancel()

    return [WebSocketRoute(PATH, live)]


async def _tell(socket: WebSocket, listener: Listener, views: Views, tasks: TaskGroup) -> None:
    """Send how it stands whenever that is something else, and the view where it was drawn before; until the listener's
    session has ended. What a presenter does waits for no drawing."""
    last: tuple[dict[str, Any] | None, float | None] = (None, None)
    handed: View | None = None  # or being drawn
    while not listener.ended:
        listener.changed.clear()
        away = None if listener.presentation else HUB.away
        told = listener.told(HUB.stands, HUB.pulses)
        if (told, away) != last:
            last = (told, away)
            since = {} if away is None else {"away": round(time.monotonic() - away)}
            await socket.send_json({**(told or {}), **since})
        view = listener.view(HUB.pulses)
        if view is not None and view != handed:
            handed = view
            tasks.start_soon(_hand_out, socket, listener, views, view)
        with move_on_after(ALIVE) as quiet:
            await listener.changed.wait()
        if quiet.cancelled_caught:
            last = (None, None)
    await socket.close(ENDED)


async def _hand_out(socket: WebSocket, listener: Listener, views: Views, view: View) -> None:
    """Send a view once it is drawn, if it is still the one to be shown and its listener may still see it."""
    session = listener.session
    if session is None:
        return
    sent = await asyncio.wrap_future(views.of(view, session))
    if listener.at == view.at and not listener.ended:
        listener.drawn = view.at
        await socket.send_text(sent)


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
    if not (session and session.wall and isinstance(said, str)):
        return
    if beat := beats.read(session.wall, said, months.now()):
        HUB.hear(beat)
    elif screens := screenfuls.read(session.wall, said):
        HUB.hear_screens(screens)
