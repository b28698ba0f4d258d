"""The page that a phone opens once: the code is typed in, or came with the QR code, and from then on it is a console."""

import secrets
from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import rooms
from data.people import pairing, sessions
from data.presenting import phones
from data.refusal import Refusal
from data.settings import settings
from data.text import Text
from web import visitors
from web.pages import page

FORM_COOKIE = "cockpit_phone_pairing"  # what the token of the form is bound to
PATH = "/present/phone"
TEXTS = {
    "pair": Text("手机配对", "Pair this phone"),
    "how": Text(
        "请输入讲解员控制台上显示的 8 位配对码。配对后，本手机可操作这一场讲解，不能做别的。",
        "Enter the 8 characters that the presenter's console shows. From then on this phone leads that presentation and does "
        "nothing else.",
    ),
    "code": Text("配对码", "Pairing code"),
    "do": Text("配对", "Pair"),
    "other_language": Text("English", "中文"),
    "stale": Text("页面已过期，请再试一次。", "The page had expired. Please try once more."),
}


async def show(request: Request) -> Response:
    """The form; a code that came along stands in it. It is not used up by being looked at."""
    return _form(request)


async def pair(request: Request) -> Response:
    """What the form sends: the phone's cookie and the way to its console, or the form again with a sentence."""
    form = await request.form(max_files=0, max_fields=4)
    code, token = (str(form.get(name, "")) for name in ("code", "token"))
    if not sessions.is_form_token(token, request.cookies.get(FORM_COOKIE, "")):
        return _form(request, said=TEXTS["stale"], status=HTTPStatus.FORBIDDEN)
    address, agent = visitors.address(request), request.headers.get("user-agent", "")
    try:
        cookie = await to_thread.run_sync(phones.pair, rooms.real(), code, address, agent)
    except pairing.TooOften as refused:
        return _form(request, said=refused.sentence, status=HTTPStatus.TOO_MANY_REQUESTS)
    except Refusal as refused:
        return _form(request, said=refused.sentence, status=HTTPStatus.UNAUTHORIZED)
    lang = visitors.language(request)
    answer = RedirectResponse(f"{PATH}/console?lang={lang}", HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    answer.set_cookie(
        phones.COOKIE, cookie, max_age=phones.HOURS * 3600, path="/", httponly=True, samesite="lax",
        secure=settings().accounts.https,
    )  # fmt: skip
    answer.delete_cookie(FORM_COOKIE, path=PATH)
    return answer


def _form(request: Request, *, said: Text | None = None, status: int = HTTPStatus.OK) -> Response:
    lang = visitors.language(request)
    bound = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    answer = page(
        "phone",
        lang,
        status=status,
        words=TEXTS,
        said=said,
        token=sessions.form_token(bound),
        other="en" if lang == "zh" else "zh",
        length=pairing.LENGTH,
        code=request.query_params.get("code", "")[: pairing.LENGTH + 8],
    )
    secure = settings().accounts.https
    answer.set_cookie(FORM_COOKIE, bound, path=PATH, httponly=True, samesite="strict", secure=secure)
    return answer


ROUTES = [Route(PATH, show, methods=["GET"]), Route(PATH, pair, methods=["POST"])]
