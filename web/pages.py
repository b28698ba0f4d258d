"""Pages that are not Streamlit's: plain HTML from templates, in the colours of the cockpit."""

from datetime import datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from charts.style import css_tokens
from data import months
from data.settings import settings
from data.text import Language, Text
from web.headers import PLAIN, SCRIPTED

HERE = Path(__file__).parent / "templates"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, auto_reload=False, undefined=StrictUndefined, trim_blocks=True
    )


@cache
def _style() -> Markup:
    return Markup(css_tokens() + (HERE / "plain.css").read_text(encoding="utf-8"))


def page(
    name: str, lang: Language, *, status: int = HTTPStatus.OK, scripted: bool = False, **values: object
) -> HTMLResponse:
    """The template `web/templates/<name>.html`; `t` in it takes a `Text`. It is kept by no browser and no proxy. `scripted`: it has a
    script file of ours."""
    title = settings().title_zh if lang == "zh" else settings().title_en

    def t(text: Text, **blanks: object) -> str:
        return text.in_(lang, **blanks)

    def passed(since: datetime) -> int:
        return round((months.now() - since).total_seconds())

    html = (
        _templates()
        .get_template(f"{name}.html")
        .render(t=t, passed=passed, lang=lang, title=title, style=_style(), **values)
    )
    return HTMLResponse(
        html,
        status,
        {
            "content-security-policy": SCRIPTED if scripted else PLAIN,
            "cache-control": "no-store",
            "x-frame-options": "DENY",
        },
    )


def sentence(text: Text, lang: Language, *, status: int, again: int = 0) -> HTMLResponse:
    """One calm sentence; with `again` the browser asks anew after so many seconds."""
    return page("sentence", lang, status=status, text=text, again=again)
