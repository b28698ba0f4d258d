"""What stands beside and before Streamlit's own routes in one server."""

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route

from web import api, pairing, signing_in
from web.gate import Gate
from web.headers import SafetyHeaders


def _healthz(_request) -> PlainTextResponse:
    """For a supervisor: the process answers."""
    return PlainTextResponse("ok")


ROUTES: list[BaseRoute] = [Route("/healthz", _healthz), *signing_in.ROUTES, *pairing.ROUTES, *api.ROUTES]
MIDDLEWARE = [Middleware(SafetyHeaders), Middleware(Gate)]
