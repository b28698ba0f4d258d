"""Why a question is not answered, in sentences, with the nearest questions that would be."""

from collections.abc import Iterable

from data.finding.matching import Asked, fit
from data.text import LANGUAGES, Text
from data.units import Tree
from metrics import METRICS
from metrics.answering.lexicon import Token
from metrics.answering.reading import Unread
from metrics.answering.scanner import Part
from metrics.finding import declared

NEAREST = 3
ENOUGH_LIKE = 30.0
SAID = {
    "words": Text("没有理解“{words}”，未作猜测。", "“{words}” is not understood, and nothing is guessed."),
    "no_metric": Text("没有说是哪个指标。", "It does not say which metric."),
    "metrics": Text("一次只能问一个指标：{words}。", "One metric at a time: {words}."),
    "ambiguous": Text("“{words}”可能指多个：{names}。", "“{words}” may mean several: {names}."),
    "times": Text("一次只能问一个时间：{words}。", "One month or period at a time: {words}."),
    "future": Text("{month}还没有到。", "{month} is still to come."),
    "too_early": Text("数据从{first}开始。", "The data begin in {first}."),
    "change_to_what": Text("没有说与何时相比：环比还是同比？", "It does not say compared with when: the month before, or the year before?"),
    "no_before": Text("{period}没有环比。", "{period} has no period before it to compare with."),
    "twice": Text("这些说法不能同时问：{words}。", "These cannot be asked together: {words}."),
    "compare_what": Text("没有说与哪个单位比较。", "It does not say which units are compared."),
    "number": Text("没有理解数字“{words}”的意思。", "What the number {words} means is not understood."),
    "percent": Text("{metric}是比率，门槛请带百分号，如 80%。", "{metric} is a rate: write the threshold with a per cent sign, like 80%."),
    "first_of": Text("{metric}越低越好：“前 {n}”可指最多，也可指最好。", "Of {metric} less is better: “top {n}” may mean the most or the best."),
    "rank": Text("{metric}是位次：请问“最好”或“最差”。", "{metric} is a rank: ask for the best or the worst."),
    "level": Text("{unit}下没有这一级单位。", "There are no such units below {unit}."),
    "which": Text("没有说要哪些单位：各地，还是最高、最低的？", "It does not say which of the units: all of them, the highest, the lowest?"),
    "targets": Text("{metric}没有可以这样比较的年度目标。", "{metric} has no target that could be compared so."),
    "no_unit": Text("{month}没有{unit}。", "There is no {unit} in {month}."),
    "may_not": Text("您没有查看{unit}{month}这项数据的权限。", "You may not look at this number of {unit} in {month}."),
}  # fmt: skip


class Stopped(Exception):
    """The question is read no further."""

    def __init__(self, why: Unread):
        super().__init__(why.said.en)
        self.why = why


def stopped(key: str, *, suggested: Iterable[Text] = (), is_question: bool = True, **blanks: object) -> Stopped:
    """The refusal of that key; a blank may be a pair of words itself."""
    return Stopped(Unread(filled(SAID[key], **blanks), tuple(suggested), is_question))


def ambiguous(part: Part, tree: Tree) -> Stopped:
    """What a word may mean, each with what tells it from the others."""
    named = [token for token in part.tokens if isinstance(token, Token)]
    return stopped("ambiguous", words=part.text, names=_listed([_name(token, tree) for token in named]))


def not_understood(parts: list[Part]) -> Stopped:
    """Which words are not understood; the same question with the nearest metric in their place, where it names none."""
    unknown = [part.text for part in parts if not part.tokens]
    kinds = {token.kind for part in parts for token in part.tokens if isinstance(token, Token)}
    near = [] if "metric" in kinds or len(unknown) > 1 else _nearest(unknown[0])
    suggested = [_with(parts, key) for key in near] if len(parts) > 1 else []
    asks = bool(kinds & {"metric", "order", "filter", "change", "moved", "ranked"} or suggested)
    return stopped("words", words="”“".join(unknown), suggested=suggested, is_question=asks)


def _with(parts: list[Part], metric: str) -> Text:
    zh, en = (
        " ".join(part.text if part.tokens else METRICS[metric].name(lang) for part in parts) for lang in LANGUAGES
    )
    return Text(zh, en)


def _nearest(words: str) -> list[str]:
    """The metrics whose names look or sound most like it."""
    asked = Asked(words)
    by_fit = sorted(((fit(asked, names), key) for key, names in declared.metrics()), reverse=True)
    return [key for how, key in by_fit[:NEAREST] if how >= ENOUGH_LIKE]


def _name(token: Token, tree: Tree) -> Text:
    if token.kind == "metric":
        return Text(METRICS[token.value].zh, METRICS[token.value].en)
    path = [tree[code] for code in tree.path(token.value)[-2:]]
    return Text("".join(each.name_zh for each in path), ", ".join(each.name_en for each in reversed(path)))


def filled(said: Text, **blanks: object) -> Text:
    """A sentence with its blanks filled in, each in the sentence's language."""

    def words(lang):
        return {name: each.in_(lang) if isinstance(each, Text) else each for name, each in blanks.items()}

    return Text(*(said.in_(lang, **words(lang)) for lang in LANGUAGES))


def _listed(names: list[Text]) -> Text:
    return Text("、".join(each.zh for each in names), ", ".join(each.en for each in names))
