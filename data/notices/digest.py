"""Several notices to one person as one message: what turned of what they watch, then what waits and what was done."""

from collections.abc import Sequence

from data.notices.notices import Notice
from data.text import LANGUAGES, Language, Text

TURNED = "watch_"  # how the kinds begin that tell of a change
PAGE = "notices"
TURNED_HEAD = Text("关注的变化", "What changed of what you watch")
REST_HEAD = Text("待办和进展", "What waits and what was done")


def of(told: Sequence[Notice]) -> Notice:
    """The digest, under the number of the newest of them, by which a receiver knows it again."""
    newest = max(told, key=lambda each: each.number)
    said = Text(*(_said(told, language) for language in LANGUAGES))
    return Notice(newest.number, newest.at, "digest", {"count": str(len(told)), "said": said}, PAGE, None)


def _said(told: Sequence[Notice], language: Language) -> str:
    turned = [each for each in told if each.kind.startswith(TURNED)]
    rest = [each for each in told if each not in turned]
    lines = []
    for head, some in ((TURNED_HEAD, turned), (REST_HEAD, rest)):
        if some:
            lines.append(f"【{head.in_(language)}】")
            lines += [f"{at}. {each.told(language)}" for at, each in enumerate(some, 1)]
    return "\n".join(lines)
