"""Which views of the cockpit can be a step: a page that hangs on a wall, in a scope, and nothing of whoever looked at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from data import months
from data.refusal import ByReason
from data.text import Language, Text

# Pages that everybody in the room may see: nothing of one person's, nothing restricted, nothing to be done.
PAGES = (
    "overview", "whole", "problems", "applications", "map", "register", "system", "object", "passport", "reporting",
    "burden", "published", "definitions", "platform", "services", "organisation", "economy", "results",
    "diffusion", "league", "evaluation", "outlook", "unit", "instructions", "meetings",
)  # fmt: skip
FRONT = "overview"  # has no path of its own
# What an address says of who looks and not of what is seen, or what would be done there.
LEFT_OUT = frozenset({
    "wall", "lang", "part", "ask", "at", "question", "charge", "notice", "next", "token", "code", "cookie", "password",
    "item", "free", "warning", "side",
})  # fmt: skip
MOST, LONGEST = 24, 200

REFUSALS = {
    "not_ours": Text("“{address}”不是本系统的画面。请在要讲的页面上点“加入演示脚本”。",
                     "“{address}” is no view of this cockpit. Press “Add this view” on the page you want to show."),
    "page": Text("“{page}”页不能作为演示步骤：它只属于查看的人，或用于办理。",
                 "The page “{page}” cannot be a step: it belongs to whoever looks at it, or something is done there."),
    "month": Text("网址中的月份“{value}”无法识别。", "The month “{value}” in the address is not one."),
    "part": Text("网址中的“{name}”无法识别。", "“{name}” in the address cannot be read."),
}  # fmt: skip


class Refused(ByReason):
    """An address that can be no step."""

    sentences = REFUSALS


@dataclass(frozen=True)
class View:
    """A page in a scope; `query` is what else its address says, in order of the names."""

    page: str
    unit: str
    month: date
    query: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """Where the page lies below the cockpit's address."""
        return "" if self.page == FRONT else self.page

    def asked(self, lang: Language, *, wall: bool = False) -> dict[str, str]:
        """The query of its address."""
        scope = {"unit": self.unit, "month": months.label(self.month), **dict(self.query), "lang": lang}
        return scope | ({"wall": "1"} if wall else {})

    def address(self, lang: Language, *, wall: bool = False) -> str:
        """Its address, from the root of the cockpit."""
        return f"/{self.path}?{urlencode(self.asked(lang, wall=wall))}"


def read(address: str, usual: Mapping[str, str]) -> View:
    """The view at an address of ours (`./map?unit=330200&month=2026-10`); `usual` gives `unit` and `month` where it says none.

    Refused: an address elsewhere, a page that is no step, a month that is none.
    """
    try:
        parts = urlsplit(address.strip())
        asked = dict(parse_qsl(parts.query, keep_blank_values=False, max_num_fields=MOST))
    except ValueError as error:
        raise Refused("not_ours", address=_short(address)) from error
    page = parts.path.removeprefix(".").strip("/") or FRONT
    if parts.scheme or parts.netloc or "/" in page or not page.isidentifier():
        raise Refused("not_ours", address=_short(address))
    if page not in PAGES:
        raise Refused("page", page=page)
    asked = {**usual, **{name: value for name, value in asked.items() if name not in LEFT_OUT}}
    return View(page, asked.pop("unit"), _month(asked.pop("month")), _kept(asked))


def _month(written: str) -> date:
    try:
        return months.parse(written)
    except ValueError as error:
        raise Refused("month", value=_short(written)) from error


def _kept(asked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    for name, value in asked.items():
        if not name.isidentifier() or len(name) > LONGEST or len(value) > LONGEST or not value.isprintable():
            raise Refused("part", name=_short(name))
    return tuple(sorted(asked.items()))


def _short(text: str) -> str:
    return "".join(each for each in text if each.isprintable())[:60]
