"""`/factor`: the second factor is given, set up, or replaced – by a form without a script, before anything of the cockpit.

The key is on the page and nowhere else: a picture inside it, no address, no line of a log, kept by no browser.
"""

import io
from functools import partial
from http import HTTPStatus

import segno
from anyio import to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data import rooms
from data.people import second_factor, sessions
from data.people.second_factor import Offer
from data.people.sessions import Session
from data.refusal import Refusal
from data.text import Text
from web import landing, visitors
from web.pages import page
from web.signing_in import STATUS, TEXTS, WRONG, field, keep_cookie, on, same, session_of, wanted
from web.turns import GATE

PATH = "/factor"
WORDS = {
    "title": Text("二次验证", "Second factor"),
    "give": Text("请输入手机验证器上当前的 6 位动态口令。", "Enter the six digits your authenticator shows now."),
    "code": Text("动态口令", "Code"),
    "check": Text("验证", "Verify"),
    "lost": Text(
        "手机丢失或换机？请联系管理员重置二次验证。",
        "Phone lost or replaced? An administrator can reset the second factor.",
    ),
    "set_up": Text("设置二次验证", "Set up your second factor"),
    "why": Text(
        "您的角色登录时除密码外还需动态口令。请用手机上支持 TOTP 的验证器扫描二维码（不需联网），再输入它显示的 6 位数字。",
        "Your role needs a code besides the password. Scan the picture with an authenticator on your phone (any for TOTP; it "
        "needs no network), then enter the six digits it shows.",
    ),
    "change": Text("更换二次验证", "Replace your second factor"),
    "change_how": Text(
        "用新手机的验证器扫描二维码。保存后旧的动态口令作废，其他设备上的登录会结束。",
        "Scan the picture with the authenticator of the new phone. When you save, the old one counts no more and your sign-ins "
        "on other devices end.",
    ),
    "by_hand": Text(
        "不能扫码时（如正用这部手机打开本页），手工输入密钥：",
        "If it cannot be scanned, as on this very phone, type this key:",
    ),
    "old_code": Text("当前动态口令（旧手机）", "Current code (old phone)"),
    "new_code": Text("新的动态口令（新手机）", "New code (new phone)"),
    "confirm": Text("确认", "Confirm"),
    "save": Text("保存", "Save"),
    "picture": Text("二维码", "QR code"),
    "stale": TEXTS["stale"],
    "out": TEXTS["out"],
    "back": TEXTS["back"],
    "other_language": TEXTS["other_language"],
}
HEADINGS = {"give": "title", "set_up": "set_up", "change": "change"}
HOW = {"give": "give", "set_up": "why", "change": "change_how"}
BUTTONS = {"give": "check", "set_up": "confirm", "change": "save"}


async def show(request: Request) -> Response:
    """The form for what this session needs; who needs nothing goes on."""
    session = await session_of(request)
    kind = await to_thread.run_sync(_kind, session, limiter=GATE)
    return _elsewhere(session, request) if session is None or not kind else _form(request, session, kind)


async def send(request: Request) -> Response:
    """What the form sends: on with a new cookie, or the form again with a sentence."""
    form, session = await request.form(max_files=0, max_fields=6), await session_of(request)
    kind, cookie = await to_thread.run_sync(_kind, session, limiter=GATE), visitors.cookie(request)
    if session is None or not kind:
        return _elsewhere(session, request)
    sealed = field(form, "sealed")
    if not sessions.is_form_token(field(form, "token"), cookie):
        return _form(request, session, kind, said=WORDS["stale"], status=HTTPStatus.FORBIDDEN)
    told = {"cookie": cookie, "address": visitors.address(request)}
    engine, actor, code, old = rooms.real(), session.actor, field(form, "code"), field(form, "old")
    does = {
        "give": partial(second_factor.give, engine, actor, code, **told),
        "set_up": partial(second_factor.set_up, engine, actor, sealed, code, **told),
        "change": partial(second_factor.change, engine, actor, sealed, code, old, **told),
    }
    try:
        fresh = await to_thread.run_sync(does[kind], limiter=GATE)
    except Refusal as refused:
        status = STATUS.get(getattr(refused, "reason", ""), WRONG)
        return _form(request, session, kind, said=refused.sentence, status=status, sealed=sealed)
    lang = visitors.language(request)
    place = f"/account?lang={lang}" if kind == "change" else wanted(request)
    answer = on(await landing.place_of(place, fresh))
    keep_cookie(answer, fresh)
    return answer


def _kind(session: Session | None) -> str:
    """What the form is for: `give`, `set_up`, `change`; "" where there is nothing to do, or something else before it."""
    if session is None or not session.actor.login or session.comes_first == "password":
        return ""
    if session.comes_first:
        return session.comes_first
    with rooms.real().connect() as conn:
        return "change" if second_factor.is_kept(conn, session.actor) else ""


def _elsewhere(session: Session | None, request: Request) -> Response:
    if session is None:
        return on("/login?next=%2F")
    return on("/password") if session.comes_first == "password" else on(wanted(request))


def _form(
    request: Request,
    session: Session,
    kind: str,
    *,
    said: Text | None = None,
    status: int = HTTPStatus.OK,
    sealed: str = "",
) -> Response:
    cookie, login = visitors.cookie(request), session.actor.login
    offered = second_factor.offer(login, cookie, sealed) if kind != "give" else None
    return page(
        "factor",
        visitors.language(request),
        status=status,
        words=WORDS,
        kind=kind,
        heading=WORDS[HEADINGS[kind]],
        how=WORDS[HOW[kind]],
        button=WORDS[BUTTONS[kind]],
        said=said,
        who=session.actor,
        offered=offered,
        key=_grouped(offered) if offered else "",
        picture=_picture(offered) if offered else "",
        token=sessions.form_token(cookie),
        action=same(request),
        other=same(request, other=True),
    )


def _grouped(offered: Offer) -> str:
    return " ".join(offered.key[at : at + 4] for at in range(0, len(offered.key), 4))


def _picture(offered: Offer) -> Markup:
    drawn = io.BytesIO()
    segno.make(offered.uri, error="m").save(
        drawn, kind="svg", scale=4, border=3, dark="#000", light="#fff", xmldecl=False, omitsize=True, nl=False
    )
    return Markup(drawn.getvalue().decode())


ROUTES = [Route(PATH, show, methods=["GET"]), Route(PATH, send, methods=["POST"])]
