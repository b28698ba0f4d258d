"""Registers: what people keep as rows (the ledger, the problem lists). One declaration each.

Table, template sheet, upload, check, page, export and history follow from the declaration; a register added
here gets its table at the next `python -m data migrate`.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, Table
from sqlalchemy import Text as Words

from data.schema import METADATA, Key, UnitCode
from data.text import Text

FieldType = Literal["text", "date", "count", "number", "choice", "unit", "month"]

COLUMN_TYPES: dict[FieldType, Any] = {
    "text": Words,
    "date": Date,
    "month": Date,
    "count": Integer,
    "number": Float,
    "choice": Key,
    "unit": UnitCode,
}


@dataclass(frozen=True)
class Field:
    """One column of a register. `after` names the date field that cannot be later than this one."""

    key: str
    zh: str
    en: str
    type: FieldType = "text"
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    after: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """Rows with a key, kept by units. `key_field` is what stands in the key's column; `unit` is a field of all.

    `owed`: every unit without units below it is expected to keep it, and is missing where it has no row.
    """

    key: str
    zh: str
    en: str
    key_field: Field
    fields: tuple[Field, ...]
    definition: Text
    owed: bool = False

    def field(self, key: str) -> Field:
        """The field of that key."""
        return next(field for field in self.fields if field.key == key)


UNIT = Field("unit", "单位", "Unit", "unit", required=True, aliases=("地区", "所属单位", "填报单位"))

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
    ),
    definition=Text(
        "重大改革（重大应用）的一本账，一行一个应用。", "The one ledger of major applications, a row each."
    ),
)

problems = Register(
    key="problems",
    zh="七张问题清单",
    en="Seven problem lists",
    key_field=Field("key", "问题编号", "Problem key", required=True, aliases=("编号",)),
    fields=(
        Field(
            "list",
            "清单",
            "List",
            "choice",
            required=True,
            choices=(
                ("inspection", Text("巡视", "Inspection tours")),
                ("audit", Text("审计", "Audit")),
                ("supervision", Text("督查", "Supervision")),
                ("ecology", Text("生态环保", "Ecology and environment")),
                ("safety", Text("安全生产和自然灾害", "Work safety and natural disasters")),
                ("opinion", Text("网络舆情", "Online public opinion")),
                ("petitions", Text("群众信访", "Public petitions")),
            ),
            aliases=("问题清单", "清单类别"),
        ),
        UNIT,
        Field("department", "责任部门", "Responsible department", required=True, aliases=("责任单位", "牵头部门")),
        Field("title", "问题", "Problem", required=True, aliases=("问题描述", "标题")),
        Field(
            "severity",
            "严重程度",
            "Severity",
            "choice",
            choices=(
                ("general", Text("一般", "General")),
                ("serious", Text("较重", "Serious")),
                ("grave", Text("严重", "Grave")),
            ),
            aliases=("等级",),
        ),
        Field("found", "发现日期", "Found", "date", required=True, aliases=("发现时间",)),
        Field("assigned", "交办日期", "Assigned", "date", after="found", aliases=("交办时间",)),
        Field("due", "整改期限", "Due", "date", after="found", aliases=("限期", "截止日期")),
        Field("closed", "办结日期", "Closed", "date", after="assigned", aliases=("办结时间", "整改完成日期")),
        Field("accepted", "验收日期", "Accepted", "date", after="closed", aliases=("验收时间", "销号日期")),
        Field("reopened", "反弹次数", "Times reopened", "count", aliases=("重新打开次数",)),
        Field(
            "status",
            "状态",
            "Status",
            "choice",
            choices=(
                ("found", Text("已发现", "Found")),
                ("assigned", Text("整改中", "Being mended")),
                ("closed", Text("已办结", "Closed")),
                ("accepted", Text("已销号", "Accepted")),
            ),
        ),
    ),
    definition=Text(
        "七张问题清单，一行一个问题；时间以日期列为准，状态列供核对。",
        "The seven problem lists, a row a problem; the dates decide, the status column is for checking.",
    ),
    owed=True,
)

targets = Register(
    key="targets",
    zh="年度目标",
    en="Targets of the year",
    key_field=Field("key", "目标编号", "Target key", required=True, aliases=("编号",)),
    fields=(
        Field("metric", "指标", "Metric", required=True),
        UNIT,
        Field("year", "年度", "Year", "count", required=True, aliases=("年份",)),
        Field("value", "目标值", "Target", "number", required=True, aliases=("目标",)),
    ),
    definition=Text(
        "每个单位、每个指标、每年一行：年底应达到的数。", "A row per unit, metric and year: what the year should reach."
    ),
)

REGISTERS = {register.key: register for register in (applications, problems, targets)}


def table(register: Register) -> Table:
    """The register's table: `batch`, `key`, where it was read, whether it was taken off, and its fields."""
    if register.key in METADATA.tables:
        return METADATA.tables[register.key]
    return Table(
        register.key,
        METADATA,
        Column("key", Key, primary_key=True),
        Column("batch", Integer, ForeignKey("batch.number"), primary_key=True, autoincrement=False),
        *(_column(field) for field in register.fields),
        Column("sheet", Words, nullable=False),
        Column("cell", Key, nullable=False),
        Column("removed", Boolean, nullable=False),
        Index(None, "unit"),
        Index(None, "batch"),
    )


def _column(field: Field) -> Column:
    references = [ForeignKey("unit.code")] if field.type == "unit" else []
    return Column(field.key, COLUMN_TYPES[field.type], *references, nullable=not field.required)


TABLES = {key: table(register) for key, register in REGISTERS.items()}
