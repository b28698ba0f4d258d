"""Services as people feel them: key small matters, one-thing integrations, rights that come unasked."""

from data.registers.conditions import by
from data.registers.declaration import CHANGED, DEPARTMENT, NAME_EN, UNIT, Field, Register, State, choices, refers
from data.text import Text

small_matters = Register(
    key="small_matters",
    zh="民生关键小事",
    en="Key small matters",
    key_field=Field("key", "小事编号", "Matter key", required=True),
    fields=(
        Field("name", "关键小事", "Matter", required=True),
        NAME_EN,
        UNIT,
        DEPARTMENT,
        refers("application", "承载应用", "Carried by", "applications"),
        Field("volume", "月办件量", "Cases a month", "count"),
        Field("minutes_before", "改革前用时", "Minutes before", "number", unit=Text("分钟", "minutes")),
        Field("minutes", "现在用时", "Minutes now", "number", unit=Text("分钟", "minutes")),
        Field("documents_before", "改革前材料", "Documents before", "count"),
        Field("documents", "现在材料", "Documents now", "count"),
        Field("completion", "办成率", "Completion", "number", share=True),
        Field("satisfaction", "满意率", "Satisfaction", "number", share=True),
        Field("since", "上线日期", "Live since", "date"),
        CHANGED,
    ),
    definition=Text("民生关键小事智能速办：哪几件还让群众烦心。", "Livelihood matters done at once: which still hurt people?"),
    title_field="name", title_en="name_en", owner="政务办", group="ledgers",
    states=(State("live", Text("已上线", "Live"), "good", ((by("since"),),)), State("planned", Text("未上线", "Not live"), "watch")),
    listed=("unit", "volume", "minutes_before", "minutes", "documents_before", "documents", "satisfaction"),
    filters=("department",),
    counted_by=(("department", "standing"), ("unit", "standing")),
    covers=("D5",),
)  # fmt: skip

one_things = Register(
    key="one_things",
    zh="一件事集成改革",
    en="One-thing integrations",
    key_field=Field("key", "一件事编号", "One-thing key", required=True),
    fields=(
        Field("name", "一件事", "One thing", required=True),
        NAME_EN,
        UNIT,
        DEPARTMENT,
        refers("application", "承载应用", "Carried by", "applications"),
        Field("departments", "涉及部门数", "Departments", "count"),
        Field("steps_before", "改革前环节", "Steps before", "count"),
        Field("steps", "改革后环节", "Steps now", "count"),
        Field("days_before", "改革前天数", "Days before", "number", unit=Text("天", "days")),
        Field("days", "改革后天数", "Days now", "number", unit=Text("天", "days")),
        Field("documents_before", "改革前材料", "Documents before", "count"),
        Field("documents", "改革后材料", "Documents now", "count"),
        Field("live_since", "上线日期", "Live since", "date"),
        CHANGED,
    ),
    definition=Text("“一件事”改革前后的环节、天数和材料。", "Steps, days and documents before and after each one-thing integration."),
    title_field="name", title_en="name_en", owner="政务办", group="ledgers",
    states=(State("live", Text("已上线", "Live"), "good", ((by("live_since"),),)), State("planned", Text("在建", "Being built"), "watch")),
    listed=("unit", "steps_before", "steps", "days_before", "days", "documents_before", "documents"),
    filters=("department",),
    counted_by=(("unit", "standing"), ("department", "standing")),
    covers=("D9",),
)  # fmt: skip

service_reforms = Register(
    key="service_reforms",
    zh="服务改革",
    en="Service reforms",
    key_field=Field("key", "服务编号", "Service key", required=True),
    fields=(
        Field("name", "政策或服务", "Policy or service", required=True),
        NAME_EN,
        UNIT,
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "unasked 免申即享 Without asking", "direct 民生直达 Straight to people", "no_proof 无证明化 No proof needed", "once 最多报一次 Reported once",
            "near 15分钟办事圈 A counter within 15 minutes", "window 一窗通拍 One window")),
        DEPARTMENT,
        refers("application", "承载应用", "Carried by", "applications"),
        Field("entitled", "应享人（户）数", "Have a right to it", "count"),
        Field("got", "已享人（户）数", "Got it", "count"),
        Field("minutes", "到最近办事点", "Minutes to the next counter", "number", unit=Text("分钟", "minutes")),
        Field("since", "实施日期", "Since", "date"),
        CHANGED,
    ),
    definition=Text("免申即享、民生直达等：应享的人享到没有。", "Who has a right, and who got it without asking?"),
    title_field="name", title_en="name_en", owner="政务办", group="ledgers",
    states=(State("running", Text("已实施", "Running"), "good", ((by("since"),),)), State("planned", Text("未实施", "Planned"), "watch")),
    listed=("kind", "unit", "department", "entitled", "got", "minutes"),
    covers=("J6",),
)  # fmt: skip
