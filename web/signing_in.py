"""Signing in and out, and the change of a password: forms that work before anything of the cockpit is loaded."""

import json
import secrets
import unicodedata
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote, urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import ready, rooms, store
from data.lanes import Busy
from data.people import accounts, claims, passwords, sessions
from data.people.claims import Told
from data.people.sessions import Session
from data.people.ways import directory, typed
from data.refusal import Refusal
from data.settings import settings
from data.text import LANGUAGES, Language, Text
from ui import streamlit_private as streamlit
from web import landing, other_ways, visitors
from web.other_ways import Way
from web.pages import page
from web.turns import ASKED, GATE, SIGN_INS

FORM_COOKIE = "cockpit_form"  # what the token of the form is bound to before there is a session
KNOWN_SECONDS = 180 * 86_400  # a browser is known for half a year after its last sign-in
FACTOR_FIRST = "/factor?next=%2Fpassword"  # who has only a one-time password chooses none for its owner
WANTED_COOKIE = "cockpit_wanted"  # where somebody wanted to go before they were sent to the provider
TEXTS = {
    "sign_in": Text("登录", "Sign in"),
    "account": Text("账号", "Account"),
    "password": Text("密码", "Password"),
    "wall": Text("这是一块大屏？输入配对码", "Is this a wall? Enter its pairing code"),
    "provider": Text("用统一身份认证登录", "Sign in with your organisation's account"),
    "directory": Text("也可用单位目录（域）账号和密码。", "An account of your office's directory will do, too."),
    "leave": Text("退出统一身份认证账号", "Sign out of your organisation's account"),
    "first": Text(
        "首次使用：账号 {login}，一次性密码在服务器上的文件 {file} 中，请向部署本系统的人索取。",
        "First time here: the account is {login}; its one-time password is in the file {file} on the server. Ask whoever set "
        "the cockpit up.",
    ),
    "forgotten": Text("忘记密码请联系管理员重置。", "Forgotten it? An administrator can reset it."),
    "other_language": Text("English", "中文"),
    "stale": Text("页面已过期，请再试一次。", "The page had expired. Please try once more."),
    "change": Text("修改密码", "Change the password"),
    "change_first": Text("首次登录，请先修改密码。", "First sign-in: choose your own password."),
    "old": Text("原密码", "Old password"),
    "new": Text("新密码", "New password"),
    "again": Text("再次输入新密码", "New password again"),
    "differ": Text("两次输入的新密码不一致。", "The two new passwords differ."),
    "rule": Text(
        "至少 {least} 个字符，不含账号，不用常见密码。",
        "At least {least} characters, not your account, not a common password.",
    ),
    "save": Text("保存新密码", "Save the new password"),
    "back": Text("返回", "Back"),
    "others_end": Text("保存后，其他设备上的登录会结束。", "Your sign-ins on other devices end when you save."),
    "leaving": Text("正在退出…", "Signing out…"),
    "reform": Text("数字化改革", "Digital reform"),
    "out": Text("退出登录", "Sign out"),
}
BUSY, WRONG = HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.UNAUTHORIZED
STATUS = {"locked": HTTPStatus.TOO_MANY_REQUESTS, "too_often": HTTPStatus.TOO_MANY_REQUESTS, "silent": BUSY}


async def show_sign_in(request: Request) -> Response:
    """The form; who is signed in already goes on, and so does who comes from the identity provider."""
    session = await session_of(request)
    if session:
        return on(wanted(request))
    told = streamlit.provider_claims(request.cookies) if settings().oidc.provider else None
    if told is None:
        return _sign_in_form(request)
    # What was signed, and not the cookies around it, to which anything can be added.
    return await _exchanged(request, claims.of_oidc(told), json.dumps(dict(told), sort_keys=True))


async def to_provider(request: Request) -> Response:
    """On to the identity provider; where somebody wanted to go waits in a cookie."""
    if not settings().oidc.provider:
        return on("/login")
    return _keeping_wanted(request, on(streamlit.provider_login(settings().oidc.provider)))


def _keeping_wanted(request: Request, answer: Response) -> Response:
    secure = settings().accounts.https
    place = quote(wanted(request), safe="")
    answer.set_cookie(WANTED_COOKIE, place, path="/login", max_age=600, httponly=True, samesite="lax", secure=secure)
    return answer


async def to_way(way: Way, request: Request) -> Response:
    """On to a provider by CAS or by a scanned code."""
    return _keeping_wanted(request, other_ways.begin(way, on)) if way.is_on() else on("/login")


async def from_way(way: Way, request: Request) -> Response:
    """Back from there: a session of ours, or the form with what was refused."""
    try:
        told, proof = await other_ways.came_back(way, request)
    except Refusal as refused:
        status = BUSY if getattr(refused, "reason", "") in ("", "silent", "unreadable") else HTTPStatus.FORBIDDEN
        return _sign_in_form(request, said=refused.sentence, status=status)
    answer = await _exchanged(request, told, proof)
    other_ways.let_in(way, answer)
    return answer


async def _exchanged(request: Request, told: Told, proof: str) -> Response:
    """A session of ours for what the provider said; or the form, with what was refused."""
    origin = {"address": visitors.address(request), "agent": request.headers.get("user-agent", "")}
    try:
        made = await to_thread.run_sync(lambda: claims.exchange(rooms.real(), told, proof, **origin))
    except Refusal as refused:
        # A cookie that was used before says nothing: it waits for the provider's own sign-out.
        said = None if getattr(refused, "reason", "") == "used" else refused.sentence
        return _sign_in_form(request, said=said, status=HTTPStatus.FORBIDDEN if said else HTTPStatus.OK)
    place = unquote(request.cookies.get(WANTED_COOKIE, "")) or wanted(request)
    answer = on(await landing.place_of(visitors.local(place), made))
    keep_cookie(answer, made)
    answer.delete_cookie(WANTED_COOKIE, path="/login")
    return answer


async def sign_in(request: Request) -> Response:
    """What the form sends. A wrong password shows the form again, with a sentence."""
    form = await request.form(max_files=0, max_fields=10)
    if not sessions.is_form_token(field(form, "token"), request.cookies.get(FORM_COOKIE, "")):
        return _sign_in_form(request, said=TEXTS["stale"], status=HTTPStatus.FORBIDDEN, login=field(form, "login"))
    origin = {"address": visitors.address(request), "agent": request.headers.get("user-agent", "")}
    origin["browser"] = request.cookies.get(passwords.BROWSER, "")
    try:
        elsewhere = await to_thread.run_sync(typed.is_for_directory, rooms.real(), field(form, "login"), limiter=GATE)
        made = await (ASKED if elsewhere else SIGN_INS).run(
            lambda: typed.sign_in(rooms.real(), field(form, "login"), field(form, "password"), **origin),
            origin["address"],
        )
    except Refusal as refused:
        status = BUSY if isinstance(refused, Busy) else STATUS.get(getattr(refused, "reason", ""), WRONG)
        return _sign_in_form(request, said=refused.sentence, status=status, login=field(form, "login"))
    answer = on(await landing.place_of(wanted(request), made))
    keep_cookie(answer, made)
    login = accounts.tidy(field(form, "login"))
    answer.set_cookie(
        passwords.BROWSER,
        passwords.known_browser(login),
        path="/login",
        max_age=KNOWN_SECONDS,
        httponly=True,
        samesite="strict",
        secure=settings().accounts.https,
    )
    answer.delete_cookie(FORM_COOKIE, path="/login")
    return answer


async def sign_out(request: Request) -> Response:
    """End the session of the form's cookie; without a form of ours nothing ends."""
    form = await request.form(max_files=0, max_fields=10)
    cookie = visitors.cookie(request)
    ours = sessions.is_form_token(field(form, "token"), cookie)
    if ours:
        await to_thread.run_sync(sessions.end, rooms.real(), cookie)
    lang = visitors.language(request)
    if settings().oidc.provider and streamlit.provider_cookie(request.cookies):
        # By a page of its own: a form may not lead to another site, and the provider's page is one.
        answer: Response = page("sentence", lang, text=TEXTS["leaving"], again="0; url=/auth/logout")
    elif ours and (leads := other_ways.signed_out(request)):
        answer = page("sentence", lang, text=TEXTS["leaving"], again=f"0; url={leads}")
        answer.delete_cookie(other_ways.BY_COOKIE, path="/logout")
    else:
        answer = on("/login?" + urlencode({"lang": lang}))
    if ours:  # else the session lives on, and its person would believe to be out
        answer.delete_cookie(sessions.COOKIE, path="/")
    return answer


async def show_change(request: Request) -> Response:
    """The form for a new password."""
    session = await session_of(request)
    if session is None or not session.actor.login:
        return on("/login?next=%2Fpassword")
    return on(FACTOR_FIRST) if session.comes_first == "give" else _change_form(request, session)


async def change(request: Request) -> Response:
    """What that form sends."""
    form, session = await request.form(max_files=0, max_fields=10), await session_of(request)
    cookie = visitors.cookie(request)
    if session is None or not session.actor.login:
        return on("/login?next=%2Fpassword")
    if session.comes_first == "give":
        return on(FACTOR_FIRST)
    if not sessions.is_form_token(field(form, "token"), cookie):
        return _change_form(request, session, said=TEXTS["stale"], status=HTTPStatus.FORBIDDEN)
    old, new = field(form, "old"), field(form, "new")
    if new != field(form, "again"):
        return _change_form(request, session, said=TEXTS["differ"], status=HTTPStatus.BAD_REQUEST)
    try:
        asked = partial(passwords.change, rooms.real(), session.actor, old, new, keep=cookie)
        await SIGN_INS.run(asked, visitors.address(request))
    except Refusal as refused:
        status = BUSY if isinstance(refused, Busy) else HTTPStatus.BAD_REQUEST
        return _change_form(request, session, said=refused.sentence, status=status)
    return on("/?" + urlencode({"lang": visitors.language(request)}))


def keep_cookie(answer: Response, value: str, *, days: int = 0) -> None:
    """Give the browser its session: for scripts unreadable, for other sites' forms unusable. A wall keeps it for days."""
    answer.set_cookie(
        sessions.COOKIE,
        value,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().accounts.https,
        max_age=days * 86_400 or None,
    )


def _sign_in_form(
    request: Request, *, said: Text | None = None, status: int = HTTPStatus.OK, login: str = ""
) -> Response:
    bound = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    answer = page(
        "sign_in",
        visitors.language(request),
        status=status,
        words=TEXTS,
        said=said,
        login=login,
        token=sessions.form_token(bound),
        action=same(request),
        other=same(request, other=True),
        ways=_ways(request),
        directory=directory.is_on(),
        first=_first(visitors.language(request)),
        leave="/auth/logout" if settings().oidc.provider and streamlit.provider_cookie(request.cookies) else "",
    )
    secure = settings().accounts.https
    answer.set_cookie(FORM_COOKIE, bound, path="/login", httponly=True, samesite="strict", secure=secure)
    return answer


def _ways(request: Request) -> list[tuple[str, Text]]:
    """Where each way beside the form begins, and what its button says."""
    oidc = [("/login/provider", TEXTS["provider"])] if settings().oidc.provider else []
    return [(same(request, path=begins), said) for begins, said in (*oidc, *other_ways.offered())]


def _first(lang: Language) -> str:
    """Where the first administrator finds their password, until they have come in; never the password."""
    try:
        waiting = ready.is_waiting(rooms.real())
    except store.Unreachable:
        return ""
    where = Path(settings().accounts.secret_file).with_name(ready.NAME)
    return TEXTS["first"].in_(lang, login=accounts.FIRST, file=where) if waiting else ""


def _change_form(
    request: Request, session: Session, *, said: Text | None = None, status: int = HTTPStatus.OK
) -> Response:
    return page(
        "password",
        visitors.language(request),
        status=status,
        words=TEXTS,
        said=said,
        who=session.actor,
        first=session.must_change,
        least=settings().accounts.password_length,
        token=sessions.form_token(visitors.cookie(request)),
        action=same(request),
        other=same(request, other=True),
    )


def same(request: Request, *, other: bool = False, path: str = "") -> str:
    """This address (or `path`) again, in this language or the other; only what we know stands in it."""
    lang = visitors.language(request)
    asked: dict[str, str] = {"lang": next(each for each in LANGUAGES if each != lang) if other else lang}
    if "next" in request.query_params:
        asked["next"] = wanted(request)
    return f"{path or request.url.path}?{urlencode(asked, quote_via=quote)}"


def wanted(request: Request) -> str:
    """Where in the cockpit somebody wanted to go before a form came first."""
    return visitors.local(request.query_params.get("next", "/"))


def on(place: str) -> Response:
    """On to that place, by a new request of the browser."""
    return RedirectResponse(place, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})


async def session_of(request: Request) -> Session | None:
    """Whose session the request comes in, as of this moment."""
    cookie = visitors.cookie(request)
    return await to_thread.run_sync(sessions.find, rooms.real(), cookie, limiter=GATE) if cookie else None


def field(form, name: str) -> str:
    """A field of a form; "" where it is none or holds control characters, which a database may refuse (NUL)."""
    value = form.get(name, "")
    plain = isinstance(value, str) and not any(unicodedata.category(letter) == "Cc" for letter in value)
    return cast(str, value) if plain else ""


ROUTES = [
    Route("/login", show_sign_in, methods=["GET"]),
    Route("/login", sign_in, methods=["POST"]),
    Route("/login/provider", to_provider, methods=["GET"]),
    *(Route(way.begins, partial(to_way, way), methods=["GET"]) for way in other_ways.WAYS),
    *(Route(f"{way.begins}/back", partial(from_way, way), methods=["GET"]) for way in other_ways.WAYS),
    Route(f"{other_ways.CAS.begins}/back", other_ways.ended, methods=["POST"]),
    Route("/logout", sign_out, methods=["POST"]),
    Route("/password", show_change, methods=["GET"]),
    Route("/password", change, methods=["POST"]),
]
