"""Something that was not done, said to a person."""

from collections.abc import Mapping
from typing import ClassVar

from data.text import Text, filled


class Refusal(Exception):
    """What was asked is not done; `sentence` says why and what to do, in both languages. A blank may be a Text."""

    def __init__(self, sentence: Text, **blanks: object):
        self.sentence = filled(sentence, blanks)
        super().__init__(f"{self.sentence.zh} / {self.sentence.en}")


class ByReason(Refusal):
    """A refusal whose sentence is that of its `reason` among the `sentences` of its subject."""

    sentences: ClassVar[Mapping[str, Text]]

    def __init__(self, reason: str, **blanks: object):
        self.reason = reason
        super().__init__(self.sentences[reason], **blanks)
