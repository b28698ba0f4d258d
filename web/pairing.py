"""The page that a wall opens once: the pairing code is typed in, and from then on it shows what its owner chose."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import rooms
from data.people import screens, sessions, walls
from data.settings import settings
from data.text import Text
from web.pairing_form import PairingForm
from web.presenting import kiosk
from web.signing_in import keep_cookie

PATH = "/pair"
FORM_COOKIE = "cockpit_pairing"
WORDS = {
    "pair": Text("大屏配对", "Pair this wall"),
    "how": Text(
        "请输入负责人在“大屏管理”页生成的 8 位配对码（10 分钟内有效）。配对后，本浏览器只显示指定的画面。",
        "Enter the 8 characters that the wall's owner sees on the page Walls (good for 10 minutes). From then on this browser "
        "shows what they chose and nothing else.",
    ),
    "sizes": Text(
        "屏有多大、最远的座位多远（米；可以不填）：画面按看得清来排。",
        "How large the screen is and how far the farthest seat (metres; may be left empty): what is shown can be read from there.",
    ),
    "width": Text("屏宽", "Width"),
    "height": Text("屏高", "Height"),
    "distance": Text("最远观看", "Farthest seat"),
}
FORM = PairingForm(PATH, FORM_COOKIE, WORDS, accounts=True, asks=("width", "height", "distance"))


async def show(request: Request) -> Response:
    """The form."""
    return FORM.shown(request)


async def pair(request: Request) -> Response:
    """What the form sends: the wall's cookie and the way to its view, or the form again with a sentence."""
    paired = await FORM.sent(request, _paired)
    if isinstance(paired, Response):
        return paired
    cookie, to = paired
    answer = RedirectResponse(to, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    keep_cookie(answer, cookie, days=settings().accounts.wall_days)
    answer.delete_cookie(FORM_COOKIE, path=PATH)
    return answer


def _paired(code: str, address: str, agent: str, *sizes: str) -> tuple[str, str]:
    cookie = walls.pair(rooms.real(), code, address, agent, screens.written(*sizes))
    found = sessions.find(rooms.real(), cookie)
    return cookie, kiosk.PATH if found and found.kiosk else f"/?wall=1&{found.view if found else ''}"


ROUTES = [Route(PATH, show, methods=["GET"]), Route(PATH, pair, methods=["POST"])]
