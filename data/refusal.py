"""Something that was not done, said to a person."""

from data.text import Text


class Refusal(Exception):
    """What was asked is not done; `sentence` says why and what to do, in both languages."""

    def __init__(self, sentence: Text, **blanks: object):
        self.sentence = Text(zh=sentence.in_("zh", **blanks), en=sentence.in_("en", **blanks))
        super().__init__(f"{self.sentence.zh} / {self.sentence.en}")
