"""What every answer tells the browser about safety: what may run, who may frame it, what may be guessed."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.settings import settings

# Streamlit makes modules of its components on the fly (blob:), styles as it goes, and pictures from data.
APPLICATION = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
PLAIN = (  # our own forms: no script at all
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SCRIPTED = f"{PLAIN}; script-src 'self'; connect-src 'self'; frame-src 'self'"  # one with a script file of ours, the presenter's console
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
FOR_ONE = (
    "/media/",
    "/api/",
    "/first/",
)  # files and answers that are for who asked: no proxy and no browser keeps them
A_YEAR = "max-age=31536000; includeSubDomains"


class SafetyHeaders:
    """Adds them to each HTTP answer that has not set its own."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, send_with if scope["type"] == "http" else send)


def _add(headers: MutableHeaders, path: str) -> None:
    if path.startswith(FOR_ONE):
        headers.setdefault("cache-control", "no-store")
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", APPLICATION)
    if settings().accounts.https:
        headers.setdefault("strict-transport-security", A_YEAR)
