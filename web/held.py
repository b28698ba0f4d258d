"""An answer on its way that is held until it is whole."""

from collections.abc import Awaitable, Callable

from starlette.types import Message, Send

Holds = Callable[[Message], bool]
Finish = Callable[[Message, bytes], Awaitable[None]]


class Held:
    """`holds` looks at how an answer starts: one that it is for is kept back until its body is whole, and `finish` sends it; any
    other is passed on as it comes."""

    def __init__(self, onward: Send, holds: Holds, finish: Finish):
        self.onward, self.holds, self.finish = onward, holds, finish
        self.start: Message | None = None
        self.body = b""

    async def send(self, message: Message) -> None:
        """Take a message of the answer."""
        if message["type"] == "http.response.start" and self.holds(message):
            self.start = message
            return
        if self.start is None:
            await self.onward(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body"):
            await self.finish(self.start, self.body)
