"""The slides of a seal: each step in both languages, framed, with the mark of the seal, its notes, and the passports of its
numbers behind them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from data.presenting.reading import Step
from data.seals.content import MARK, MOMENT
from data.text import LANGUAGES, Language, Text
from ui.board import styles
from ui.templates import render

HERE = Path(__file__).parent
TEXTS = {
    "sealed": Text("已封存", "Sealed"),
    "mark": Text("印记", "mark"),
    "notes": Text("讲解词", "Notes"),
    "step": Text("{nth} / {count}", "{nth} / {count}"),
    "back": Text("返回", "Back"),
}  # fmt: skip


def slide(
    nth: int, count: int, step: Step, title: str, body: Mapping[str, str], lang: Language, *, sealed: bool = True
) -> Markup:
    """One step. `body` are its boards, made still; `title` what it is called; `sealed`: it says by which seal."""
    said = {name: text.in_(lang) for name, text in TEXTS.items() if name != "step"}
    return render(
        "sealed_slide", nth=nth, lang=lang, title=title, page=step.view.page, where=TEXTS["step"].in_(lang, nth=nth, count=count),
        frame=Markup(body.get("frame", "")), boards=[Markup(html) for key, html in body.items() if key != "frame"],
        seconds=step.seconds, address=step.view.address(lang), sealed=sealed,
        notes=Markup("<br>").join(step.notes.splitlines()), mark=MARK, moment=MOMENT, said=said, back=slide_id(nth, lang),
    )  # fmt: skip


def passport(place: str, boards: Sequence[str], lang: Language, back: str) -> Markup:
    """One number opened. `back`: the slide it is looked up from, where no script closes it."""
    return render(
        "sealed_passport", place=place, lang=lang, boards=[Markup(html) for html in boards], back=back,
        said={"back": TEXTS["back"].in_(lang)},
    )  # fmt: skip


def together(slides: Mapping[Language, Sequence[Markup]], passports: Mapping[Language, Sequence[Markup]]) -> str:
    """All of it on one line: a browser would read line breaks differently from how they are written."""
    parts = [Markup("").join((*slides[lang], *passports[lang])) for lang in LANGUAGES]
    return str(Markup("").join(parts)).replace("\r", "").replace("\n", " ")


def style(steps: Sequence[Step]) -> str:
    """The style sheets of the product, those of a seal, and which panel each step puts in focus."""
    lit = "".join(
        f'[data-step="{nth}"] .overview > [data-panel]:not([data-panel="{step.focus}"]) {{ opacity: .16; }}'
        for nth, step in enumerate(steps, 1)
        if step.focus
    )
    sheet = styles() + (HERE / "sealed.css").read_text(encoding="utf-8") + lit
    return sheet.replace("\r", "").replace("\n", " ")


def script() -> str:
    """What turns the slides, opens passports and has the page check itself."""
    lines = (HERE / "sealed.js").read_text(encoding="utf-8").splitlines()
    return " ".join(line.strip() for line in lines if not line.strip().startswith("//"))


def slide_id(nth: int, lang: Language) -> str:
    """The id of a slide."""
    return f"s{nth}-{lang}"
