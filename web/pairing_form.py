"""The form into which a device's pairing code is typed: a wall's and a phone's are the same but for their words and ways."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import TypeVar

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from data.people import pairing, sessions
from data.refusal import Refusal
from data.settings import settings
from data.text import Text
from web import visitors
from web.pages import page

WORDS = {
    "code": Text("配对码", "Pairing code"),
    "do": Text("配对", "Pair"),
    "sign_in": Text("改用账号登录", "Sign in with an account instead"),
    "other_language": Text("English", "中文"),
}
STALE = Text("页面已过期，请再试一次。", "The page had expired. Please try once more.")
LONGEST = 8  # letters of a number of metres
Paired = TypeVar("Paired")


@dataclass(frozen=True)
class PairingForm:
    """`path`: where it lies; `cookie`: what its token is bound to; `words`: its title (`pair`) and `how`, and of each of the
    further fields it `asks` for; `accounts`: whether one may sign in with an account instead."""

    path: str
    cookie: str
    words: Mapping[str, Text]
    accounts: bool = False
    asks: tuple[str, ...] = ()

    def shown(
        self,
        request: Request,
        *,
        said: Text | None = None,
        status: int = HTTPStatus.OK,
        code: str = "",
        typed: Mapping[str, str] = MappingProxyType({}),
    ) -> Response:
        """The form, with a sentence and what stands in it already."""
        lang = visitors.language(request)
        bound = request.cookies.get(self.cookie) or secrets.token_urlsafe(24)
        answer = page(
            "pair", lang, status=status, words={**WORDS, **self.words}, said=said, path=self.path, accounts=self.accounts,
            token=sessions.form_token(bound), other="en" if lang == "zh" else "zh", length=pairing.LENGTH,
            code=code[: pairing.LENGTH + 8], asks={name: typed.get(name, "")[:LONGEST] for name in self.asks},
        )  # fmt: skip
        secure = settings().accounts.https
        answer.set_cookie(self.cookie, bound, path=self.path, httponly=True, samesite="strict", secure=secure)
        return answer

    async def sent(self, request: Request, pair: Callable[..., Paired]) -> Paired | Response:
        """What `pair(code, address, agent, *further fields)` makes of what was sent; or the form again with a sentence."""
        form = await request.form(max_files=0, max_fields=4 + len(self.asks))
        code, token = (str(form.get(name, "")) for name in ("code", "token"))
        if not sessions.is_form_token(token, request.cookies.get(self.cookie, "")):
            return self.shown(request, said=STALE, status=HTTPStatus.FORBIDDEN)
        typed = {name: str(form.get(name, ""))[:LONGEST] for name in self.asks}
        address, agent = visitors.address(request), request.headers.get("user-agent", "")
        try:
            return await to_thread.run_sync(pair, code, address, agent, *typed.values())
        except pairing.TooOften as refused:
            return self.shown(request, said=refused.sentence, status=HTTPStatus.TOO_MANY_REQUESTS, typed=typed)
        except Refusal as refused:
            return self.shown(request, said=refused.sentence, status=HTTPStatus.UNAUTHORIZED, code=code, typed=typed)
