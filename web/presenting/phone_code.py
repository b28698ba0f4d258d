"""The code with which a phone is paired, as letters and as a QR code; shown once."""

import io
from urllib.parse import urlencode

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from data.people import pairing
from data.settings import Notices, settings
from data.text import Text
from web import visitors
from web.pages import page

TEXTS = {
    "phone": Text("用手机操作", "Use a phone"),
    "how": Text(
        "用手机扫码，或打开 {address} 并输入配对码（{minutes} 分钟内有效，只能用一次）。手机须在同一网络。",
        "Scan it with the phone, or open {address} there and enter the code (good once, for {minutes} minutes). The phone must "
        "be in the same network.",
    ),
    "back": Text("回到控制台", "Back to the console"),
}


def page_of(code: str, back: str, request: Request) -> Response:
    """The page with the code; `back` is where the console is."""
    lang = visitors.language(request)
    address = f"{_site(request)}/present/phone"
    picture = io.BytesIO()
    segno.make(f"{address}?{urlencode({'code': code, 'lang': lang})}", error="m").save(
        picture, kind="svg", scale=6, border=3, dark="#000", light="#fff", xmldecl=False, omitsize=True, nl=False
    )
    parted = f"{code[: pairing.LENGTH // 2]} {code[pairing.LENGTH // 2 :]}"
    how = TEXTS["how"].in_(lang, address=address, minutes=pairing.MINUTES)
    drawn = Markup(picture.getvalue().decode())
    return page("phone_code", lang, words=TEXTS, code=parted, how=how, picture=drawn, back=f"{back}?lang={lang}")


def _site(request: Request) -> str:
    """The cockpit's address as phones reach it: what is configured, else as this browser came."""
    own = settings().notices.address
    if own != Notices().address:
        return own.rstrip("/")
    return f"{'https' if settings().accounts.https else request.url.scheme}://{request.headers.get('host', '')}"
