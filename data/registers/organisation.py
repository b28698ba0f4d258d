"""Organisation: who heads what, which groups work, which rules hold, and where people are missing."""

from data.registers.conditions import before, by, filled, is_
from data.registers.declaration import (
    CHANGED,
    DEPARTMENT,
    EVIDENCE,
    UNIT,
    Field,
    Register,
    State,
    choices,
    level,
    refers,
)
from data.text import Text

working_groups = Register(
    key="working_groups",
    zh="领导小组与专班",
    en="Groups and task forces",
    key_field=Field("key", "组织编号", "Group key", required=True),
    fields=(
        Field("name", "名称", "Name", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "leading 领导小组 Leading group", "office 办公室 Office", "topic 专题组 Topic group", "force 工作专班 Task force",
            "institute 研究院 Research institute", "experts 专家委员会 Experts")),
        level(),
        Field("head", "负责人", "Head", "person", required=True),
        Field("members", "成员数", "Members", "count"),
        Field("remit", "职责", "Remit", "long"),
        refers("reform", "负责的改革", "Reform", "keystone_reforms"),
        Field("since", "成立日期", "Since", "date", required=True),
        Field("met", "最近会议", "Last met", "date"),
        Field("due", "下次会议", "Next meeting due", "date"),
        Field("until", "撤销日期", "Dissolved on", "date", after="since"),
        CHANGED,
    ),
    definition=Text("领导小组、办公室、专题组、专班和研究院：还有人吗，还开会吗。", "Leading groups, offices, task forces and institutes: still staffed, still meeting?"),
    title_field="name", owner="改革办", group="organisation", due="due",
    states=(
        State("ended", Text("已撤销", "Dissolved"), "neutral", ((by("until"),),)),
        State("silent", Text("逾期未开会", "Has not met"), "over", ((before("due"),),)),
        State("working", Text("运行中", "Working"), "good"),
    ),
    listed=("kind", "unit", "head", "members", "reform", "met", "due"),
    covers=("F1", "F2", "F7"),
)  # fmt: skip

heads = Register(
    key="heads",
    zh="“一把手”责任",
    en="Heads of units and departments",
    key_field=Field("key", "责任编号", "Post key", required=True),
    fields=(
        Field("name", "责任事项", "Responsible for", required=True),
        UNIT,
        DEPARTMENT,
        Field("person", "责任人", "Person", "person", required=True),
        Field("post", "职务", "Post", required=True),
        Field("since", "任职日期", "In office since", "date"),
        Field("confirmed", "最近确认", "Confirmed on", "date"),
        Field("due", "应确认日期", "To be confirmed by", "date"),
        CHANGED,
    ),
    definition=Text("每个单位、部门的“一把手”，按月确认；红色的数一点就到人。", "The head of every unit and department, confirmed by the month: one click from a red tile to a name."),
    title_field="name", owner="改革办", group="organisation", due="due",
    states=(
        State("stale", Text("逾期未确认", "Not confirmed"), "over", ((before("due"),),)),
        State("confirmed", Text("已确认", "Confirmed"), "good", ((by("confirmed"),),)),
        State("open", Text("待确认", "To be confirmed"), "watch"),
    ),
    listed=("unit", "department", "person", "post", "confirmed", "due"),
    filters=("department",),
    counted_by=(("unit", "standing"),),
    covers=("F4",),
)  # fmt: skip

rules = Register(
    key="rules",
    zh="制度文件",
    en="Rules and documents",
    key_field=Field("key", "文件编号", "Document key", required=True),
    fields=(
        Field("name", "制度或文件", "Rule or document", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", choices=choices(
            "meeting 工作会议 Work meetings", "topic 专题协调 Topic co-ordination", "decision 论证决策 Decisions", "leader 领导领衔 Led by leaders",
            "lists 清单管理 Management by lists", "standards 标准规范建设 Standards", "appraisal 考核评价 Appraisal", "technical 技术制度 Technical rules", "other 其他 Other")),
        DEPARTMENT,
        Field("effective", "生效日期", "In force from", "date", required=True),
        Field("reviewed", "最近评估", "Reviewed on", "date"),
        Field("due", "应评估日期", "Review due", "date"),
        Field("repealed", "废止日期", "Repealed on", "date", after="effective"),
        Field("defines", "规定的口径", "Figures it defines"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("七大制度和统筹推进、技术制度文件：哪条支撑这个数的口径，多久没评估。", "The seven rule systems and other documents: which backs a figure's definition, and when it was last reviewed."),
    title_field="name", owner="改革办", group="organisation", due="due",
    states=(
        State("repealed", Text("已废止", "Repealed"), "neutral", ((by("repealed"),),)),
        State("stale", Text("逾期未评估", "Review overdue"), "over", ((before("due"),),)),
        State("force", Text("有效", "In force"), "good"),
    ),
    listed=("kind", "unit", "department", "effective", "reviewed", "due"),
    covers=("F5", "F8"),
)  # fmt: skip

bodies = Register(
    key="bodies",
    zh="大数据管理机构",
    en="Data administration bodies",
    key_field=Field("key", "机构编号", "Body key", required=True),
    fields=(
        Field("name", "机构", "Body", required=True),
        UNIT,
        level(),
        Field("kind", "设置方式", "How it is set up", "choice", choices=choices("own 独立机构 A body of its own", "joint 合署 Joined to another", "none 未设 None")),
        Field("posts", "编制数", "Posts", "count"),
        Field("staff", "在岗人数", "Staff", "count"),
        Field("remit", "职责", "Remit", "long"),
        Field("since", "设立日期", "Since", "date"),
        CHANGED,
    ),
    definition=Text("各地大数据管理机构的设置、编制和人员。", "Data administration bodies: how they are set up, posts and staff."),
    title_field="name", owner="大数据局", group="organisation",
    listed=("kind", "unit", "level", "posts", "staff", "since"),
    counted_by=(("kind", "level"),),
    states=(
        State("own", Text("独立设置", "Stands alone"), "good", ((is_("kind", "own"),),)),
        State("joint", Text("合署", "Shares an office"), "neutral", ((is_("kind", "joint"),),)),
        State("lacking", Text("未设", "Not set up"), "watch", ((is_("kind", "none"),),)),
        State("unsaid", Text("未注明", "Not stated"), "neutral"),
    ),
    covers=("F6",),
)  # fmt: skip

posts = Register(
    key="posts",
    zh="岗位与数字化能力",
    en="Posts and skills",
    key_field=Field("key", "岗位编号", "Post key", required=True),
    fields=(
        Field("name", "岗位", "Post", required=True),
        UNIT,
        DEPARTMENT,
        Field("kind", "类型", "Kind", "choice", choices=choices("data 数据专员 Data officer", "product 产品经理 Product manager", "security 安全 Security", "cadre 领导干部 Cadre", "other 其他 Other")),
        Field("needed", "应配", "Needed", "count"),
        Field("filled", "在岗", "Filled", "count"),
        Field("trained", "受训", "Trained", "count"),
        Field("certified", "持证", "Certified", "count"),
        Field("counted", "统计日期", "Counted on", "date"),
        CHANGED,
    ),
    definition=Text("数字化岗位：应配、在岗、受训、持证，哪里缺人。", "Posts needed, filled, trained and certified: where are people missing?"),
    title_field="name", owner="数改办", group="organisation",
    listed=("kind", "unit", "department", "needed", "filled", "trained", "certified"),
    counted_by=(("unit", "kind"), ("department", "kind")),
    states=(
        State("counted", Text("已盘点", "Counted"), "good", ((by("counted"), filled("filled")),)),
        State("uncounted", Text("未盘点", "Not counted"), "watch"),
    ),
    covers=("J5",),
)  # fmt: skip
