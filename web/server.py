"""What stands beside and before Streamlit's own routes in one server."""

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from data.settings import ROOT
from web import api, pairing, presenting, search, signing_in, telemetry
from web.gate import Gate
from web.headers import SafetyHeaders


async def _healthz(_request) -> PlainTextResponse:
    """For a supervisor: the process answers, whatever its threads are busy with."""
    return PlainTextResponse("ok")


ROUTES: list[BaseRoute] = [
    Route("/healthz", _healthz),
    Mount("/guides", StaticFiles(directory=ROOT / "docs")),  # for who is signed in, as every page
    *signing_in.ROUTES,
    *pairing.ROUTES,
    *search.ROUTES,
    *presenting.ROUTES,
    *api.ROUTES,
    *telemetry.ROUTES,
]
MIDDLEWARE = [Middleware(telemetry.Counting), Middleware(SafetyHeaders), Middleware(Gate)]
