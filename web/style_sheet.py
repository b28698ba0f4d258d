"""The style sheet of every page, under a name made of what it says: a browser asks for it once, and for another after an upgrade."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

PLACE = "style"
FOR_GOOD = "public, max-age=31536000, immutable"


class StyleSheet:
    """One style sheet: the link of a document that asks for it, and the route that answers."""

    def __init__(self, name: str, sheet: str):
        self.name, self.sheet = name, sheet

    @property
    def link(self) -> str:
        """For a page directly below where the server lies."""
        return f'<link rel="stylesheet" href="./{PLACE}/{self.name}" data-sheet="{self.name}">'

    @property
    def routes(self) -> list[BaseRoute]:
        return [Route(f"/{PLACE}/{{name}}", self.answer)]

    async def answer(self, request: Request) -> Response:
        """The sheet. Under another name, too: while servers are upgraded one by one a page of one asks another; not kept then."""
        ours = {"cache-control": FOR_GOOD, "etag": f'"{self.name}"'}
        headers = ours if request.path_params["name"] == self.name else {"cache-control": "no-store"}
        return Response(self.sheet, media_type="text/css", headers=headers)
