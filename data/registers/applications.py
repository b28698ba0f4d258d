"""The ledger of applications (一本账)."""

from data.registers.conditions import after, by, empty, is_, is_not, not_by
from data.registers.declaration import CHANGED, EVIDENCE, UNIT, Field, Register, State
from data.text import Text

# The dates decide what an application was at the end of a month; where they are empty, its status does. Each is one of
# live, being built and stopped: stopped from its date on, or by its status where it has none.
RUNNING = (after("stopped_on"),), (empty("stopped_on"), is_not("status", "stopped"))
LIVE = (
    (by("live_since"), *RUNNING[0]),
    (by("live_since"), *RUNNING[1]),
    (is_("status", "live"), empty("live_since"), not_by("stopped_on")),
)
BUILDING = (
    (after("live_since"), *RUNNING[0]),
    (after("live_since"), *RUNNING[1]),
    (is_("status", "building"), empty("live_since"), not_by("stopped_on")),
)
STOPPED = (by("stopped_on"),), (is_("status", "stopped"), empty("stopped_on"))

SYSTEMS = (
    ("party", Text("党建统领整体智治", "Party-led integrated governance")),
    ("government", Text("数字政府", "Digital government")),
    ("economy", Text("数字经济", "Digital economy")),
    ("society", Text("数字社会", "Digital society")),
    ("culture", Text("数字文化", "Digital culture")),
    ("law", Text("数字法治", "Digital rule of law")),
    ("grassroots", Text("基层治理", "Grassroots governance")),
)

applications = Register(
    key="applications",
    zh="应用一本账",
    en="Ledger of applications",
    key_field=Field("key", "应用编号", "Application key", required=True, aliases=("编号", "应用编码")),
    fields=(
        Field("name", "应用名称", "Application", required=True, aliases=("名称", "应用")),
        Field("name_en", "英文名称", "English name"),
        Field("aliases", "别名", "Other names", aliases=("曾用名", "简称", "又名")),
        UNIT,
        Field("system", "系统", "System", "choice", required=True, choices=SYSTEMS, aliases=("所属系统",)),
        Field("department", "牵头部门", "Lead department", aliases=("责任部门", "责任单位")),
        Field(
            "stage",
            "批次阶段",
            "Batch of the plan",
            "choice",
            choices=(
                ("iterate", Text("迭代升级", "Iterate")),
                ("start", Text("启动实施", "Start")),
                ("plan", Text("谋划推进", "Plan")),
            ),
            aliases=("三个一批",),
        ),
        Field(
            "status",
            "状态",
            "Status",
            "choice",
            choices=(
                ("building", Text("建设中", "Being built")),
                ("live", Text("上线运行", "Live")),
                ("stopped", Text("停用", "Stopped")),
            ),
            aliases=("运行状态",),
        ),
        Field(
            "reach",
            "贯通层级",
            "Reach",
            "choice",
            choices=(
                ("county", Text("县级", "County")),
                ("city", Text("市级", "City")),
                ("province", Text("全省", "Province")),
                ("nation", Text("全国", "Nation")),
            ),
        ),
        Field("live_since", "上线日期", "Live since", "date", aliases=("上线时间",)),
        Field("stopped_on", "停用日期", "Stopped on", "date", after="live_since"),
        Field("honours", "荣誉", "Honours"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text(
        "重大改革（重大应用）的一本账，一行一个应用。", "The one ledger of major applications, a row each."
    ),
    title_field="name",
    title_en="name_en",
    in_report=True,
    owner="数改办",
    states=(
        State("live", Text("上线运行", "Live"), "good", LIVE),
        State("building", Text("建设中", "Being built"), "watch", BUILDING),
        State("stopped", Text("停用", "Stopped"), "neutral", STOPPED),
        State("unknown", Text("未注明", "Not stated")),
    ),
    listed=("unit", "system", "department", "stage", "reach", "live_since", "honours"),
    filters=("system", "stage", "reach"),
    counted_by=(("system", "standing"), ("system", "stage")),
    group="ledgers",
    covers=("D1", "D2"),
    compared=("system", "department"),
)
