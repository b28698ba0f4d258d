"""Tables in the house style, and the way through their pages. On a phone every row is a card of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from data.text import Language, Text
from ui.templates import render

TEXTS = {
    "page_of": Text("第 {first}–{last} 条，共 {total} 条", "{first} to {last} of {total}"),
    "earlier": Text("上一页", "Previous"),
    "later": Text("下一页", "Next"),
    "pages": Text("翻页", "Pages"),
}


@dataclass(frozen=True)
class Column:
    """A column: the key of its cells, its heading, and whether it holds numbers (set to the right) or is the `main` one."""

    key: str
    heading: str
    css: str = ""


def table(columns: Sequence[Column], rows: Sequence[Mapping[str, object]], *, empty: str) -> Markup:
    """Rows as a table; a cell is text or markup. A row may have `css`. `empty` is said where there are no rows."""
    if not rows:
        return render("empty", text=empty)
    return render("table", columns=columns, rows=rows)


def link(text: str, href: str, *, tip: str = "") -> Markup:
    """Text that leads somewhere."""
    more = Markup(' data-tip="{}"').format(tip) if tip else Markup("")
    return Markup('<a href="{}"{}>{}</a>').format(href, more, text)


def folded(title: str, listed: Markup, when: bool = True) -> Markup:
    """A long list behind its title, opened at a click; nothing where there is no list."""
    return render("folded", title=title, listed=listed) if when and listed else listed


def pager(total: int, offset: int, size: int, href: Callable[[int], str], lang: Language) -> Markup:
    """Which rows are shown, and links to those before and after; `href` gives the address for an offset. Nothing where all
    stand on one page."""
    if total <= size:
        return Markup("")
    last = min(offset + size, total)
    return render(
        "pager",
        shown=TEXTS["page_of"].in_(lang, first=f"{offset + 1:,}", last=f"{last:,}", total=f"{total:,}"),
        earlier=href(max(offset - size, 0)) if offset > 0 else "",
        later=href(offset + size) if last < total else "",
        words={key: text.in_(lang) for key, text in TEXTS.items() if key != "page_of"},
    )


def count(number: int, href: str) -> Markup | str:
    """A count that leads to what was counted; nothing to see is a dash."""
    return link(f"{number:,}", href) if number else "—"
