"""A template looked at before it is kept: opened in a worker, every place understood, or a sentence for each that is not."""

from data.documents import places
from data.documents.places import Known
from data.refusal import ByReason
from data.sandbox import pool
from data.settings import settings
from data.text import Text
from data.units import Tree
from metrics.briefs.places import ALL, Understood, understood
from metrics.proofreading.documents import REFUSALS as UNOPENED

MB = 1 << 20
ENDING = ".docx"
MOST = 12  # sentences that are told at once
REFUSALS = {
    "ending": Text(
        "“{name}”不是 Word 模板：请用 .docx（.doc、.dotx、.docm 请另存为 .docx）。",
        "“{name}” is no template: give a .docx (save a .doc, .dotx or .docm as .docx).",
    ),
    "none": Text(
        "“{name}”里没有一个命名位置。位置写作 {{{{数值｜访问量}}}}，可用：{kinds}。",
        "“{name}” has no named place. A place is written {{{{value|visits}}}}; there are: {kinds}.",
    ),
    "places": Text("“{name}”有 {count} 处看不懂：{told}", "“{name}” has {count} places that are not understood: {told}"),
}  # fmt: skip


class Refused(ByReason):
    """A template that is not kept or used."""

    sentences = REFUSALS | UNOPENED


def checked(content: bytes, name: str, tree: Tree, by: str) -> Understood:
    """The places of a template, all of which are understood. Raises `Refused`."""
    found = looked_at(content, name, tree, by)
    if found.findings:
        told = found.findings[:MOST]
        said = Text(" ".join(each.zh for each in told), " ".join(each.en for each in told))
        raise Refused("places", name=name, count=len(found.findings), told=said)
    return found


def looked_at(content: bytes, name: str, tree: Tree, by: str) -> Understood:
    """The same, with what is wrong with places beside those that are understood; a template that was kept and names a number
    that is no more is still filled as far as it goes."""
    if not name.lower().endswith(ENDING):
        raise Refused("ending", name=name)
    limits = settings().limits
    if len(content) > limits.file_mb * MB:
        raise Refused("large", name=name, size=round(len(content) / MB, 1), limit=limits.file_mb)
    known: Known = run(places.known, content, name, by)
    if known.reason:
        raise Refused(known.reason, name=name)
    found = understood(known, tree)
    if not found.places and not found.findings:
        raise Refused("none", name=name, kinds=ALL)
    return found


def run(do, content: bytes, name: str, by: str, *more: object):
    """What a function of `data.documents` gives, called in a worker. Raises `Refused` where it was too much for that."""
    limits = settings().limits
    try:
        return pool.run(do, content, *more, limits.unzipped_mb * MB, limits=limits, by=by)
    except (pool.TooSlow, pool.TooMuchMemory, pool.Failed):
        raise Refused("slow", name=name) from None
