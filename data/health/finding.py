"""What a check says: how it stands, in a sentence, and what is to be done."""

from dataclasses import dataclass
from typing import Literal, get_args

from data.text import Text, filled

State = Literal["bad", "watch", "unknown", "good"]
WORST_FIRST: tuple[State, ...] = get_args(State)
STATES: dict[State, Text] = {
    "bad": Text("异常", "bad"),
    "watch": Text("留意", "watch"),
    "unknown": Text("未知", "unknown"),
    "good": Text("正常", "good"),
}
SIGNS: dict[State, str] = {"bad": "✗", "watch": "!", "unknown": "?", "good": "✓"}  # a shape beside the colour


@dataclass(frozen=True)
class Finding:
    """How it stands, said, and what to do where it is not good. `check` is set by whoever asked for it."""

    state: State
    said: Text
    todo: Text | None = None
    check: str = ""


def finding(state: State, said: Text, todo: Text | None = None, **blanks: object) -> Finding:
    """A finding with the blanks of its sentences filled in."""
    return Finding(state, filled(said, blanks), filled(todo, blanks) if todo else None)


def joined(texts: list[Text]) -> Text:
    """Several texts as one list."""
    return Text("、".join(each.zh for each in texts), ", ".join(each.en for each in texts))


def gigabytes(size: float) -> str:
    """A size as people say it."""
    return f"{size / 1e9:.1f} GB"
