"""The sentences of notices, with their blanks. A blank may be a `Text`: it is told in the reader's language."""

from data.text import Text

KINDS: dict[str, Text] = {
    # the way of a submission: unit, month, name (who did it)
    "submitted": Text(
        "{name}提交了{unit} {month} 的数据，共 {cells} 项，请审核。",
        "{name} handed in {unit} {month} (cells: {cells}). Please approve.",
    ),
    "accepted": Text(
        "{unit} {month} 的数据已由{name}审核通过，现已生效。",
        "{name} accepted {unit} {month}; the figures count now.",
    ),
    "passed_on": Text(
        "{unit} {month} 的数据已由{name}审核通过（第 {step} 级，共 {steps} 级），待上一级审核。",
        "{name} accepted {unit} {month} (step {step} of {steps}); it waits for the next step.",
    ),
    "partly_sent_back": Text(
        "{name}退回了{unit} {month} 的 {count} 个单元格，请于 {due} 前改正重报，其余已继续办理。原因：{reason}",
        "{name} sent back cells of {unit} {month} ({count}); hand them in again by {due}. The rest proceeds. Reason: {reason}",
    ),
    "returned": Text(
        "{name}退回了{unit} {month} 的数据，请于 {due} 前改正重报。原因：{reason}",
        "{name} returned {unit} {month}; hand it in again by {due}. Reason: {reason}",
    ),
    "recalled": Text(
        "{name}收回了{unit} {month} 的提交，无需再审核。",
        "{name} took back what {unit} handed in for {month}; there is nothing left to approve.",
    ),
    "superseded": Text(
        "{name}重新提交了{unit} {month} 的数据，此前的提交不再有效，请审核新的一份。",
        "{name} handed in {unit} {month} again; what was handed in before no longer stands. Please approve the new one.",
    ),
    "withdrawn": Text(
        "{name}撤回了{unit}的批次 {batch}。原因：{reason}",
        "{name} withdrew batch {batch} of {unit}. Reason: {reason}",
    ),
    # changes that somebody else lets count: what (is asked for), name (who did it), reason
    "change_asked": Text(
        "{name}申请{what}，请审核。原因：{reason}", "{name} asks to {what}. Please decide. Reason: {reason}"
    ),
    "change_accepted": Text(
        "{name}同意了您的申请，现已生效：{what}。", "{name} approved what you asked for; it counts now: {what}."
    ),
    "change_refused": Text(
        "{name}没有同意您的申请：{what}。原因：{reason}", "{name} refused what you asked for: {what}. Reason: {reason}"
    ),
    # questions: unit, month, what (the measure), name, text (its beginning)
    "question_asked": Text(
        "{name}就{unit} {month} 的“{what}”提问：{text}",
        "{name} asks about {what} of {unit} {month}: {text}",
    ),
    "question_overdue": Text(
        "{name}就{unit} {month} 的“{what}”提的问题，应于 {due} 前答复，现已逾期：{text}",
        "The question that {name} asked on {what} of {unit} {month} was to be answered by {due}: {text}",
    ),
    "question_answered": Text(
        "{name}答复了{unit} {month}“{what}”的提问：{text}",
        "{name} answered on {what} of {unit} {month}: {text}",
    ),
    "question_added": Text(
        "{name}就{unit} {month} 的“{what}”补充：{text}",
        "{name} added on {what} of {unit} {month}: {text}",
    ),
    "question_closed": Text(
        "{name}办结了{unit} {month}“{what}”的提问。",
        "{name} closed the question on {what} of {unit} {month}.",
    ),
    # appeals against points: unit, month, what (is scored), name, text (its beginning)
    "appeal_asked": Text(
        "{name}代表{unit}对 {month}“{what}”的得分提出申诉：{text}",
        "{name} appeals for {unit} against its points for {what} of {month}: {text}",
    ),
    "appeal_overdue": Text(
        "{name}代表{unit}对 {month}“{what}”得分的申诉，应于 {due} 前答复，现已逾期：{text}",
        "The appeal of {name} for {unit} against its points for {what} of {month} was to be answered by {due}: {text}",
    ),
    "appeal_answered": Text(
        "{name}答复了{unit}对 {month}“{what}”得分的申诉：{text}",
        "{name} answered the appeal of {unit} against its points for {what} of {month}: {text}",
    ),
    "appeal_added": Text(
        "{name}补充了{unit}对 {month}“{what}”得分的申诉：{text}",
        "{name} added to the appeal of {unit} against its points for {what} of {month}: {text}",
    ),
    "appeal_closed": Text(
        "{name}办结了{unit}对 {month}“{what}”得分的申诉。",
        "{name} closed the appeal of {unit} against its points for {what} of {month}.",
    ),
    # instructions: number, name (who did it), step (what), due, text (its beginning)
    "instruction_issued": Text(
        "{name}交办第 {number} 号事项，请于 {due} 前办结：{text}",
        "{name} charges you with instruction {number}, due {due}: {text}",
    ),
    "instruction_step": Text(
        "第 {number} 号交办事项：{name}{step}（期限 {due}）。{text}",
        "Instruction {number} (due {due}): {name}: {step}. {text}",
    ),
    "instruction_overdue": Text(
        "第 {number} 号交办事项已于 {due} 到期，尚未报办结：{text}",
        "Instruction {number} was due {due} and is not reported as done: {text}",
    ),
    "instruction_escalated": Text(
        "第 {number} 号交办事项（{unit}牵头）超期未办结，期限 {due}，现升级到您：{text}",
        "Instruction {number} of {unit} was due {due}, is not reported as done and climbs to you: {text}",
    ),
    # what one watches: what (it is), rule, month, said (how it stands), before (what was told of it)
    "watch_fired": Text(
        "您关注的{what}，{month}：{said}。（{rule}）",
        "{what}, which you watch, {month}: {said}. ({rule})",
    ),
    "watch_late": Text(
        "补报或更正后，您关注的{what}，{month}：{said}。（{rule}）",
        "After a late report or a correction: {what}, which you watch, {month}: {said}. ({rule})",
    ),
    "watch_drafted": Text(
        "您关注的{what}，{month}：{said}。（{rule}）已按您的规则拟好一件交办，请看过后发出。",
        "{what}, which you watch, {month}: {said}. ({rule}) Your rule has drafted an instruction: look at it and send it.",
    ),
    "watch_drafted_late": Text(
        "补报或更正后，您关注的{what}，{month}：{said}。（{rule}）已按您的规则拟好一件交办，请看过后发出。",
        "After a late report or a correction: {what}, which you watch, {month}: {said}. ({rule}) Your rule has drafted an instruction: look at it and send it.",
    ),
    "watch_changed": Text(
        "更正：您关注的{what}，{month} 曾告知“{before}”，数据变更后为：{said}。（{rule}）",
        "Correction: {what}, which you watch, {month}: you were told “{before}”; the figures changed: {said}. ({rule})",
    ),
    "watch_gone": Text(
        "更正：您关注的{what}，{month} 曾告知“{before}”，数据更正或撤回后不再成立：{said}。（{rule}）",
        "Correction: {what}, which you watch, {month}: you were told “{before}”, which no longer holds after a correction or withdrawal: {said}. ({rule})",
    ),
    # a warning that somebody else marked: name, month, said (the warning), verdict, reason
    "warning_marked": Text(
        "{name}把 {month} 的预警“{said}”标为{verdict}：{reason}",
        "{name} marked the warning of {month} “{said}” as {verdict}: {reason}",
    ),
    "instruction_shown": Text(
        "第 {number} 号交办事项的指标已达到：{said}。请验收。",
        "Instruction {number}: its metric shows that it is done: {said}. Please accept or send back.",
    ),
    "instruction_unshown": Text(
        "第 {number} 号交办事项（{state}）的指标在数据更正后不再满足：{said}。可以重新办理。",
        "Instruction {number} ({state}): after a correction its metric no longer shows that it is done: {said}. It may be reopened.",
    ),
    # the calendar
    "locked": Text("{name}已锁定 {month}，该月数据不再接收。", "{name} locked {month}; nothing more is taken for it."),
    "unlocked": Text("{name}已解锁 {month}，该月可以继续填报。", "{name} unlocked {month}; it can be reported again."),
    "published": Text(
        "{name}已发布 {month}，各单位可互相查看该月数据。",
        "{name} published {month}; every unit now sees the others' figures of it.",
    ),
    "exception_given": Text(
        "{name}准许您在 {until} 前补报{unit} {month}（该月已锁定）。原因：{reason}",
        "{name} lets you report {unit} {month}, which is locked, until {until}. Reason: {reason}",
    ),
    # reminders: unit, month, and in words count (cells that are missing), due (the day), days (until or since then)
    "due_soon": Text(
        "{unit} {month} 还有 {count}未报，{due} 截止，还剩 {days}。",
        "{unit} {month}: not handed in yet: {count}; due {due}, in {days}.",
    ),
    "due_today": Text(
        "{unit} {month} 还有 {count}未报，今天（{due}）截止。",
        "{unit} {month}: not handed in yet: {count}; due today ({due}).",
    ),
    "overdue": Text(
        "{unit} {month} 还有 {count}未报，{due} 已截止，逾期 {days}。",
        "{unit} {month}: not handed in: {count}; due {due}, {days} ago.",
    ),
    "waiting_late": Text(
        "{unit} {month} 的数据已提交、尚未审核，涉及 {count}，{due} 已截止，逾期 {days}。",
        "{unit} {month} was handed in and is not approved: {count}; due {due}, {days} ago.",
    ),
    "cells_due_soon": Text(
        "{unit} {month} 有 {count}退回的单元格待重报，{due} 截止，还剩 {days}。",
        "{unit} {month}: sent back, to be handed in again: {count}; due {due}, in {days}.",
    ),
    "cells_due_today": Text(
        "{unit} {month} 有 {count}退回的单元格待重报，今天（{due}）截止。",
        "{unit} {month}: sent back, to be handed in again: {count}; due today ({due}).",
    ),
    "cells_overdue": Text(
        "{unit} {month} 有 {count}退回的单元格未重报，{due} 已截止，逾期 {days}。",
        "{unit} {month}: sent back and not handed in again: {count}; due {due}, {days} ago.",
    ),
    # several at once, as somebody wants to be told: count, said (each in a line)
    "digest": Text(
        "今日摘要：通知 {count} 条。\n{said}",
        "Today: {count} notices.\n{said}",
    ),
    # briefings by the calendar: unit, month, name (who planned it)
    "brief_ready": Text(
        "{unit} {month} 的专报已备好，请查看（{name}安排）。",
        "The briefing of {unit}, {month}, is ready (planned by {name}).",
    ),
    # walls: wall (its name), unit, since
    "wall_dark": Text(
        "大屏“{wall}”（{unit}）自 {since} 起不在线，请到现场查看。",
        "The wall “{wall}” ({unit}) has been dark since {since}; please have a look there.",
    ),
    # rights
    "role_given": Text("{name}授予您{unit}的“{role}”角色。", "{name} made you {role} of {unit}."),
    "role_taken": Text("{name}收回了您在{unit}的“{role}”角色。", "{name} took the role of {role} of {unit} from you."),
}
