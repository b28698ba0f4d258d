"""Something that was not done, said to a person."""

from collections.abc import Mapping

from data.text import Language, Text


class Refusal(Exception):
    """What was asked is not done; `sentence` says why and what to do, in both languages. A blank may be a Text."""

    def __init__(self, sentence: Text, **blanks: object):
        self.sentence = Text(zh=_told(sentence, "zh", blanks), en=_told(sentence, "en", blanks))
        super().__init__(f"{self.sentence.zh} / {self.sentence.en}")


def _told(sentence: Text, language: Language, blanks: Mapping[str, object]) -> str:
    said = {name: each.in_(language) if isinstance(each, Text) else each for name, each in blanks.items()}
    return sentence.in_(language, **said)
