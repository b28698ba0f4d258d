"""Why an instruction is not issued, or a step is not taken, said to the person."""

from data.refusal import ByReason
from data.text import Text

REFUSALS = {
    "no_account": Text("交办和办理须用个人账号。", "Instructions need a person's own account."),
    "empty": Text("请写明内容。", "Write what you want to say."),
    "long": Text("内容有 {length} 字，最多 {limit} 字。", "This has {length} characters; at most {limit}."),
    "no_unit": Text("没有单位“{unit}”，请重新选择承办单位。", "There is no unit “{unit}”; choose another."),
    "no_day": Text("请写明日期。", "Name a day."),
    "past": Text("{day} 已过，请选今天以后的日期。", "{day} has passed; choose a day after today."),
    "not_later": Text("{day} 不晚于现在的期限 {due}。", "{day} is not later than the day due now ({due})."),
    "gone": Text("没有第 {number} 号交办事项，或您无权查看。", "There is no instruction {number}, or you may not read it."),
    "no_question": Text(
        "第 {number} 号提问已办结、不在这个单位，或您无权查看，不能据此交办。",
        "Question {number} is closed, at another unit, or not yours to read, so nothing is issued from it.",
    ),
    "moved": Text(
        "{name}刚刚办了“{step}”，您这次的操作没有执行。请看过现在的情况再办。",
        "{name} has just done “{step}”; what you pressed was not done. Look at how it stands now.",
    ),
    "not_now": Text("这件事项现在是“{state}”，不能“{step}”。", "It is “{state}” now, so “{step}” cannot follow."),
    "no_evidence": Text(
        "“{kind}”报办结要附佐证材料，请至少附一个文件。", "{kind}: it is reported with evidence. Attach at least one file."
    ),
    "own_work": Text(
        "您承办过这件事项，不能由您验收或决定；请由交办人或其上级办理。",
        "You carried this out, so you do not decide on it: who issued it does, or those above.",
    ),
    "not_below": Text("只能转交给承办单位的下级单位。", "It can be passed on only to a unit below the one that leads."),
    "not_split": Text(
        "第 {number} 号现在是“{state}”，不能再分解；在办的事项才能分解给牵头单位的下级。",
        "No. {number} is “{state}” now: only what is being worked on is split, among units below the one that leads.",
    ),
    "after_whole": Text(
        "分解事项的期限 {day} 晚于第 {number} 号的期限 {due}，请提前。",
        "This is due {day}, after the whole (No. {number}, due {due}); choose an earlier day.",
    ),
    "parts_open": Text(
        "还有分解事项没有验收（第 {numbers} 号），全部验收后才能报办结。",
        "Parts of it are not accepted yet (No. {numbers}); the whole is reported as done after them.",
    ),
    "condition_elsewhere": Text(
        "由指标验收只能用事项所关于的那个指标和单位。", "Only the number that it is about can show that it is done."
    ),
    "condition_value": Text("请写明指标要达到多少。", "Say what the metric is to reach."),
    "condition_months": Text("连续月数请填 1 到 {most}。", "The months on end are from 1 to {most}."),
    "condition_nonsense": Text("由指标验收的条件不成立：{why}", "The condition cannot be: {why}"),
    "person": Text("{name}没有这个单位的承办权限，请另选承办人。", "{name} does not carry out for this unit; choose another."),
}  # fmt: skip


class Refused(ByReason):
    """An instruction that is not issued, or a step that is not taken."""

    sentences = REFUSALS
