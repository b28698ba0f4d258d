"""Words in pairs: Chinese first, English at a click."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Text:
    """One thing a person reads, in both languages; blanks are written as in `str.format`."""

    zh: str
    en: str

    def in_(self, language: Language, **blanks: object) -> str:
        """The text in one language with its blanks filled in."""
        written = self.zh if language == "zh" else self.en
        return written.format(**blanks) if blanks else written


def filled(text: Text, blanks: Mapping[str, object]) -> Text:
    """The text with its blanks filled in, in both languages; a blank may be a Text itself."""
    return Text(_told(text, "zh", blanks), _told(text, "en", blanks))


def _told(text: Text, language: Language, blanks: Mapping[str, object]) -> str:
    said = {name: each.in_(language) if isinstance(each, Text) else each for name, each in blanks.items()}
    return text.in_(language, **said)
