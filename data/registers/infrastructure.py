"""Below the platform: routes, sites, sub-platforms, security, maturity, and what is fed from elsewhere."""

from data.registers.conditions import at_least, before, by, is_
from data.registers.declaration import (
    CHANGED,
    DEPARTMENT,
    EVIDENCE,
    NOTE,
    UNIT,
    Field,
    Register,
    State,
    by_status,
    choices,
)
from data.text import Text

ROUTE = choices("up 正常 Up", "slow 缓慢 Slow", "broken 中断 Broken")

gateway_routes = Register(
    key="gateway_routes",
    zh="协同网关路由",
    en="Gateway routes",
    key_field=Field("key", "路由编号", "Route key", required=True),
    fields=(
        Field("name", "路由", "Route", required=True),
        UNIT,
        Field("source", "数源系统", "From"),
        Field("target", "使用系统", "To"),
        DEPARTMENT,
        Field("calls", "月调用次数", "Calls a month", "count"),
        Field("failures", "月失败次数", "Failures a month", "count"),
        Field("latency", "平均时延", "Latency", "number", unit=Text("毫秒", "ms")),
        Field("status", "状态", "Status", "choice", choices=ROUTE),
        CHANGED,
    ),
    definition=Text("业务协同和数据共享网关的路由：哪条断了、慢了。", "The routes of the gateway: which are broken or slow?"),
    title_field="name", owner="大数据局", group="platform",
    states=by_status(ROUTE, good="up", watch="slow", bad="broken"),
    listed=("source", "target", "unit", "calls", "failures", "latency"),
    covers=("B17",),
)  # fmt: skip

sites = Register(
    key="sites",
    zh="基础设施",
    en="Infrastructure",
    key_field=Field("key", "设施编号", "Site key", required=True),
    fields=(
        Field("name", "设施", "Site", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "mobile 5G基站 5G base stations", "gigabit 双千兆 Dual gigabit", "video 视联网 Video network", "things 物联平台 Sensing platform",
            "super 超算中心 Supercomputing", "other 其他 Other")),
        DEPARTMENT,
        Field("number", "数量", "Number", "count"),
        Field("coverage", "覆盖率", "Coverage", "number", share=True),
        Field("capacity", "算力或容量", "Capacity", "number"),
        Field("load", "利用率", "Utilisation", "number", share=True),
        Field("opened", "建成日期", "Opened on", "date"),
        Field("due", "计划建成", "Planned for", "date"),
        CHANGED,
    ),
    definition=Text("5G 基站、双千兆、视联网、物联平台和超算中心的布局与利用。", "Networks, sensing and computing: where they are and how much is used."),
    title_field="name", owner="经信局", group="platform", due="due",
    states=(
        State("open", Text("已建成", "Open"), "good", ((by("opened"),),)),
        State("late", Text("逾期未建成", "Late"), "over", ((before("due"),),)),
        State("building", Text("在建", "Being built"), "watch"),
    ),
    listed=("kind", "unit", "number", "coverage", "capacity", "load"),
    covers=("B18", "B19"),
)  # fmt: skip

security_events = Register(
    key="security_events",
    zh="网络与数据安全",
    en="Cyber and data security",
    key_field=Field("key", "安全事项编号", "Security key", required=True),
    fields=(
        Field("name", "事项", "Matter", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "incident 安全事件 Incident", "risk 风险隐患 Open risk", "drill 演练 Drill", "grading 等保测评 Grading", "cipher 密码应用评估 Cipher review")),
        Field("severity", "等级", "Severity", "choice", choices=choices("general 一般 General", "serious 较大 Serious", "grave 重大 Grave")),
        DEPARTMENT,
        Field("found", "发现或开展日期", "Found or held on", "date", required=True),
        Field("due", "整改期限", "Due", "date", after="found"),
        Field("closed", "闭环日期", "Closed on", "date", after="found"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("安全事件、隐患、演练、等保和密评：这里的红压过别处的绿。", "Incidents, risks, drills and grading: any red here overrides all green elsewhere."),
    title_field="name", owner="大数据局", group="platform", due="due",
    states=(
        State("closed", Text("已闭环", "Closed"), "good", ((by("closed"),),)),
        State("overdue", Text("逾期未闭环", "Overdue"), "over", ((before("due"),),)),
        State("incident", Text("事件未闭环", "Open incident"), "bad", ((is_("kind", "incident"),),)),
        State("open", Text("处置中", "Open"), "watch"),
    ),
    listed=("kind", "severity", "unit", "department", "found", "due"),
    covers=("B20",),
)  # fmt: skip

SUB = choices("reusing 复用市级 Reuses the city's", "linked 已对接 Linked", "own 自建 Built its own", "none 未建 None")

sub_platforms = Register(
    key="sub_platforms",
    zh="县级分平台",
    en="County sub-platforms",
    key_field=Field("key", "分平台编号", "Sub-platform key", required=True),
    fields=(
        Field("name", "分平台", "Sub-platform", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", choices=choices("data 公共数据分平台 Data platform", "brain 城市大脑分平台 City brain")),
        DEPARTMENT,
        Field("status", "建设方式", "How it is built", "choice", required=True, choices=SUB),
        Field("opened", "启用日期", "Open since", "date"),
        NOTE,
        CHANGED,
    ),
    definition=Text("区（县、市）分平台：复用市级还是另起炉灶。", "County sub-platforms: do they reuse the city's, or build their own?"),
    title_field="name", owner="大数据局", group="platform",
    states=by_status(SUB, good="reusing linked", watch="none", bad="own"),
    listed=("kind", "unit", "department", "opened"),
    covers=("B21",),
)  # fmt: skip

ASPECTS = choices(
    "computing 算力一体 Computing as one", "security 安全一体 Security as one", "data 数据一体 Data as one", "component 组件一体 Components as one",
    "application 应用一体 Applications as one", "port 端口一体 Fronts as one", "s_infrastructure 基础设施体系 Infrastructure", "s_data 数据资源体系 Data resources",
    "s_support 应用支撑体系 Application support", "s_business 业务应用体系 Business applications", "s_policy 政策制度体系 Policies",
    "s_standard 标准规范体系 Standards", "s_organisation 组织保障体系 Organisation", "s_security 网络安全体系 Network security",
)  # fmt: skip

maturity = Register(
    key="maturity",
    zh="平台成熟度",
    en="Maturity of the platform",
    key_field=Field("key", "评估编号", "Assessment key", required=True),
    fields=(
        Field("name", "评估事项", "What is assessed", required=True),
        UNIT,
        Field("aspect", "方面", "Aspect", "choice", required=True, choices=ASPECTS),
        Field("score", "成熟度（1–5级）", "Maturity (1 to 5)", "number", required=True),
        Field("assessed", "评估日期", "Assessed on", "date", required=True),
        Field("assessor", "评估方", "Assessor"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("六个一体、四横四纵八大体系逐项的成熟度和依据。", "The six integrations and eight subsystems, each with its maturity and evidence."),
    title_field="name", owner="大数据局", group="platform",
    states=(
        State("fair", Text("3级及以上", "Level 3 or above"), "good", ((at_least("score", 3),),)),
        State("low", Text("3级以下", "Below level 3"), "watch"),
    ),
    listed=("aspect", "unit", "score", "assessed", "assessor"),
    counted_by=(("aspect", "standing"),),
    covers=("B1", "B2", "B3"),
)  # fmt: skip

feeds = Register(
    key="feeds",
    zh="驾驶舱数据源",
    en="Feeds of the cockpit",
    key_field=Field("key", "数据源编号", "Feed key", required=True),
    fields=(
        Field("name", "数据源", "Feed", required=True),
        UNIT,
        DEPARTMENT,
        Field("kind", "类别", "Category", "choice", choices=choices("report 月报 Monthly report", "interface 接口 Interface", "register 清单 Register", "survey 调查 Survey")),
        Field("since", "接入日期", "Connected on", "date"),
        Field("last", "最近更新", "Last update", "date"),
        Field("due", "应更新日期", "Update due", "date"),
        Field("ended", "停用日期", "Ended on", "date"),
        CHANGED,
    ),
    definition=Text("驾驶舱从哪里来数：哪个源沉默了。", "Where the cockpit's figures come from: which feed has fallen silent?"),
    title_field="name", owner="数改办", group="platform", due="due",
    states=(
        State("ended", Text("已停用", "Ended"), "neutral", ((by("ended"),),)),
        State("silent", Text("沉默", "Silent"), "over", ((before("due"),),)),
        State("fed", Text("正常", "Fed"), "good"),
    ),
    listed=("unit", "department", "kind", "last", "due"),
    covers=("I4",),
)  # fmt: skip
data_sources = Register(
    key="data_sources",
    zh="垂直系统与数据授权",
    en="Vertical systems and licences",
    key_field=Field("key", "编号", "Key", required=True),
    fields=(
        Field("name", "数据来源", "Source", required=True),
        UNIT,
        Field("owner_above", "上级系统", "System above"),
        DEPARTMENT,
        Field("kind", "类型", "Kind", "choice", choices=choices("vertical 垂直系统回流 Back from above", "licence 授权运营 Licensed operation", "contest 开放大赛 Open contest")),
        Field("asked", "申请日期", "Asked on", "date"),
        Field("returned", "回流日期", "Came back on", "date"),
        Field("licence_ends", "授权到期", "Licence ends", "date"),
        Field("answers", "各环节责任人", "Who answers at each step", "long"),
        CHANGED,
    ),
    definition=Text("垂直系统的数据回来了没有，授权到什么时候，每个环节谁负责。", "What comes back from systems above, until when it is licensed, and who answers at each step."),
    title_field="name", owner="大数据局", group="platform",
    states=(
        State("ended", Text("授权到期", "Licence ended"), "bad", ((by("licence_ends"),),)),
        State("back", Text("已回流", "Comes back"), "good", ((by("returned"),),)),
        State("asked", Text("在申请", "Asked for"), "watch"),
    ),
    listed=("owner_above", "kind", "unit", "department", "returned", "licence_ends"),
    covers=("J7",),
)  # fmt: skip
