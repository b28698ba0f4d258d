"""Requests to an ASGI application without a server: one visitor who keeps their cookies and follows nothing by itself."""

import anyio
import httpx
from starlette.types import ASGIApp


class Visitor:
    """`get` and `post` as a browser at `address` would send them."""

    def __init__(self, app: ASGIApp, address: str = "10.0.0.9"):
        self.transport = httpx.ASGITransport(app=app, client=(address, 50_000))
        self.cookies = httpx.Cookies()

    def get(self, path: str, **more) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more) -> httpx.Response:
        return self.ask("POST", path, **more)

    def ask(self, method: str, path: str, **more) -> httpx.Response:
        """One request; its cookies are kept for the next."""

        async def send() -> httpx.Response:
            # A client a request: each runs in an event loop of its own.
            async with httpx.AsyncClient(transport=self.transport, base_url="http://cockpit.test") as client:
                client.cookies = self.cookies
                answer = await client.request(method, path, **more)
                self.cookies = client.cookies
                return answer

        return anyio.run(send)
