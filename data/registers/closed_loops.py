"""Ledgers and closed loops: what leaders lead, how far it reaches, and what is weak."""

from data.registers.conditions import before, by, empty
from data.registers.declaration import (
    CHANGED,
    DEPARTMENT,
    EVIDENCE,
    NAME_EN,
    UNIT,
    Clock,
    Field,
    Register,
    State,
    by_days,
    choices,
    level,
    refers,
)
from data.text import Text

APPLICATIONS = refers("applications", "相关应用", "Applications", "applications", many=True)

SIDES = choices(
    "service 服务侧 Services", "governance 治理侧 Governance", "public 社会公众侧 Public", "market 市场主体侧 Firms",
)  # fmt: skip

keystone_reforms = Register(
    key="keystone_reforms",
    zh="领衔重大改革",
    en="Leader-led keystone reforms",
    key_field=Field("key", "改革编号", "Reform key", required=True),
    fields=(
        Field("name", "重大改革", "Reform", required=True),
        NAME_EN,
        UNIT,
        Field("leader", "领衔领导", "Led by", "person", required=True),
        Field("post", "职务", "Post"),
        Field("department", "牵头部门", "Lead department", required=True),
        Field("commitments", "承诺事项", "Commitments", "long"),
        APPLICATIONS,
        refers("goal", "服务的目标", "Serves the goal", "goals"),
        Field("start", "启动日期", "Started on", "date", required=True),
        Field("review", "下次评审", "Next review", "date", after="start"),
        Field("due", "完成期限", "Due", "date", after="start"),
        Field("done", "完成日期", "Done", "date", after="start"),
        CHANGED,
    ),
    definition=Text("省、市领导领衔的牵一发动全身重大改革：承诺、下次评审、落到哪些应用。", "Keystone reforms led by leaders: commitments, next review, and the applications they became."),
    title_field="name", title_en="name_en", owner="改革办", group="ledgers", due="due",
    states=by_days("done", "due", done_word=Text("已完成", "Done"), open_word=Text("推进中", "Under way"), over_word=Text("逾期", "Overdue")),
    clock=Clock(accepted="done", due="due"),
    listed=("leader", "unit", "department", "review", "due", "applications"),
    filters=("leader", "department"),
    counted_by=(("leader", "standing"), ("unit", "standing")),
    covers=("D3",),
)  # fmt: skip

connections = Register(
    key="connections",
    zh="贯通清单",
    en="Levels and sides connected",
    key_field=Field("key", "贯通编号", "Connection key", required=True),
    fields=(
        Field("name", "贯通事项", "Connection", required=True),
        UNIT,
        refers("application", "应用", "Application", "applications", required=True),
        level(),
        Field("side", "侧", "Side", "choice", choices=SIDES),
        Field("due", "计划贯通", "Planned for", "date"),
        Field("connected", "贯通日期", "Connected on", "date"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("应用贯通到哪一级、打通哪一侧：哪些停在县界。", "To which level and side each application reaches: which stop at the county line?"),
    title_field="name", owner="数改办", group="ledgers", due="due",
    states=by_days("connected", "due", done_word=Text("已贯通", "Connected"), open_word=Text("未贯通", "Not yet"), over_word=Text("逾期未贯通", "Overdue")),
    listed=("application", "level", "side", "unit", "due", "connected"),
    counted_by=(("application", "level"), ("level", "standing"), ("side", "standing")),
    covers=("D6",),
)  # fmt: skip

weaknesses = Register(
    key="weaknesses",
    zh="存在问题",
    en="Self-declared weaknesses",
    key_field=Field("key", "短板编号", "Weakness key", required=True),
    fields=(
        Field("name", "问题", "Weakness", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "coordination 统不够 Coordination", "innovation 创不够 Innovation", "sharing 数据难共享 Sharing of data",
            "resources 资源动员 Resources", "talent 人才与标准 Talent and standards", "other 其他 Other")),
        DEPARTMENT,
        Field("measure_taken", "应对措施", "What is done about it", "long"),
        Field("metrics", "看哪个指标", "Metric that shows it"),
        APPLICATIONS,
        Field("stated", "提出日期", "Stated on", "date", required=True),
        Field("due", "解决期限", "Due", "date", after="stated"),
        Field("solved", "解决日期", "Solved on", "date", after="stated"),
        CHANGED,
    ),
    definition=Text("自己查找的短板和措施：每次会都问，小了没有。", "Weaknesses declared by oneself: asked at each meeting, is this one smaller?"),
    title_field="name", owner="改革办", group="ledgers", due="due",
    states=(
        State("solved", Text("已解决", "Solved"), "good", ((by("solved"),),)),
        State("overdue", Text("逾期", "Overdue"), "over", ((before("due"),),)),
        State("nothing", Text("无措施", "Nothing is done"), "bad", ((empty("measure_taken"),),)),
        State("open", Text("解决中", "Being solved"), "watch"),
    ),
    clock=Clock(accepted="solved", due="due"),
    listed=("kind", "unit", "department", "metrics", "stated", "due"),
    covers=("D12",),
)  # fmt: skip
