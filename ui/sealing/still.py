"""What was drawn for a browser with a cockpit behind it, made still: links lead to the passports in the file or nowhere, what one
would press is left out, nothing is fetched."""

import base64
from collections.abc import Callable, Collection
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from data import months
from data.presenting.views import View
from data.settings import ROOT

PRESSED = {"form", "button", "select", "input", "textarea", "script", "iframe", "object", "time"}
ACTING = {
    "goes",
    "choose",
    "chips",
    "filters",
    "pager",
    "export",
    "see-also",
    "ways",
}  # by their class: ways to do something, or elsewhere
VOID = {"input", "img", "br", "hr", "wbr", "meta", "link", "path", "circle", "rect", "line", "stop", "use"}
MARK = "data:image/svg+xml;base64," + base64.b64encode((ROOT / "static" / "mark.svg").read_bytes()).decode()


def passports_in(html: str) -> list[View]:
    """The numbers whose passports the links in a drawn page open, each once, in order."""
    found: dict[View, None] = {}

    def note(view: View | None) -> str:
        if view:
            found.setdefault(view)
        return ""

    _Still(note, ()).made(html)
    return list(found)


def still(html: str, places: dict[View, str], hidden: Collection[str] = ()) -> str:
    """A drawn page without what only a cockpit can do. `places` are the ids of the passports in the file; the tiles of
    `hidden` metrics leave a gap."""
    return _Still(lambda view: places.get(view, "") if view else "", hidden).made(html)


class _Still(HTMLParser):
    def __init__(self, place: Callable[[View | None], str], hidden: Collection[str]):
        super().__init__(convert_charrefs=False)
        self.place, self.hidden = place, hidden
        self.kept: list[str] = []
        self.left: list[str] = []  # open elements that are left out
        self.now = ""  # which picture of a landscape through time is shown

    def made(self, html: str) -> str:
        self.feed(str(html))  # what is cut out of Markup would be escaped anew
        self.close()
        return "".join(self.kept)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        raw = self.get_starttag_text() or ""
        closed = raw.endswith("/>")
        if self.left:
            if tag not in VOID and not closed:
                self.left.append(tag)
            return
        classes = set((given.get("class") or "").split())
        if tag in PRESSED or classes & ACTING:
            if tag not in VOID and not closed:
                self.left.append(tag)
            return
        if given.get("data-metric") in self.hidden and tag not in VOID:
            self.kept.append('<span class="tile is-hidden"></span>')
            self.left.append(tag)
            return
        if set((given.get("data-says") or "").split()) & set(self.hidden):
            self.left.append(tag)
            return
        self.kept.append(self._tag(raw, given))

    def _tag(self, raw: str, given: dict[str, str | None]) -> str:
        """The tag as it was written, but for where it leads and what it fetches."""
        for name in ("href", "xlink:href"):
            if (value := given.get(name)) is not None and not value.startswith("#"):
                place = self.place(_passport(value))
                # What leads nowhere is no link any more; what it is called by is then what a picture is called.
                named = 'role="img"' if given.get("aria-label") else ""
                raw = _without(raw, name, value, f'href="#{place}"' if place else named)
        if (value := given.get("src")) is not None:
            raw = _without(raw, "src", value, f'src="{MARK}"' if value.endswith("mark.svg") else "")
        if (value := given.get("data-tip")) is not None:
            raw = _without(raw, "data-tip", value, f'title="{escape(value)}"')
        self.now = given.get("data-now") or self.now
        if self.now and given.get("data-frame") == self.now:
            raw = _without(raw, "class", given.get("class") or "", f'class="{given.get("class")} now"')
        if (value := given.get("data-href")) is not None:
            raw = _without(raw, "data-href", value, "")
        return raw

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if not self.left:
            self.kept.append(f"</{_cased(tag)}>")
        elif tag in self.left:
            while self.left.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def _keep(self, text: str) -> None:
        if not self.left:
            self.kept.append(text)


def _without(raw: str, name: str, value: str, instead: str) -> str:
    """A tag with one attribute written otherwise."""
    at = raw.find(f'{name}="')
    end = raw.find('"', at + len(name) + 2)
    if at < 0 or end < 0 or unescape(raw[at + len(name) + 2 : end]) != value:
        raise ValueError(f"{name} is not written with double quotes: {raw[:80]}")
    return raw[:at] + instead + raw[end + 1 :]


def _passport(href: str) -> View | None:
    parts = urlsplit(href)
    asked = dict(parse_qsl(parts.query))
    if parts.path != "./passport" or not {"metric", "unit", "month"} <= asked.keys():
        return None
    kept = {name: asked[name] for name in ("metric", "period", "revision", "room") if name in asked}
    return View("passport", asked["unit"], months.parse(asked["month"]), tuple(sorted(kept.items())))


def _cased(tag: str) -> str:
    """SVG has names in two cases, and the parser gives them in one."""
    return {"lineargradient": "linearGradient", "clippath": "clipPath"}.get(tag, tag)
