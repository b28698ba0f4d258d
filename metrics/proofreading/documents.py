"""A document held against the store: what stands in it, figure by figure, and a copy with the verdicts as comments."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from sqlalchemy import Connection

from data.documents import marking, pdf, reading, slide_marking
from data.documents.marking import Remark
from data.documents.reading import ENDINGS, Line
from data.refusal import ByReason
from data.sandbox import pool
from data.settings import settings
from data.text import Language, Text
from metrics.finding.search import Seeker
from metrics.proofreading.checking import Finding, proofread
from metrics.proofreading.verdicts import VERDICTS

MB = 1 << 20
MOST = 50_000  # letters: some twenty-five pages
MARKING = {"docx": marking.marked, "pptx": slide_marking.marked}  # of which documents there is a marked copy
QUIET = ("agrees", "not_ours")  # verdicts that a marked copy says nothing of
AUTHOR = Text("一屏掌控核数", "Figures checked")
FIGURE = Text("“{words}”", "“{words}”")  # on a slide a comment stands at no letters
HELD = Text("库中：{held}", "in the store: {held}")
TOOK = Text("似取自：{instead}", "seems taken from: {instead}")
PLACES = {
    "paragraph": Text("第 {number} 段", "paragraph {number}"),
    "slide": Text("第 {number} 页", "slide {number}"),
    "notes": Text("第 {number} 页备注", "notes of slide {number}"),
    "page": Text("第 {number} 页", "page {number}"),
    "line": Text("第 {number} 行", "line {number}"),
}
REFUSALS = {
    "ending": Text(
        "“{name}”不能核对：请用 .docx、.pptx、.pdf 或 .txt；旧版 .doc 请另存为 .docx，或把文字粘贴到上面。",
        "“{name}” cannot be checked: give a .docx, .pptx, .pdf or .txt; save an old .doc as .docx, or paste its words above.",
    ),
    "large": Text(
        "“{name}”有 {size} MB，超过 {limit} MB。", "“{name}” has {size} MB, more than the {limit} MB that are read."
    ),
    "long": Text(
        "文字太长：{count} 字，一次最多核对 {limit} 字，请分几次。",
        "The text is too long: {count} letters of at most {limit} at once. Check it in parts.",
    ),
    "slow": Text("“{name}”太复杂，没有读完。请分成几份。", "“{name}” is too involved to be read through. Split it."),
    "nothing": Text("请粘贴文字，或选一个文件。", "Paste a text, or choose a file."),
    "not_text": Text("“{name}”不是纯文本（UTF-8 或 GB 18030）。", "“{name}” is no plain text (UTF-8 or GB 18030)."),
    "locked": Text(
        "“{name}”有密码，或不是完整的 Office 文件或 PDF。请去掉密码，另存后再试。",
        "“{name}” has a password or is no whole Office file or PDF. Take the password away, save it again and try once more.",
    ),
    "active": Text(
        "“{name}”带宏、嵌入对象或外部引用，不能打开。请另存为不带这些内容的副本。",
        "“{name}” has macros, embedded objects or outside references and is not opened. Save a copy without them.",
    ),
    "not_what_it_says": Text(
        "“{name}”的内容与后缀不符。请用原来的程序另存一次。",
        "“{name}” is not what its ending says. Save it again in its own program.",
    ),
    "pictures": Text(
        "“{name}”里只有图片（扫描件），没有文字，不能核对。请用生成它的原文档，或先做文字识别。",
        "“{name}” holds pictures alone (a scan) and no letters, so it cannot be checked. Give the document it was made from, or "
        "have its letters recognised first.",
    ),
    "pages": Text(
        "“{name}”超过 {pages} 页，没有核对。请分成几份，每份不超过 {pages} 页。",
        "“{name}” has more than {pages} pages and was not checked. Split it into parts of {pages} pages at most.",
    ),
    "unpacks_too_large": Text("“{name}”解压后太大。", "“{name}” unpacks to more than is read."),
    "broken": Text(
        "“{name}”打不开，可能已损坏。请重新另存。", "“{name}” cannot be opened; it may be broken. Save it again."
    ),
}
ALIKE = {"acts": "active", "unpacks": "unpacks_too_large", "no_deck": "not_what_it_says"}  # a deck's reasons


class Refused(ByReason):
    """A text or document that is not checked."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Checked:
    """The lines of a document and the findings, each with the place among the lines of the one it stands in. `blank`: pages that
    hold no letters and were not checked."""

    name: str
    lines: tuple[Line, ...]
    findings: tuple[tuple[int, Finding], ...]
    blank: tuple[int, ...] = ()

    def around(self, nth: int, finding: Finding, reach: int = 18) -> tuple[str, str, str]:
        """The words before a figure, the figure, and those after it, as they are written."""
        text, (at, end) = self.lines[nth].text, self.within(nth, finding)
        before = ("…" if at > reach else "") + text[max(0, at - reach) : at]
        return before, text[at:end], text[end : end + reach] + ("…" if len(text) > end + reach else "")

    def within(self, nth: int, finding: Finding) -> tuple[int, int]:
        """From which letter of its line to which the figure stands."""
        begins = _begins(self.lines)[nth]
        return finding.figure.start - begins, finding.figure.end - begins


def of_text(conn: Connection, text: str, seeker: Seeker) -> Checked:
    """Words that were pasted. Raises `Refused` for too many or none."""
    lines = [Line("line", nth, line) for nth, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return _checked(conn, "", lines, seeker)


def of_file(conn: Connection, content: bytes, name: str, seeker: Seeker) -> Checked:
    """A document, opened in a worker. Raises `Refused`."""
    read = _run(reading.read, content, name, seeker.actor.login, _ending(content, name))
    if read.reason:
        raise Refused(ALIKE.get(read.reason, read.reason), name=name, pages=pdf.MOST)
    return replace(_checked(conn, name, list(read.lines), seeker), blank=read.blank)


def remarks(checked: Checked, lang: Language, mark: str = "") -> list[Remark]:
    """What a marked copy says: of every figure that does not simply agree. `mark`: of numbers that are invented."""
    return [
        Remark(checked.lines[nth].number, *checked.within(nth, finding), _remark(checked, nth, finding, lang, mark))
        for nth, finding in checked.findings
        if finding.verdict not in QUIET
    ]


def marked(checked: Checked, content: bytes, told: Sequence[Remark], lang: Language, by: str) -> bytes:
    """The document with the remarks as comments (`may_be_marked`)."""
    return _run(MARKING[ending_of(checked.name)], content, checked.name, by, told, AUTHOR.in_(lang))


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters and without its dot."""
    return name.rpartition(".")[2].lower()


def may_be_marked(checked: Checked) -> bool:
    """Whether there is a marked copy of the document: of Word documents and slides in which figures were found."""
    return ending_of(checked.name) in MARKING and bool(checked.findings)


def place(line: Line, lang: Language) -> str:
    """Where a line stands."""
    return PLACES[line.kind].in_(lang, number=line.number)


def _checked(conn: Connection, name: str, lines: Sequence[Line], seeker: Seeker) -> Checked:
    letters = sum(len(line.text) for line in lines)
    if not letters:
        raise Refused("nothing")
    if letters > MOST:
        raise Refused("long", count=f"{letters:,}", limit=f"{MOST:,}")
    begins = _begins(lines)
    found = proofread(conn, "\n".join(line.text for line in lines), seeker)
    at = [bisect_right(begins, finding.figure.start) - 1 for finding in found]
    return Checked(name, tuple(lines), tuple(zip(at, found, strict=True)))


def _begins(lines: Sequence[Line]) -> list[int]:
    """At which letter of all the lines, joined, each begins."""
    return [0, *accumulate(len(line.text) + 1 for line in lines[:-1])]


def _remark(checked: Checked, nth: int, finding: Finding, lang: Language, mark: str) -> str:
    told = VERDICTS[finding.verdict]  # type: ignore[index]
    words = FIGURE.in_(lang, words=checked.around(nth, finding)[1]) if ending_of(checked.name) == "pptx" else ""
    parts = [mark, words, f"{told.mark} {told.word.in_(lang)}", told.means.in_(lang), finding.about.in_(lang)]
    parts += [HELD.in_(lang, held=finding.held.in_(lang))] if finding.held.zh else []
    parts += [TOOK.in_(lang, instead=finding.instead.in_(lang))] if finding.instead.zh else []
    parts += [each.in_(lang) for each in finding.released]
    return "\n".join(part for part in parts if part)


def _ending(content: bytes, name: str) -> str:
    ending = ending_of(name)
    if ending not in ENDINGS:
        raise Refused("ending", name=name)
    limit = settings().limits.file_mb
    if len(content) > limit * MB:
        raise Refused("large", name=name, size=round(len(content) / MB, 1), limit=limit)
    return ending


def _run(do, content: bytes, name: str, by: str, *given: object):
    """In a worker of its own: the file is a stranger's."""
    limits = settings().limits
    try:
        return pool.run(do, content, *given, limits.unzipped_mb * MB, limits=limits, by=by)
    except (pool.TooSlow, pool.TooMuchMemory):
        raise Refused("slow", name=name) from None
    except pool.Failed:
        raise Refused("broken", name=name) from None
