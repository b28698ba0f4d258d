"""Something that was not done, said to a person."""

from data.text import Text, filled


class Refusal(Exception):
    """What was asked is not done; `sentence` says why and what to do, in both languages. A blank may be a Text."""

    def __init__(self, sentence: Text, **blanks: object):
        self.sentence = filled(sentence, blanks)
        super().__init__(f"{self.sentence.zh} / {self.sentence.en}")
