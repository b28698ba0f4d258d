"""Evaluation: what becomes of an application, what inspections find, who rated and honoured what."""

from data.registers.conditions import after, before, by, filled
from data.registers.declaration import CHANGED, EVIDENCE, UNIT, Clock, Field, Register, State, choices, money, refers
from data.text import Text

dispositions = Register(
    key="dispositions",
    zh="应用处置",
    en="Dispositions",
    key_field=Field("key", "处置编号", "Disposition key", required=True),
    fields=(
        Field("name", "处置事项", "Disposition", required=True),
        UNIT,
        refers("application", "应用", "Application", "applications", required=True),
        Field("verdict", "处置", "Verdict", "choice", required=True, choices=choices(
            "promote 推广最佳 Promote", "merge 整合同类 Merge", "improve 优化不完善 Improve", "retire 清理不必要 Retire")),
        refers("into", "并入", "Into", "applications"),
        Field("rule", "触发规则", "Rule that fired", "long"),
        Field("reason", "理由", "Reason", "long"),
        Field("decided_by", "决定人", "Decided by", "person"),
        Field("decided", "决定日期", "Decided on", "date", required=True),
        Field("due", "完成期限", "Due", "date", after="decided"),
        Field("done", "落实日期", "Carried out", "date", after="decided"),
        money("saved", "节省经费", "Saved"),
        CHANGED,
    ),
    definition=Text("推广、整合、优化、清理：由人决定，跟到落实。", "Promote, merge, improve, retire: decided by a person and followed up."),
    title_field="name", owner="数改办", group="evaluation", due="due",
    states=(
        State("done", Text("已落实", "Carried out"), "good", ((by("done"),),)),
        State("overdue", Text("逾期未落实", "Overdue"), "over", ((before("due"),),)),
        State("decided", Text("落实中", "Under way"), "watch"),
    ),
    listed=("application", "verdict", "unit", "decided_by", "decided", "due", "saved"),
    covers=("E3",),
)  # fmt: skip

inspections = Register(
    key="inspections",
    zh="督查督察",
    en="Inspections",
    key_field=Field("key", "督查编号", "Inspection key", required=True),
    fields=(
        Field("name", "督查事项", "Inspection", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", choices=choices("regular 定期督查 Regular", "special 专项督察 Special")),
        Field("inspector", "督查单位", "Inspected by"),
        Field("announced", "通知日期", "Announced on", "date"),
        Field("planned", "计划日期", "Planned for", "date", required=True, after="announced"),
        Field("held", "开展日期", "Held on", "date"),
        Field("found", "发现问题数", "Findings", "count"),
        refers("problems", "转入清单的问题", "Put on the lists", "problems", many=True),
        Field("reported", "通报日期", "Reported on", "date", after="held"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("督查计划、发现和转办：哪些发现还没有变成任务。", "Inspections planned and held: which findings are not yet tasks?"),
    title_field="name", owner="改革办", group="evaluation", due="planned",
    states=(
        State("reported", Text("已通报", "Reported"), "good", ((by("reported"),),)),
        State("turned", Text("已转清单", "On the lists"), "neutral", ((by("held"), filled("problems")),)),
        State("held", Text("未转清单", "Findings not passed on"), "bad", ((by("held"),),)),
        State("late", Text("逾期未开展", "Not held in time"), "over", ((before("planned"),),)),
        State("planned", Text("待开展", "Planned"), "watch"),
    ),
    clock=Clock(accepted="reported"),
    listed=("kind", "unit", "inspector", "planned", "held", "found", "problems"),
    covers=("E7",),
)  # fmt: skip

ratings = Register(
    key="ratings",
    zh="评价与排名",
    en="Ratings and rankings",
    key_field=Field("key", "评价编号", "Rating key", required=True),
    fields=(
        Field("name", "评价事项", "What is rated", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "platform 平台评级 Platform rating", "third 第三方评估 Third-party evaluation", "business 营商环境 Business environment",
            "data 数据资源评价 Data resources", "other 其他 Other")),
        Field("assessor", "评价方", "Assessor", required=True),
        Field("published", "发布日期", "Published on", "date", required=True),
        Field("grade", "等级", "Grade"),
        Field("rank", "位次", "Rank", "count"),
        Field("among", "参评数", "Among", "count"),
        Field("score", "得分", "Score", "number"),
        Field("own_score", "自评得分", "Own score", "number"),
        Field("method", "方法", "Method", "long"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("谁在什么时候怎样评价的；第三方与自评并列。", "Who rated what, when and how; the third party's figure beside the own."),
    title_field="name", owner="改革办", group="evaluation",
    listed=("kind", "unit", "assessor", "published", "grade", "rank", "score", "own_score"),
    filters=("kind", "assessor"),
    counted_by=(("kind", "assessor"),),
    states=(
        State("coming", Text("待发布", "To be published"), "neutral", ((after("published"),),)),
        State("beside", Text("有自评对照", "Own score beside it"), "good", ((filled("own_score"),),)),
        State("published", Text("已发布", "Published"), "neutral"),
    ),
    covers=("B22", "E9", "E11"),
)  # fmt: skip

awards = Register(
    key="awards",
    zh="奖项与荣誉",
    en="Awards and honours",
    key_field=Field("key", "荣誉编号", "Award key", required=True),
    fields=(
        Field("name", "奖项或荣誉", "Award or honour", required=True),
        UNIT,
        refers("application", "应用", "Application", "applications"),
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "best 最佳应用 Best application", "series “最系列”成果 ‘Most’ series", "front 领跑者案例 Front-runner", "breakthrough 改革突破奖 Breakthrough award",
            "promoted 推广推介 Promoted nationally", "honour 其他荣誉 Other honour")),
        Field("scale", "级别", "Level", "choice", choices=choices("national 国家级 National", "provincial 省级 Provincial", "city 市级 City")),
        Field("round", "批次", "Round"),
        Field("giver", "授予方", "Given by"),
        Field("given", "授予日期", "Given on", "date", required=True),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("奖项和荣誉逐条登记，数由行数得出；得奖应用一年后还活着吗？", "Awards and honours row by row, counted from rows: are the applications still alive a year later?"),
    title_field="name", owner="改革办", group="evaluation",
    listed=("application", "kind", "scale", "unit", "giver", "given"),
    counted_by=(("kind", "scale"), ("unit", "kind")),
    states=(
        State("coming", Text("待授予", "To be given"), "neutral", ((after("given"),),)),
        State("named", Text("有对应应用", "Names its application"), "good", ((filled("application"),),)),
        State("unnamed", Text("未列应用", "Names no application"), "neutral"),
    ),
    covers=("E13", "E14"),
)  # fmt: skip
