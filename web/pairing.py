"""The page that a wall opens once: the pairing code is typed in, and from then on it shows what its owner chose."""

import secrets
from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import rooms
from data.people import sessions, walls
from data.refusal import Refusal
from data.settings import settings
from data.text import Text
from web import visitors
from web.pages import page
from web.signing_in import keep_cookie

FORM_COOKIE = "cockpit_pairing"  # what the token of the form is bound to
TEXTS = {
    "pair": Text("大屏配对", "Pair this wall"),
    "how": Text(
        "请输入负责人在“大屏管理”页生成的 8 位配对码（10 分钟内有效）。配对后，本浏览器只显示指定的画面。",
        "Enter the 8 characters that the wall's owner sees on the page Walls (good for 10 minutes). From then on this browser "
        "shows what they chose and nothing else.",
    ),
    "code": Text("配对码", "Pairing code"),
    "do": Text("配对", "Pair"),
    "sign_in": Text("改用账号登录", "Sign in with an account instead"),
    "other_language": Text("English", "中文"),
    "stale": Text("页面已过期，请再试一次。", "The page had expired. Please try once more."),
}
STATUS = {"too_often": HTTPStatus.TOO_MANY_REQUESTS}


async def show(request: Request) -> Response:
    """The form."""
    return _form(request)


async def pair(request: Request) -> Response:
    """What the form sends: the wall's cookie and the way to its view, or the form again with a sentence."""
    form = await request.form(max_files=0, max_fields=4)
    code, token = (str(form.get(name, "")) for name in ("code", "token"))
    if not sessions.is_form_token(token, request.cookies.get(FORM_COOKIE, "")):
        return _form(request, said=TEXTS["stale"], status=HTTPStatus.FORBIDDEN)
    address, agent = visitors.address(request), request.headers.get("user-agent", "")
    try:
        cookie, view = await to_thread.run_sync(_paired, code, address, agent)
    except Refusal as refused:
        status = STATUS.get(getattr(refused, "reason", ""), HTTPStatus.UNAUTHORIZED)
        return _form(request, said=refused.sentence, status=status)
    answer = RedirectResponse(f"/?wall=1&{view}", HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    keep_cookie(answer, cookie, days=settings().accounts.wall_days)
    answer.delete_cookie(FORM_COOKIE, path="/pair")
    return answer


def _paired(code: str, address: str, agent: str) -> tuple[str, str]:
    cookie = walls.pair(rooms.real(), code, address, agent)
    found = sessions.find(rooms.real(), cookie)
    return cookie, found.view if found else ""


def _form(request: Request, *, said: Text | None = None, status: int = HTTPStatus.OK) -> Response:
    lang = visitors.language(request)
    bound = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    other = "en" if lang == "zh" else "zh"
    token = sessions.form_token(bound)
    answer = page("pair", lang, status=status, words=TEXTS, said=said, token=token, other=other, length=walls.LENGTH)
    secure = settings().accounts.https
    answer.set_cookie(FORM_COOKIE, bound, path="/pair", httponly=True, samesite="strict", secure=secure)
    return answer


ROUTES = [Route("/pair", show, methods=["GET"]), Route("/pair", pair, methods=["POST"])]
