"""Words in pairs: Chinese first, English at a click."""

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
