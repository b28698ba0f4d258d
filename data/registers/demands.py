"""What the reform was asked for: needs, orders from above, strategic tasks."""

from data.registers.conditions import by, filled, is_
from data.registers.declaration import (
    CHANGED,
    DEPARTMENT,
    EVIDENCE,
    NAME_EN,
    NOTE,
    UNIT,
    Field,
    Register,
    State,
    by_days,
    choices,
    refers,
)
from data.text import Text

needs = Register(
    key="needs",
    zh="需求清单",
    en="Needs",
    key_field=Field("key", "需求编号", "Need key", required=True),
    fields=(
        Field("name", "需求", "Need", required=True),
        NAME_EN,
        UNIT,
        Field(
            "kind", "来源类型", "Kind", "choice", required=True,
            choices=choices(
                "nation 国家所需 What the nation needs", "zhejiang 浙江所能 What Zhejiang can do",
                "people 群众所盼 What people hope for", "future 未来所向 Where the future leads",
            ),
        ),
        Field("origin", "提出方", "Raised by"),
        refers("scene", "多跨场景", "Scene", "scenes"),
        Field("breakthrough", "改革突破口", "Breakthrough", "long"),
        refers("applications", "回应的应用", "Answered by", "applications", many=True),
        Field("raised", "提出日期", "Raised on", "date", required=True),
        Field("answered", "满足日期", "Answered on", "date", after="raised"),
        Field("dropped", "不再需要", "No longer needed", "date", after="raised"),
        CHANGED,
    ),
    definition=Text("需求—多跨场景—改革突破口—应用：哪些需求没有回应。", "Needs, scenes, breakthroughs and the applications that answer them: which have no answer?"),
    title_field="name", title_en="name_en", owner="改革办", group="strategy",
    states=(
        State("answered", Text("已满足", "Answered"), "good", ((by("answered"),),)),
        State("dropped", Text("不再需要", "Dropped"), "neutral", ((by("dropped"),),)),
        State("building", Text("在回应", "Being answered"), "watch", ((filled("applications"),),)),
        State("open", Text("无回应", "No answer"), "bad"),
    ),
    listed=("kind", "unit", "scene", "applications", "raised"),
    covers=("J1",),
)  # fmt: skip

orders = Register(
    key="orders",
    zh="上级部署贯彻",
    en="What was ordered from above",
    key_field=Field("key", "部署编号", "Order key", required=True),
    fields=(
        Field("name", "部署要求", "Order", required=True),
        UNIT,
        Field("source", "来源", "From", "choice", required=True, choices=choices(
            "central 党中央、国务院 The centre", "committee 省委、省政府 The province", "ministry 部委 A ministry", "leader 领导指示 A leader's word")),
        Field("clause", "条款", "Clause", "long"),
        Field("task", "转化的任务", "Task it became", "long"),
        DEPARTMENT,
        refers("applications", "承接应用", "Carried by", "applications", many=True),
        Field("issued", "部署日期", "Issued", "date", required=True),
        Field("due", "完成期限", "Due", "date", after="issued"),
        Field("done", "落实日期", "Carried out", "date", after="issued"),
        Field("how_far", "进展", "How far", "long"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("中央、省委部署和重要指示的贯彻：转化成什么任务，到什么程度，依据何在。", "What the centre and the province ordered: the task it became, how far it is, and the evidence."),
    title_field="name", owner="改革办", group="strategy", due="due",
    states=by_days("done", "due", done_word=Text("已落实", "Carried out"), open_word=Text("推进中", "Under way"), over_word=Text("逾期", "Overdue")),
    listed=("source", "unit", "department", "issued", "due", "applications"),
    covers=("J2",),
)  # fmt: skip

strategic_tasks = Register(
    key="strategic_tasks",
    zh="重大战略任务",
    en="Strategic tasks",
    key_field=Field("key", "任务编号", "Task key", required=True),
    fields=(
        Field("name", "战略任务", "Task", required=True),
        NAME_EN,
        UNIT,
        refers("goal", "服务的目标", "Goal", "goals"),
        refers("reforms", "支撑改革", "Reforms that serve it", "keystone_reforms", many=True),
        refers("applications", "支撑应用", "Applications that serve it", "applications", many=True),
        DEPARTMENT,
        Field("status", "状态", "Status", "choice", choices=choices("planned 谋划 Planned", "running 实施 Under way", "done 完成 Done", "stopped 终止 Stopped")),
        Field("start", "起始日期", "Start", "date"),
        Field("due", "完成期限", "Due", "date", after="start"),
        NOTE,
        CHANGED,
    ),
    definition=Text("共同富裕示范区、亚运、强港等战略任务，以及服务它的改革和应用。", "The strategic tasks that the reform serves, and the reforms and applications that serve each."),
    title_field="name", title_en="name_en", owner="改革办", group="strategy",
    states=(
        State("done", Text("完成", "Done"), "good", ((is_("status", "done"),),)),
        State("stopped", Text("终止", "Stopped"), "neutral", ((is_("status", "stopped"),),)),
        State("served", Text("有应用支撑", "Served"), "good", ((filled("applications"),),)),
        State("alone", Text("无应用支撑", "Nothing serves it"), "watch"),
    ),
    listed=("unit", "department", "goal", "reforms", "applications", "due"),
    covers=("J3",),
)  # fmt: skip
