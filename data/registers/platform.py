"""The platform: what it holds, who uses it, what lies idle, and where it is at risk."""

from data.registers.conditions import before, by, empty, filled, is_
from data.registers.declaration import (
    CHANGED,
    DEPARTMENT,
    NAME_EN,
    UNIT,
    Field,
    Register,
    State,
    by_status,
    choices,
    money,
    refers,
    yes_no,
)
from data.text import Text

APPLICATIONS = refers("applications", "使用的应用", "Used by", "applications", many=True)

components = Register(
    key="components",
    zh="智能组件",
    en="Smart components",
    key_field=Field("key", "组件编号", "Component key", required=True),
    fields=(
        Field("name", "组件名称", "Component", required=True),
        NAME_EN,
        UNIT,
        Field("kind", "组件类型", "Kind", "choice", choices=choices(
            "sensing 无感监测 Sensing", "vision 机器视觉 Machine vision", "semantics 语义理解 Semantics",
            "speech 语音识别 Speech", "identity 身份认证 Identity", "payment 支付签章 Payment and seals", "other 其他 Other")),
        DEPARTMENT,
        APPLICATIONS,
        Field("listed", "上架日期", "Listed on", "date", required=True),
        Field("retired", "下架日期", "Retired on", "date", after="listed"),
        Field("calls", "累计调用次数", "Calls so far", "count"),
        money("saved", "节约经费", "Saved"),
        CHANGED,
    ),
    definition=Text("上架的智能组件：谁的、谁在用、省了多少；无人使用的应清理。", "Components that are listed: whose, used by whom, and what they saved."),
    title_field="name", title_en="name_en", owner="大数据局", group="platform",
    states=(
        State("retired", Text("已下架", "Retired"), "neutral", ((by("retired"),),)),
        State("shared", Text("有人用", "In use"), "good", ((filled("applications"),),)),
        State("idle", Text("无人用", "Unused"), "watch"),
    ),
    listed=("kind", "unit", "department", "applications", "calls", "saved"),
    covers=("B6",),
)  # fmt: skip

libraries = Register(
    key="libraries",
    zh="通用库",
    en="Common libraries",
    key_field=Field("key", "库编号", "Library key", required=True),
    fields=(
        Field("name", "库名称", "Library", required=True),
        NAME_EN,
        UNIT,
        Field("kind", "库类型", "Kind", "choice", required=True, choices=choices(
            "knowledge 知识库 Knowledge", "warehouse 数据仓 Data warehouse", "model 模型库 Models", "algorithm 算法库 Algorithms",
            "rules 规则和法律库 Rules and laws")),
        DEPARTMENT,
        APPLICATIONS,
        Field("items", "条目数", "Items", "count"),
        Field("calls", "月调用次数", "Calls a month", "count"),
        Field("since", "启用日期", "Open since", "date"),
        CHANGED,
    ),
    definition=Text("五类通用库的条目、调用和归属：建了更要用。", "The five kinds of libraries, their items and how often they are called."),
    title_field="name", title_en="name_en", owner="大数据局", group="platform",
    states=(State("used", Text("有人用", "In use"), "good", ((filled("applications"),),)), State("idle", Text("无人用", "Unused"), "watch")),
    listed=("kind", "unit", "department", "items", "calls", "applications"),
    covers=("B5",),
)  # fmt: skip

resources = Register(
    key="resources",
    zh="数字资源清单",
    en="Inventory of digital resources",
    key_field=Field("key", "资源编号", "Resource key", required=True),
    fields=(
        Field("name", "资源名称", "Resource", required=True),
        UNIT,
        Field("kind", "资源类型", "Kind", "choice", required=True, choices=choices(
            "application 应用 Application", "data 数据 Data", "component 组件 Component", "cloud 云资源 Cloud")),
        DEPARTMENT,
        Field("asked", "申请日期", "Applied for on", "date"),
        Field("approved", "批准日期", "Approved on", "date", after="asked"),
        Field("reused", "复用次数", "Times reused", "count"),
        yes_no("idle", "是否闲置", "Idle"),
        CHANGED,
    ),
    definition=Text("一体化数字资源系统（IRS）里的资源：批前先看有没有可复用的。", "What the Integrated Resources System holds: look for something to reuse before money is approved."),
    title_field="name", owner="大数据局", group="platform",
    states=(
        State("idle", Text("闲置", "Idle"), "watch", ((is_("idle", "yes"),),)),
        State("asked", Text("待批", "Waiting"), "neutral", ((filled("asked"), empty("approved")),)),
        State("used", Text("在用", "In use"), "good"),
    ),
    counted_by=(("kind", "standing"), ("unit", "kind")),
    covers=("B4",),
)  # fmt: skip

catalogue = Register(
    key="catalogue",
    zh="公共数据目录",
    en="Catalogue of public data",
    key_field=Field("key", "目录编号", "Entry key", required=True),
    fields=(
        Field("name", "数据项", "Entry", required=True),
        UNIT,
        DEPARTMENT,
        Field("domain", "领域", "Domain", "choice", choices=choices(
            "people 人口 People", "firms 法人 Firms", "space 空间地理 Space", "economy 经济 Economy", "credit 信用 Credit",
            "services 政务服务 Services", "other 其他 Other")),
        Field("sources", "来源数", "Sources", "count", required=True),
        Field("source", "权威来源", "Source of record"),
        Field("standard", "标准", "Standard", "choice", choices=choices("national 国标 National", "local 地标 Local", "draft 草案 Draft", "none 无 None")),
        Field("records", "归集记录数", "Records collected", "count"),
        Field("last_fed", "最近归集", "Last fed on", "date"),
        CHANGED,
    ),
    definition=Text("公共数据目录：一数一源一标准。有两个来源的数据项要定一个。", "The catalogue of public data: one item, one source, one standard."),
    title_field="name", owner="大数据局", group="platform",
    states=(
        State("no_source", Text("无来源", "No source"), "bad", ((is_("sources", 0),),)),
        State("one", Text("一数一源", "One source"), "good", ((is_("sources", 1),),)),
        State("several", Text("多源", "Several sources"), "watch"),
    ),
    listed=("unit", "department", "domain", "source", "sources", "standard", "last_fed"),
    counted_by=(("department", "standing"), ("domain", "standing")),
    covers=("B7", "B8"),
)  # fmt: skip

CLOUD = choices("healthy 正常 Healthy", "full 趋满 Nearly full", "idle 闲置 Idle", "down 故障 Down")

cloud = Register(
    key="cloud",
    zh="政务云资源",
    en="Government cloud",
    key_field=Field("key", "云资源编号", "Cloud key", required=True),
    fields=(
        Field("name", "资源池", "Pool", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", choices=choices("compute 计算 Computing", "storage 存储 Storage", "gpu 智算 GPU", "chips 国产芯 Domestic chips")),
        DEPARTMENT,
        Field("capacity", "总量", "Capacity", "number"),
        Field("used", "已用", "Used", "number"),
        Field("load", "平均负载", "Average load", "number", share=True),
        Field("available", "可用率", "Availability", "number", share=True),
        money("cost", "年费用", "Cost a year"),
        Field("status", "状态", "Status", "choice", choices=CLOUD),
        CHANGED,
    ),
    definition=Text("政务云各资源池的总量、使用、可用率和费用：按真实负载批扩容。", "The pools of the government cloud: approve more by what is really used."),
    title_field="name", owner="大数据局", group="platform",
    states=by_status(CLOUD, good="healthy", watch="full idle", bad="down"),
    listed=("kind", "unit", "capacity", "used", "load", "available", "cost"),
    covers=("B9",),
)  # fmt: skip

data_requests = Register(
    key="data_requests",
    zh="数据共享申请",
    en="Requests for shared data",
    key_field=Field("key", "申请编号", "Request key", required=True),
    fields=(
        Field("name", "申请的数据", "Data asked for", required=True),
        UNIT,
        Field("department", "申请部门", "Asked by", required=True),
        Field("of", "数源部门", "Asked of", required=True),
        refers("application", "用于应用", "For the application", "applications"),
        Field("asked", "申请日期", "Asked on", "date", required=True),
        Field("due", "办理期限", "Due", "date", after="asked"),
        Field("granted", "共享日期", "Granted on", "date", after="asked"),
        Field("refused", "退回日期", "Refused on", "date", after="asked"),
        Field("reason", "退回原因", "Why refused", "long"),
        CHANGED,
    ),
    definition=Text("共享申请从提出到满足：没满足的 0.5% 是谁的、等了多久。", "Requests from asking to granting: whose are those not met, and how long have they waited?"),
    title_field="name", owner="大数据局", group="platform", due="due",
    states=(
        State("granted", Text("已共享", "Granted"), "good", ((by("granted"),),)),
        State("refused", Text("已退回", "Refused"), "bad", ((by("refused"),),)),
        State("overdue", Text("超期未办", "Overdue"), "over", ((before("due"),),)),
        State("waiting", Text("办理中", "Waiting"), "watch"),
    ),
    listed=("unit", "department", "of", "application", "asked", "due"),
    filters=("of", "department"),
    counted_by=(("of", "standing"), ("unit", "standing")),
    covers=("B10",),
)  # fmt: skip

open_datasets = Register(
    key="open_datasets",
    zh="开放数据集",
    en="Open datasets",
    key_field=Field("key", "数据集编号", "Dataset key", required=True),
    fields=(
        Field("name", "数据集", "Dataset", required=True),
        NAME_EN,
        UNIT,
        DEPARTMENT,
        Field("records", "记录数", "Records", "count"),
        Field("opened", "开放日期", "Opened on", "date", required=True),
        Field("updated", "最近更新", "Updated on", "date", after="opened"),
        Field("due", "应更新日期", "Update due", "date"),
        Field("downloads", "累计下载", "Downloads", "count"),
        CHANGED,
    ),
    definition=Text("开放数据集：不只看多少个，更看多新。", "Open datasets: how fresh, not only how many."),
    title_field="name", title_en="name_en", owner="大数据局", group="platform", due="due",
    states=(State("stale", Text("逾期未更新", "Stale"), "over", ((before("due"),),)), State("fresh", Text("按期更新", "Fresh"), "good")),
    listed=("unit", "department", "records", "updated", "due", "downloads"),
    counted_by=(("department", "standing"), ("unit", "standing")),
    covers=("B11",),
)  # fmt: skip

topic_databases = Register(
    key="topic_databases",
    zh="特色专题库",
    en="Thematic databases",
    key_field=Field("key", "专题库编号", "Database key", required=True),
    fields=(
        Field("name", "专题库", "Database", required=True),
        NAME_EN,
        UNIT,
        Field("domain", "领域", "Domain"),
        DEPARTMENT,
        Field("records", "记录数", "Records", "count"),
        Field("built", "建成日期", "Built on", "date"),
        CHANGED,
    ),
    definition=Text("特色专题库：哪些库没有场景在用。", "Thematic databases: which serve no scene?"),
    title_field="name", title_en="name_en", owner="大数据局", group="platform",
    listed=("domain", "unit", "department", "records", "built"),
    counted_by=(("unit", "domain"),),
    states=(
        State("built", Text("已建成", "Built"), "good", ((by("built"),),)),
        State("building", Text("在建", "Being built"), "watch"),
    ),
    covers=("B12",),
)  # fmt: skip

scenes = Register(
    key="scenes",
    zh="多跨应用场景",
    en="Scenes across departments",
    key_field=Field("key", "场景编号", "Scene key", required=True),
    fields=(
        Field("name", "场景", "Scene", required=True),
        NAME_EN,
        UNIT,
        Field("department", "牵头部门", "Lead department", required=True, aliases=("责任部门",)),
        Field("departments", "参与部门数", "Departments involved", "count"),
        refers("topic_databases", "使用的专题库", "Databases used", "topic_databases", many=True),
        APPLICATIONS,
        Field("live_since", "上线日期", "Live since", "date"),
        Field("results", "成效", "What came of it", "long"),
        CHANGED,
    ),
    definition=Text("多跨场景：牵头与参与部门、所用专题库、落到哪个应用。", "Scenes across departments: who leads, which databases they use, which application they became."),
    title_field="name", title_en="name_en", owner="数改办", group="platform",
    states=(State("live", Text("已上线", "Live"), "good", ((by("live_since"),),)), State("planned", Text("在建", "Being built"), "watch")),
    listed=("unit", "department", "departments", "topic_databases", "applications", "live_since"),
    covers=("B13",),
)  # fmt: skip

data_products = Register(
    key="data_products",
    zh="数据产品",
    en="Data products",
    key_field=Field("key", "产品编号", "Product key", required=True),
    fields=(
        Field("name", "数据产品", "Product", required=True),
        UNIT,
        Field("licensee", "数商", "Licensee", required=True),
        DEPARTMENT,
        Field("kind", "类型", "Kind", "choice", choices=choices("licensed 授权运营 Licensed operation", "exchange 交易流通 Traded", "contest 开放大赛 From a contest", "park 数创园 From a data park")),
        Field("listed", "上架日期", "Listed on", "date", required=True),
        Field("ended", "授权到期", "Licence ends", "date", after="listed"),
        money("revenue", "累计收入", "Revenue so far"),
        Field("award", "省级荣誉", "Provincial award"),
        CHANGED,
    ),
    definition=Text("数据要素市场：产品、数商、收入和荣誉。", "The market side of the platform: products, licensees, revenue, awards."),
    title_field="name", owner="大数据局", group="platform",
    states=(State("ended", Text("授权到期", "Ended"), "neutral", ((by("ended"),),)), State("earning", Text("有收入", "Earning"), "good", ((filled("revenue"),),)), State("listed", Text("无收入", "No revenue"), "watch")),
    listed=("unit", "licensee", "kind", "listed", "revenue", "award"),
    covers=("B14",),
)  # fmt: skip

fronts = Register(
    key="fronts",
    zh="两端上架应用",
    en="Applications on the fronts",
    key_field=Field("key", "上架编号", "Listing key", required=True),
    fields=(
        Field("name", "上架名称", "Listed as", required=True),
        UNIT,
        refers("application", "应用", "Application", "applications"),
        Field("front", "端", "Front", "choice", required=True, choices=choices(
            "zheliban 浙里办 Zheliban", "zhezhengding 浙政钉 Zhezhengding", "pc PC端 PC", "tv 电视端 Television", "self 自助终端 Self-service")),
        Field("listed", "上架日期", "Listed on", "date", required=True),
        Field("delisted", "下架日期", "Delisted on", "date", after="listed"),
        Field("monthly", "月活用户", "Users a month", "count"),
        Field("share", "该端使用占比", "Share of use", "number", share=True),
        Field("rating", "用户评分", "Rating", "number"),
        CHANGED,
    ),
    definition=Text("浙里办、浙政钉和其他各端上的应用：哪一端没有人用。", "What Zheliban, Zhezhengding and the other fronts carry: which channel has no users?"),
    title_field="name", owner="数改办", group="platform",
    states=(
        State("delisted", Text("已下架", "Delisted"), "neutral", ((by("delisted"),),)),
        State("unused", Text("无人用", "Unused"), "bad", ((is_("monthly", 0),),)),
        State("unknown", Text("未报使用量", "Use not known"), "watch", ((empty("monthly"),),)),
        State("used", Text("在用", "In use"), "good"),
    ),
    listed=("application", "front", "unit", "listed", "monthly", "share", "rating"),
    counted_by=(("front", "standing"), ("unit", "front")),
    covers=("B15", "B16", "E4"),
)  # fmt: skip
