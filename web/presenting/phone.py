"""The page that a phone opens once: the code is typed in, or came with the QR code, and from then on it is a console."""

from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import rooms
from data.presenting import phones
from data.settings import settings
from data.text import Text
from web import visitors
from web.pairing_form import PairingForm

PATH = "/present/phone"
FORM_COOKIE = "cockpit_phone_pairing"
WORDS = {
    "pair": Text("手机配对", "Pair this phone"),
    "how": Text(
        "请输入讲解员控制台上显示的 8 位配对码。配对后，本手机可操作这一场讲解，有交办权限的可就讲到的内容交办，不能做别的。",
        "Enter the 8 characters that the presenter's console shows. From then on this phone leads that presentation, "
        "instructs on what it shows where you may, and does nothing else.",
    ),
}
FORM = PairingForm(PATH, FORM_COOKIE, WORDS)


async def show(request: Request) -> Response:
    """The form; a code that came along stands in it. It is not used up by being looked at."""
    return FORM.shown(request, code=request.query_params.get("code", ""))


async def pair(request: Request) -> Response:
    """What the form sends: the phone's cookie and the way to its console, or the form again with a sentence."""
    cookie = await FORM.sent(request, partial(phones.pair, rooms.real()))
    if isinstance(cookie, Response):
        return cookie
    lang = visitors.language(request)
    answer = RedirectResponse(f"{PATH}/console?lang={lang}", HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    answer.set_cookie(
        phones.COOKIE, cookie, max_age=phones.HOURS * 3600, path="/", httponly=True, samesite="lax",
        secure=settings().accounts.https,
    )  # fmt: skip
    answer.delete_cookie(FORM_COOKIE, path=PATH)
    return answer


ROUTES = [Route(PATH, show, methods=["GET"]), Route(PATH, pair, methods=["POST"])]
