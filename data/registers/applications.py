"""The ledger of applications (一本账)."""

from data.registers.declaration import CHANGED, UNIT, Field, Register
from data.text import Text

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
        CHANGED,
    ),
    definition=Text(
        "重大改革（重大应用）的一本账，一行一个应用。", "The one ledger of major applications, a row each."
    ),
    title_field="name",
    owner="数改办",
)
