"""Warnings from the oversight of public power (公权力监督预警): for the discipline inspection's own people alone.

Personal data never enters the store: a row names a matter and a department, not a person.
"""

from data.registers.conditions import before, by
from data.registers.declaration import CHANGED, UNIT, Clock, Field, Register, State
from data.text import Text

oversight = Register(
    key="oversight",
    zh="公权力监督预警",
    en="Oversight of public power",
    key_field=Field("key", "预警编号", "Warning key", required=True),
    fields=(
        UNIT,
        Field("department", "涉及部门", "Department concerned", required=True),
        Field("matter", "预警事项", "Matter", required=True),
        Field(
            "kind",
            "权力事项类别",
            "Kind of power",
            "choice",
            required=True,
            choices=(
                ("purchasing", Text("招标采购", "Tenders and purchasing")),
                ("funds", Text("财政资金", "Public funds")),
                ("approval", Text("行政审批", "Administrative approval")),
                ("enforcement", Text("行政执法", "Law enforcement")),
                ("works", Text("土地和工程", "Land and works")),
                ("conduct", Text("履职用权", "Conduct in office")),
            ),
        ),
        Field(
            "level",
            "预警等级",
            "Warning level",
            "choice",
            choices=(
                ("notice", Text("提示", "Notice")),
                ("warning", Text("预警", "Warning")),
                ("grave", Text("严重", "Grave")),
            ),
        ),
        Field("raised", "预警日期", "Raised", "date", required=True),
        Field("due", "处置时限", "To be handled by", "date", after="raised"),
        Field("handled", "处置日期", "Handled", "date", after="raised"),
        Field(
            "outcome",
            "处置结果",
            "Outcome",
            "choice",
            choices=(
                ("mended", Text("属实并整改", "Confirmed and mended")),
                ("passed_on", Text("移送办理", "Passed on")),
                ("explained", Text("说明后了结", "Explained and closed")),
                ("unfounded", Text("不属实", "Unfounded")),
            ),
        ),
        CHANGED,
    ),
    definition=Text(
        "公权力运行的监督预警，一行一条；只写部门和事项，不写个人姓名。",
        "Warnings about how public power is used, a row each; departments and matters, never a person's name.",
    ),
    title_field="matter",
    in_report=True,
    owner="纪委监委",
    restricted=True,
    states=(
        State("handled", Text("已处置", "Handled"), "good", ((by("handled"),),)),
        State("overdue", Text("超期未处置", "Overdue"), "over", ((before("due"),),)),
        State("open", Text("处置中", "Open in time"), "watch"),
    ),
    due="due",
    clock=Clock(accepted="handled", due="due"),
    listed=("kind", "unit", "department", "level", "raised", "due", "outcome"),
    filters=("kind", "level", "outcome"),
    counted_by=(("kind", "standing"), ("unit", "standing")),
    group="ledgers",
)
