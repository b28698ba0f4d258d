"""The seven problem lists (七张问题清单)."""

from data.registers.conditions import before, by, not_by
from data.registers.declaration import CHANGED, UNIT, Clock, Field, Register, State
from data.text import Text

# The dates decide. A problem is assigned, then closed, then accepted; what was closed without having been assigned is
# closed all the same.
OPEN = (by("found"), not_by("closed"))
OVERDUE = (*OPEN, before("due"))
CLOSED = (by("found"), by("closed"))
ACCEPTED = (by("assigned"), by("closed"), by("accepted"))

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
        CHANGED,
    ),
    definition=Text(
        "七张问题清单，一行一个问题；时间以日期列为准，状态列供核对。",
        "The seven problem lists, a row a problem; the dates decide, the status column is for checking.",
    ),
    owed=True,
    title_field="title",
    in_report=True,
    owner="改革办",
    states=(
        State("overdue", Text("超期", "Overdue"), "over", (OVERDUE,)),
        State("open", Text("在办", "Open in time"), "watch", (OPEN,)),
        State("accepted", Text("已销号", "Accepted"), "good", ((by("accepted"),),)),
        State("closed", Text("已办结", "Closed")),
    ),
    due="due",
    clock=Clock(accepted="accepted", reported="closed", due="due"),
    listed=("list", "unit", "department", "severity", "due"),
    filters=("list", "department", "severity"),
    counted_by=(("list", "standing"),),
    group="ledgers",
    covers=("D4",),
)
