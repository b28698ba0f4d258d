"""A text checked, as plain lines: what the figures come to, then each with the place, the verdict and the store's number."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from data.text import Text
from data.uploads.reading.delimited import decode
from metrics import METRICS
from metrics.proofreading.checking import LONGEST, Finding, worst_first
from metrics.proofreading.verdicts import VERDICTS

LARGEST = 4 * LONGEST  # bytes of a text that is read whole
NOT_TEXT = Text(
    "{file} 不是纯文本（UTF-8 或 GB 18030）。请另存为 .txt，或把文字复制到一个 .txt 文件。",
    "{file} is no plain text (UTF-8 or GB 18030). Save it as .txt, or copy its words into one.",
)
TOO_LONG = Text(
    "{file} 太长：最多 {limit} 字，请分几次核对。",
    "{file} is too long: {limit} letters at most. Check it in parts.",
)
NOTHING = Text("文中没有数字。", "There is no figure in the text.")
HELD = Text("库中：{held}", "in the store: {held}")
TOOK = Text("文中似取自：{instead}", "seems to be taken from: {instead}")
NEAREST = Text("可能是：{names}", "may be: {names}")


def read(file: Path) -> str:
    """The words of a plain text file; ValueError says what is wrong with it."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from error
    text = decode(content)
    if len(content) > LARGEST or (text is not None and len(text) > LONGEST):
        raise ValueError(_both(TOO_LONG, file=file, limit=f"{LONGEST:,}"))
    if text is None or "\x00" in text:
        raise ValueError(_both(NOT_TEXT, file=file))
    return text


def lines(text: str, findings: Sequence[Finding]) -> Iterator[str]:
    """How many figures stand how, then one line a figure, the worst first."""
    if not findings:
        yield from (NOTHING.zh, NOTHING.en)
        return
    counts = Counter(each.verdict for each in findings)
    yield " · ".join(f"{told.mark} {told.word.zh} {counts[key]}" for key, told in VERDICTS.items() if counts[key])
    for each in worst_first(findings):
        yield _line(text, each)


def _line(text: str, finding: Finding) -> str:
    told = VERDICTS[finding.verdict]  # type: ignore[index]
    row = text.count("\n", 0, finding.figure.start) + 1
    parts = [f"[{told.mark} {told.word.zh}]", f"{row}: {finding.figure.written}", finding.about.zh]
    if finding.held.zh:
        parts.append(HELD.in_("zh", held=finding.held.zh))
    if finding.instead.zh:
        parts.append(TOOK.in_("zh", instead=finding.instead.zh))
    parts += [each.zh for each in finding.released]
    if not finding.held.zh and finding.nearest:
        parts.append(NEAREST.in_("zh", names="、".join(METRICS[key].zh for key in finding.nearest)))
    return "  ".join(part for part in parts if part)


def _both(text: Text, **blanks: object) -> str:
    return f"{text.in_('zh', **blanks)} / {text.in_('en', **blanks)}"
