"""What honest monthly amounts hardly ever look like: too smooth, round, repeated, with uneven last digits.

Benford's first digit is not among them: amounts of one kind do not span magnitudes, and it accuses every honest series.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from data.text import Text
from metrics.arrays import Floats, Places

FEWEST = 24  # months of which anything is said
SMALL = 100.0  # counts below repeat themselves honestly
SMOOTH = 0.012  # spread of the monthly changes of the logarithm
ROUND, ROUND_FROM = 0.35, 1000.0  # share of amounts with zeros from the third digit on, and from which size on
REPEATED = 0.15  # share of months equal to the one before
UNEVEN = 27.88  # χ² of ten last digits that chance exceeds once in a thousand


@dataclass(frozen=True)
class Sign:
    """One sign: `key` of SIGNS, what was counted (`seen`, the text's blanks), how many times its threshold it is, and at which
    places of the run it was seen (`at`; none where it is of the whole run)."""

    key: str
    seen: Mapping[str, str | Text]
    strength: float
    at: tuple[int, ...] = ()

    def placed(self, places: Places) -> "Sign":
        """The same of a longer run, from which `places` had been taken."""
        return replace(self, at=tuple(int(places[i]) for i in self.at))


@dataclass(frozen=True)
class Said:
    """What a sign says, what else may lie behind it, and how often it was wrong on made-up series: the share of 2,000 honest
    ones that had it, and of 500 staged in its way that it found (`tests/test_radar*.py` ask both)."""

    name: Text
    text: Text
    honest: Text
    false_alarms: float
    found: float


SIGNS: dict[str, Said] = {
    "smooth": Said(
        Text("过于平稳", "Too smooth"),
        Text(
            "逐月变化的幅度只有 {spread}，{count} 个月几乎一条直线",
            "Monthly changes vary by {spread} only over {count} months",
        ),
        Text("也可能是按计划数或平均数分摊上报", "A plan or a mean may have been spread over the months"),
        0.001,
        0.95,
    ),
    "round": Said(
        Text("整数过多", "Too many round amounts"),
        Text(
            "{count} 个月里有 {part} 个月第三位起全是零", "Of {count} months {part} have zeros from the third digit on"
        ),
        Text("也可能是估报，应标“约”", "They may be estimates, which should say “about”"),
        0.001,
        0.95,
    ),
    "repeated": Said(
        Text("与上月相同", "Repeated"),
        Text("{count} 个月里有 {part} 个月与上月一模一样", "Of {count} months {part} are the same as the one before"),
        Text("也可能是没有新数，沿用了上月的表", "Last month's table may have been used where nothing was new"),
        0.001,
        0.95,
    ),
    "digits": Said(
        Text("末位数字不匀", "Uneven last digits"),
        Text("末位是 {digit} 的占 {share}（通常一成）", "{share} end in {digit} (a tenth is usual)"),
        Text("也可能是四舍五入后上报", "Amounts may have been rounded before they were reported"),
        0.003,
        0.95,
    ),
    "rate": Said(
        Text("比率照搬", "A rate carried on"),
        Text(
            "{count} 个月里有 {part} 个月的比率正好是上月的比率",
            "Of {count} months {part} have exactly the rate of the one before",
        ),
        Text("也可能是按固定比例估算", "It may be an estimate by a fixed share"),
        0.001,
        0.95,
    ),
    "perfect": Said(
        Text("人人满分", "All of everybody"),
        Text("{count} 个月里有 {part} 个月全部达到 100%", "Of {count} months {part} reach 100% of a thousand and more"),
        Text("也可能是只统计了办成的、评好的", "Only what was settled, or rated well, may have been counted"),
        0.001,
        0.95,
    ),
    "alike": Said(
        Text("与别处相同", "The same as elsewhere"),
        Text(
            "{count} 个月里有 {part} 个月与{other}一模一样", "Of {count} months {part} are the same as those of {other}"
        ),
        Text("也可能是两地共用一个系统，填了同一个数", "Both may use one system and report its number"),
        0.001,
        0.95,
    ),
    "pushed": Said(
        Text("季末冲量", "Pushed at quarters’ ends"),
        Text(
            "{count} 个季度里有 {part} 个季末月明显高出前后两个月，下月随即回落",
            "Of {count} quarters {part} end well above the months beside, and the month after falls back",
        ),
        Text("也可能是按季办理、按季结算的业务", "What is settled by the quarter may be due then"),
        0.001,
        0.95,
    ),
    "inspected": Said(
        Text("迎检跳升", "Jumps when inspected"),
        Text(
            "{count} 次督查中有 {part} 次，从通知到开展期间数字跳升，过后回落",
            "In {part} of {count} inspections it jumps between the announcement and the visit, and falls back after",
        ),
        Text("也可能是督查确实推动了工作，或正赶上业务旺季", "The inspection may have helped, or it was a busy season"),
        0.001,
        0.95,
    ),
    "unused": Said(
        Text("只注册不访问", "Users without visits"),
        Text(
            "{count} 个月里有 {part} 个月注册用户猛增，访问量没有跟着增加",
            "In {part} of {count} months registered users leap and visits do not move",
        ),
        Text("也可能是批量导入、统一开户，还没开始用", "Accounts may have been opened in bulk and are not used yet"),
        0.001,
        0.85,
    ),
}
# Of all signs together, on the same made-up series: the share of honest ones that have any, and of staged ones, in any of the ways,
# that have any.
FALSE_ALARMS, FOUND = 0.01, 0.95


def signs(values: Floats) -> list[Sign]:
    """The signs of a run of months (NaN: none), the strongest first; nothing of fewer than FEWEST months of some size."""
    places = np.flatnonzero(~np.isnan(values))
    known = values[places]
    if len(known) < FEWEST or np.median(known) < SMALL:
        return []
    found = [sign.placed(places) for look in LOOKS if (sign := look(known)) is not None]
    return sorted(found, key=lambda sign: -sign.strength)


def _smooth(values: Floats) -> Sign | None:
    if (values <= 0).any():
        return None
    changes = np.diff(np.log(values))
    # A run that never moves at all is repeated, not smooth.
    spread = float(np.std(changes))
    if spread >= SMOOTH or (changes == 0).mean() > 0.5:
        return None
    return Sign("smooth", {"spread": f"{spread:.1%}", "count": str(len(values))}, SMOOTH / max(spread, SMOOTH / 20))


def _round(values: Floats) -> Sign | None:
    places = np.flatnonzero(values >= ROUND_FROM)
    large = values[places]
    if len(large) < FEWEST // 2:
        return None
    steps = 10 ** (np.floor(np.log10(large)) - 1)
    at = places[np.mod(large, steps) == 0]
    if len(at) / len(large) < ROUND:
        return None
    return Sign("round", {"count": str(len(large)), "part": str(len(at))}, len(at) / len(large) / ROUND, tuple(at))


def _repeated(values: Floats) -> Sign | None:
    same = np.flatnonzero(np.diff(values) == 0) + 1
    share = len(same) / (len(values) - 1)
    if share <= REPEATED:
        return None
    return Sign("repeated", {"count": str(len(values)), "part": str(len(same))}, share / REPEATED, tuple(same))


def _digits(values: Floats) -> Sign | None:
    places = np.flatnonzero((values >= SMALL) & (values == np.floor(values)))
    whole = values[places]
    if len(whole) < FEWEST:
        return None
    counts = np.bincount(np.mod(whole, 10).astype(int), minlength=10)
    usual = len(whole) / 10
    uneven = float(((counts - usual) ** 2 / usual).sum())
    if uneven <= UNEVEN:
        return None
    digit = int(counts.argmax())
    at = places[np.mod(whole, 10) == digit]
    seen = {"digit": str(digit), "share": f"{counts[digit] / len(whole):.0%}"}
    return Sign("digits", seen, uneven / UNEVEN, tuple(at))


LOOKS: tuple[Callable[[Floats], Sign | None], ...] = (_smooth, _round, _repeated, _digits)
