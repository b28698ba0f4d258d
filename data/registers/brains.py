"""Brains (大脑) and what they can do."""

from data.registers.applications import SYSTEMS
from data.registers.conditions import by
from data.registers.declaration import CHANGED, DEPARTMENT, NAME_EN, UNIT, Field, Register, State, choices, refers
from data.text import Text

brains = Register(
    key="brains",
    zh="大脑",
    en="Brains",
    key_field=Field("key", "大脑编号", "Brain key", required=True),
    fields=(
        Field("name", "大脑", "Brain", required=True),
        NAME_EN,
        UNIT,
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "system 系统大脑 System brain", "domain 领域大脑 Domain brain", "city 城市大脑 City brain", "industry 产业大脑 Industry brain")),
        Field("system", "系统", "System", "choice", choices=SYSTEMS),
        DEPARTMENT,
        Field("phase", "建设阶段", "Phase", "choice", choices=choices("one 一期 Phase 1", "two 二期 Phase 2", "three 三期 Phase 3")),
        refers("applications", "支撑的应用", "Applications it serves", "applications", many=True),
        Field("models", "模型数", "Models", "count"),
        Field("factories", "接入未来工厂", "Future factories", "count"),
        Field("started", "启动日期", "Started on", "date"),
        Field("live_since", "上线日期", "Live since", "date", after="started"),
        Field("retired", "停用日期", "Retired on", "date"),
        CHANGED,
    ),
    definition=Text("系统、领域、城市和产业大脑：谁的、到几期、支撑哪些应用。", "System, domain, city and industry brains: whose, in which phase, and what they serve."),
    title_field="name", title_en="name_en", owner="数改办", group="brains",
    states=(
        State("retired", Text("已停用", "Retired"), "neutral", ((by("retired"),),)),
        State("live", Text("已上线", "Live"), "good", ((by("live_since"),),)),
        State("building", Text("在建", "Being built"), "watch"),
    ),
    listed=("kind", "system", "unit", "department", "phase", "applications", "models"),
    counted_by=(("system", "kind"), ("unit", "kind"), ("kind", "standing")),
    covers=("C1", "C5", "C6", "C7"),
)  # fmt: skip

capabilities = Register(
    key="capabilities",
    zh="大脑能力",
    en="Capabilities of brains",
    key_field=Field("key", "能力编号", "Capability key", required=True),
    fields=(
        Field("name", "能力", "Capability", required=True),
        UNIT,
        refers("brain", "大脑", "Brain", "brains", required=True),
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "monitor 监测分析评价 Monitoring", "forecast 预测 Forecast", "warn 预警 Warning", "goal 战略目标管理 Strategic goals",
            "i_data 数据集成 Data integrated", "i_knowledge 知识集成 Knowledge integrated", "i_tool 工具集成 Tools integrated",
            "i_module 模块集成 Modules integrated", "i_ecology 生态集成 Ecology integrated", "i_case 案例集成 Cases integrated")),
        Field("live_since", "启用日期", "Live since", "date"),
        Field("error", "预测误差", "Forecast error", "number"),
        Field("raised", "发出预警", "Warnings raised", "count"),
        Field("true_ones", "准确预警", "Warnings that were true", "count"),
        Field("handled", "已处置预警", "Warnings handled", "count"),
        Field("score", "成熟度（1–5级）", "Maturity (1 to 5)", "number"),
        CHANGED,
    ),
    definition=Text("大脑的能力和六类集成：看预测误差和预警准确率，不看大屏。", "What a brain can do and what it integrates: judged by forecast error and true warnings, not by screens."),
    title_field="name", owner="数改办", group="brains",
    states=(State("live", Text("已启用", "Live"), "good", ((by("live_since"),),)), State("planned", Text("未启用", "Not yet"), "watch")),
    listed=("brain", "kind", "unit", "live_since", "error", "raised", "true_ones", "score"),
    counted_by=(("kind", "standing"), ("brain", "standing")),
    covers=("C2", "C4"),
)  # fmt: skip
