"""What stands beside and before Streamlit's own routes in one server."""

from collections.abc import Collection

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from data.settings import ROOT
from web import api, brief, factor, pairing, paper, presenting, readiness, search, signing_in, telemetry, tracing
from web.compressing import Compressing
from web.document import Document
from web.gate import Gate
from web.headers import SafetyHeaders

ROUTES: list[BaseRoute] = [
    *readiness.ROUTES,
    Mount("/guides", StaticFiles(directory=ROOT / "docs")),  # for who is signed in, as every page
    *signing_in.ROUTES,
    *factor.ROUTES,
    *pairing.ROUTES,
    *search.ROUTES,
    *paper.ROUTES,
    *brief.ROUTES,
    *presenting.ROUTES,
    *api.ROUTES,
    *telemetry.ROUTES,
]


def middleware(sheet: str = "", first: Collection[str] = ()) -> list[Middleware]:
    """What every request goes through, in order; `sheet` is the link to the style sheet of a page, `first` are the pages of which
    a first frame can be asked for."""
    return [
        Middleware(tracing.Tracing),
        Middleware(telemetry.Counting),
        Middleware(SafetyHeaders),
        Middleware(Gate),
        Middleware(Document, sheet=sheet, first=first),
        Middleware(Compressing),
    ]
