"""One change: what, where, from what to what, how far, and by which revision."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Literal

import pandas as pd

from data.text import Text

Kind = Literal[
    "status", "value", "corrected", "rank", "coverage", "object", "instruction", "target", "duty", "definition",
    "structure",
]  # fmt: skip
Turn = Literal["better", "worse", "neutral"]

KINDS: dict[Kind, Text] = {
    "status": Text("状态", "Status"),
    "value": Text("数值", "Value"),
    "corrected": Text("更正", "Correction"),
    "rank": Text("位次", "Rank"),
    "coverage": Text("填报", "Coverage"),
    "object": Text("台账", "Register"),
    "instruction": Text("交办", "Instruction"),
    "target": Text("目标", "Target"),
    "duty": Text("填报任务", "Duty"),
    "definition": Text("口径", "Definition"),
    "structure": Text("单位与架构", "Units and structure"),
}
WHATS: dict[str, Text] = {
    "turned": Text("变化", "turned"),
    "judged": Text("是否评价", "judged or not"),
    "moved": Text("变动", "moved"),
    "corrected": Text("已更正", "corrected"),
    "overdue": Text("转为超期", "past its day"),
    "reopened": Text("重新打开", "reopened"),
    "closed": Text("办结", "settled"),
    "new": Text("新增", "new"),
    "gone": Text("退出", "gone"),
    "missed": Text("未按期完成", "missed"),
    "kept": Text("已验收", "kept"),
    "issued": Text("新交办", "issued"),
    "cancelled": Text("已撤销", "cancelled"),
    "set": Text("新定", "set"),
    "changed": Text("调整", "changed"),
    "founded": Text("新设", "founded"),
    "ended": Text("终止", "ended"),
    "renamed": Text("更名", "renamed"),
}
NONE = Text("—", "—")


@dataclass(frozen=True)
class Change:
    """`kind` and `what` say which change it is; `turn` whether for better or worse. `metric`, or `register` and `key`, or for an
    instruction its number as `key`, name what changed; `title` is what it is called, `before` and `after` what stood there
    in words, `was` and `now` as numbers where they are (of a status what is judged: the year to date, of a flow its share of what was due), `aim` what they are to reach. `distance` is how far, by the rule of its kind. `revision` is the newest
    that touched it (0: none, the days passed)."""

    kind: Kind
    what: str
    unit: str
    title: Text
    before: Text = NONE
    after: Text = NONE
    turn: Turn = "neutral"
    distance: float = 0.0
    metric: str = ""
    register: str = ""
    key: str = ""
    was: float = float("nan")
    now: float = float("nan")
    aim: float = float("nan")
    revision: int = 0


COLUMNS = [field.name for field in fields(Change)]


def frame(found: Iterable[Change]) -> pd.DataFrame:
    """A row a change: COLUMNS, the words as they are in Chinese."""
    rows = [asdict(each) | {name: getattr(each, name).zh for name in ("title", "before", "after")} for each in found]
    return pd.DataFrame(rows, columns=COLUMNS)
