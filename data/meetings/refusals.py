"""Why a meeting is not called, changed, opened or closed, said to the person."""

from data.refusal import ByReason
from data.text import Text

REFUSALS = {
    "no_title": Text("请写明会议名称。", "Give the meeting a title."),
    "items": Text("一次会议最多列 {limit} 项。", "A meeting has at most {limit} items."),
    "no_unit": Text("没有单位“{unit}”。", "There is no unit “{unit}”."),
    "gone": Text("没有第 {number} 次会议，或您无权查看。", "There is no meeting {number}, or you may not read it."),
    "moved": Text(
        "这次会议刚刚被别人改过，您这次的操作没有执行。请看过现在的情况再办。",
        "Somebody has just changed this meeting; what you pressed was not done. Look at how it stands now.",
    ),
    "not_now": Text("这次会议现在是“{state}”，不能这样办。", "The meeting is “{state}” now, so this cannot follow."),
    "figures_moved": Text(
        "数据刚有更新，议程要重新生成。请再点一次“开会”。",
        "Figures have just come in, so the agenda is made anew. Press “Open the meeting” once more.",
    ),
}  # fmt: skip


class Refused(ByReason):
    """A meeting that is not called, changed, opened or closed."""

    sentences = REFUSALS
