"""Signs in words: what was seen, what else may lie behind it, and how many series were looked at."""

from collections.abc import Sequence

from data.text import LANGUAGES, Text
from data.units import Tree
from metrics.conclusions.conclusion import say
from metrics.radar.looking import BACK, Odd
from metrics.radar.signs import SIGNS, Sign

SAID = Text(
    "近 {back} 个月 {count} 组逐月填报的数中，{found} 组有不寻常之处。这是要问的问题，不是结论。",
    "Of {count} series of the last {back} months {found} look unusual. These are questions to ask, no findings.",
)


def sentence(found: int, count: int) -> Text:
    """How many of how many look unusual, and what that is."""
    return Text(*(SAID.in_(lang, back=BACK, count=count, found=found) for lang in LANGUAGES))


def seen(sign: Sign) -> Text:
    """What was counted, after the name of the sign."""
    name, told = SIGNS[sign.key].name, counted(sign)
    return Text(f"{name.zh}：{told.zh}", f"{name.en}: {told.en}")


def counted(sign: Sign) -> Text:
    """What was counted."""
    return say(SIGNS[sign.key].text, **sign.seen)


def lines(found: Sequence[Odd], count: int, tree: Tree) -> list[str]:
    """The signs for the command line."""
    said = sentence(len(found), count)
    rows = []
    for each in found:
        name = tree[each.unit].name_zh if each.unit in tree else each.unit
        rows.append(f"{each.unit} {name} · {each.name.zh} / {each.name.en}")
        rows += [f"  {seen(sign).zh}（{SIGNS[sign.key].honest.zh}）" for sign in each.signs]
    return [said.zh, said.en, *rows]
