"""The small picture on the console: the step as walls show it, at which one points. Drawn by who draws pages (handed in by `app.py`)."""

from collections.abc import Callable
from http import HTTPStatus

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from data.access import Actor
from data.presenting.reading import Step
from data.text import Language, Text
from web import visitors
from web.pages import sentence
from web.presenting.console import PHONE, leading

DRAWING = CapacityLimiter(1)  # one has a second of patience for it; pages have more to do
KEPT = "private, max-age=60"
FORBIDS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"  # no scripts; the console asks what is at a spot
NONE = Text("这一步画不成小图。", "This step cannot be drawn small.")

Draw = Callable[[Step, Actor, Language], str]


def routes(draw: Draw) -> list[BaseRoute]:
    """Where the picture of the step shown lies, for a console and for a phone's."""

    async def picture(request: Request) -> Response:
        lang, found = visitors.language(request), await to_thread.run_sync(leading, request)
        if found is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        step = found.storyline.steps[found.running.shown - 1]
        html = await to_thread.run_sync(draw, step, found.actor, lang, limiter=DRAWING)
        if not html:
            return sentence(NONE, lang, status=HTTPStatus.OK)
        return HTMLResponse(html, headers={"content-security-policy": FORBIDS, "cache-control": KEPT})

    return [Route(f"{PHONE}/picture", picture), Route("/present/{number:int}/picture", picture)]
