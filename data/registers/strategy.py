"""Structure and strategy: what the reform consists of, where it goes, and how far it is."""

from data.registers.applications import SYSTEMS
from data.registers.conditions import by, filled
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
    by_status,
    choices,
    refers,
)
from data.text import Text

REACHED = {
    "done_word": Text("已实现", "Reached"),
    "open_word": Text("推进中", "Under way"),
    "over_word": Text("逾期未实现", "Overdue"),
}
SYSTEM = Field("system", "系统", "System", "choice", choices=SYSTEMS, aliases=("所属系统",))

nodes = Register(
    key="nodes",
    zh="体系架构",
    en="Structure of the reform",
    key_field=Field("key", "节点编号", "Node key", required=True),
    fields=(
        Field("name", "节点名称", "Node", required=True),
        NAME_EN,
        UNIT,
        Field(
            "structure", "体系", "Structure", "choice", required=True,
            choices=choices("1612 1612体系 1612", "6N 宁波“1+6+N” Ningbo's 1+6+N"),
        ),
        Field(
            "kind", "节点类型", "Kind", "choice", required=True,
            choices=choices(
                "platform 平台 Platform", "system 系统 System", "body 体系 Body", "path 特色路径 Characteristic path",
                "domain 领域 Domain", "service 优享服务 Service domain",
            ),
        ),
        refers("parent", "上级节点", "Above it", "nodes"),
        refers("maps_to", "对应的省级节点", "In the province's structure", "nodes", many=True),
        DEPARTMENT,
        Field("since", "生效日期", "In force from", "date", required=True),
        Field("until", "停用日期", "Until", "date", after="since"),
        NOTE,
        CHANGED,
    ),
    definition=Text(
        "“1612”和各地“1+6+N”体系的节点，以及地方节点与省级节点的对应。",
        "The nodes of 1612 and of the cities' variants, and which of them stand for which of the province's.",
    ),
    title_field="name", title_en="name_en", owner="数改办", group="strategy",
    states=(State("ended", Text("已停用", "Ended"), "neutral", ((by("until"),),)), State("held", Text("执行中", "In force"), "good")),
    listed=("structure", "kind", "unit", "parent", "maps_to", "department", "since"),
    counted_by=(("structure", "kind"),),
    covers=("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A16", "A17"),
)  # fmt: skip

goals = Register(
    key="goals",
    zh="战略目标",
    en="Strategic goals",
    key_field=Field("key", "目标编号", "Goal key", required=True),
    fields=(
        Field("name", "战略目标", "Goal", required=True),
        NAME_EN,
        UNIT,
        Field(
            "program", "所属部署", "Programme", "choice", required=True,
            choices=choices(
                "year_one 一年出成果 Results in one year", "year_two 两年大变样 Changed in two years",
                "year_five 五年新飞跃 A leap in five years", "innovation 创新深化 Deeper innovation",
                "growth 一号发展工程 No.1 project: growth", "opening 一号开放工程 No.1 project: opening",
            ),
        ),
        refers("parent", "上级目标", "Serves the goal", "goals"),
        Field("metrics", "挂钩指标", "Metrics it hangs on"),
        Field("milestone", "节点要求", "Milestone", "long"),
        DEPARTMENT,
        Field("start", "起始日期", "Start", "date", required=True),
        Field("halfway", "中期节点", "Milestone due", "date", after="start"),
        Field("due", "完成期限", "Due", "date", required=True, after="start"),
        Field("reached", "实现日期", "Reached", "date", after="start"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text(
        "“一年出成果、两年大变样、五年新飞跃”和三个“一号工程”的目标、节点和所挂指标。",
        "The goals of the one, two and five years and of the three No.1 projects, with milestones and metrics.",
    ),
    title_field="name", title_en="name_en", owner="改革办", group="strategy", due="due",
    states=by_days("reached", "due", **REACHED),
    listed=("program", "unit", "department", "halfway", "due", "metrics"),
    covers=("A14", "A20"),
)  # fmt: skip

runways = Register(
    key="runways",
    zh="跑道",
    en="Runways",
    key_field=Field("key", "跑道编号", "Runway key", required=True),
    fields=(
        Field("name", "跑道名称", "Runway", required=True),
        NAME_EN,
        UNIT,
        Field("system", "系统", "System", "choice", required=True, choices=SYSTEMS, aliases=("所属系统",)),
        DEPARTMENT,
        refers("applications", "跑道上的应用", "Applications on it", "applications", many=True),
        Field("opened", "开设日期", "Opened", "date"),
        Field("merged", "并入日期", "Merged", "date", after="opened"),
        NOTE,
        CHANGED,
    ),
    definition=Text("各系统的跑道：由谁负责，上面有哪些应用。", "The runways of each system: whose they are and what runs on them."),
    title_field="name", title_en="name_en", owner="数改办", group="strategy",
    states=(
        State("merged", Text("已并入", "Merged"), "neutral", ((by("merged"),),)),
        State("used", Text("有应用", "In use"), "good", ((filled("applications"),),)),
        State("empty", Text("空跑道", "Empty"), "watch"),
    ),
    listed=("system", "unit", "department", "applications", "opened"),
    covers=("A10",),
)  # fmt: skip

core_businesses = Register(
    key="core_businesses",
    zh="核心业务",
    en="Core businesses",
    key_field=Field("key", "业务编号", "Business key", required=True),
    fields=(
        Field("name", "核心业务", "Core business", required=True),
        NAME_EN,
        UNIT,
        Field("department", "责任部门", "Responsible department", required=True, aliases=("责任单位", "牵头部门")),
        refers("runway", "跑道", "Runway", "runways"),
        Field(
            "duty", "职能环节", "Duty", "choice",
            choices=choices(
                "decide 决策 Decision", "carry_out 执行 Execution", "warn 预警 Warning", "supervise 监管 Supervision",
                "serve 服务 Service", "inspect 督查 Inspection", "evaluate 评价 Evaluation", "feed_back 反馈 Feedback",
            ),
        ),
        refers("applications", "承载应用", "Carried by", "applications", many=True),
        Field("digitised", "数字化日期", "Digitised on", "date"),
        Field("connected", "贯通协同日期", "Connected on", "date", after="digitised"),
        Field("staff", "随事划转人员", "Staff that followed", "count"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text(
        "各部门核心业务的梳理和数字化：哪一项还在纸上，哪一环节没有协同。",
        "The core businesses of each department by duty: which are still on paper, and which are not connected.",
    ),
    title_field="name", title_en="name_en", owner="改革办", group="strategy",
    states=(
        State("connected", Text("已协同", "Connected"), "good", ((by("connected"),),)),
        State("digitised", Text("已数字化", "Digitised"), "neutral", ((by("digitised"),),)),
        State("paper", Text("未数字化", "On paper"), "watch"),
    ),
    listed=("department", "unit", "duty", "runway", "applications", "digitised"),
    counted_by=(("department", "standing"), ("duty", "standing")),
    covers=("A11", "J10"),
)  # fmt: skip

crossings = Register(
    key="crossings",
    zh="三融五跨",
    en="Fusions and crossings",
    key_field=Field("key", "编号", "Key", required=True),
    fields=(
        Field("name", "协同事项", "What crosses", required=True),
        UNIT,
        refers("application", "应用", "Application", "applications", required=True),
        Field(
            "crossing", "类型", "Kind", "choice", required=True,
            choices=choices(
                "technology 技术融合 Fusion of technology", "business 业务融合 Fusion of business", "data 数据融合 Fusion of data",
                "level 跨层级 Across levels", "region 跨地域 Across regions", "system 跨系统 Across systems",
                "department 跨部门 Across departments", "matter 跨业务 Across matters",
            ),
        ),
        Field("departments", "参与部门数", "Departments involved", "count"),
        Field("claimed", "申报日期", "Claimed on", "date", required=True),
        Field("verified", "核实日期", "Verified on", "date", after="claimed"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("每个应用真正做到的融合与跨越，附依据。", "Which fusions and crossings each application really makes, with evidence."),
    title_field="name", owner="数改办", group="strategy",
    states=(
        State("verified", Text("已核实", "Verified"), "good", ((by("verified"),),)),
        State("claimed", Text("仅申报", "Claimed only"), "watch"),
    ),
    listed=("application", "crossing", "unit", "departments", "claimed", "evidence"),
    covers=("A13",),
)  # fmt: skip

STEPS = choices(
    "tasks 任务定义 Tasks defined", "business 核心业务梳理 Core businesses", "flow 业务流程再造 Flows redesigned",
    "data 数据需求分析 Data needed", "build 系统集成 Systems integrated", "indicator 指标体系 Indicators", "run 运行评价 Run and judged",
)  # fmt: skip

v_steps = Register(
    key="v_steps",
    zh="“V”字模型",
    en="V-model steps",
    key_field=Field("key", "编号", "Key", required=True),
    fields=(
        Field("name", "拆解与集成事项", "Step", required=True),
        UNIT,
        refers("application", "重大应用", "Application", "applications", required=True),
        Field("step", "环节", "Step of the V", "choice", required=True, choices=STEPS),
        DEPARTMENT,
        Field("start", "开始日期", "Started", "date"),
        Field("due", "计划完成", "Due", "date", required=True),
        Field("done", "完成日期", "Done", "date"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text(
        "重大应用按“V”字模型拆解和集成到哪一步，卡在哪一步。", "How far each major application is along the V-model, and where it is stuck."
    ),
    title_field="name", owner="数改办", group="strategy", due="due",
    states=by_days("done", "due", done_word=Text("已完成", "Done"), open_word=Text("进行中", "Under way"), over_word=Text("卡住", "Stuck")),
    listed=("application", "step", "unit", "department", "due", "done"),
    counted_by=(("application", "standing"), ("step", "standing")),
    covers=("A18",),
)  # fmt: skip

ONES = choices(
    "screen 一屏掌控 One-screen control", "dispatch 一键智达 One-click dispatch", "through 一贯到底 Carried through",
    "services 一网通办 One-network services", "oversight 一览无余 Full oversight",
)  # fmt: skip

RESULTS = choices("passed 通过 Passed", "partly 部分通过 In part", "failed 未通过 Failed")

five_ones = Register(
    key="five_ones",
    zh="五个“一”验收",
    en="Acceptance of the five ‘ones’",
    key_field=Field("key", "编号", "Key", required=True),
    fields=(
        Field("name", "验收要求", "Test", required=True),
        NAME_EN,
        UNIT,
        Field("promise", "承诺", "Promise", "choice", required=True, choices=ONES),
        Field("how", "检验方法", "How it is measured", "long"),
        Field("measured", "检验日期", "Measured on", "date"),
        Field("result", "结果", "Result", "choice", choices=RESULTS),
        Field("found", "检验所见", "What was seen", "long"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("驾驶舱自身按五个“一”逐条验收。", "The cockpit itself, measured against its five promises, test by test."),
    title_field="name", title_en="name_en", owner="改革办", group="strategy",
    states=(
        *by_status(RESULTS, "result", good="passed", watch="partly", bad="failed"),
        State("unmeasured", Text("未检验", "Not measured"), "watch"),
    ),
    listed=("promise", "unit", "measured", "found", "evidence"),
    counted_by=(("promise", "standing"),),
    covers=("A15",),
)  # fmt: skip

events = Register(
    key="events",
    zh="改革大事记",
    en="Lineage and events",
    key_field=Field("key", "编号", "Key", required=True),
    fields=(
        Field("name", "事件", "Event", required=True),
        NAME_EN,
        UNIT,
        Field(
            "kind", "类型", "Kind", "choice",
            choices=choices(
                "stage 改革阶段 Stage of the reform", "meeting 会议部署 Meeting", "document 文件出台 Document",
                "structure 体系调整 Change of structure", "counting 口径变化 Change of what is counted",
            ),
        ),
        Field("day", "日期", "Day", "date", required=True),
        Field("system", "系统", "System", "choice", choices=SYSTEMS),
        NOTE,
        EVIDENCE,
        CHANGED,
    ),
    definition=Text(
        "从“四张清单一张网”到数字化改革的沿革和大事，标在走势图上，说明序列为何有断点。",
        "Where the reform came from and what happened on the way: marks on charts that explain a break.",
    ),
    title_field="name", title_en="name_en", owner="改革办", group="strategy",
    listed=("day", "kind", "unit", "system"),
    counted_by=(("kind", "unit"),),
    states=(
        State("proven", Text("有依据", "With evidence"), "good", ((filled("evidence"),),)),
        State("unproven", Text("缺依据", "Evidence not said"), "watch"),
    ),
    covers=("A19",),
)  # fmt: skip
