"""Questions about numbers, answered without guessing: a grammar over the declarations, no language model.

`words` what can be said beside names; `lexicon` all that can be said, with metrics and units by their names; `spans` numbers,
months and runs of months; `scanner` a question cut into tokens, with what is not understood; `reader` tokens to one
`reading`, or why not; `wording` a reading as a question again, and as words one can change; `answer` the reading answered from
the store, `listed` where it is a list. A question of which one word is not understood is not answered.
"""

from metrics.answering.answer import Answer, answer
from metrics.answering.reading import Reading, Unread

__all__ = ["Answer", "Reading", "Unread", "answer"]
