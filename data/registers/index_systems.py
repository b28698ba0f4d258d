"""Index systems (评价指标体系) as rows: which metrics count how much, and how a value becomes points."""

from data.registers.conditions import by
from data.registers.declaration import CHANGED, EVIDENCE, NAME_EN, NOTE, UNIT, Field, Register, State, choices, refers
from data.text import Text

LEVELS = choices(
    "city 设区市 Cities", "county 县（市、区） Counties", "department 部门 Departments", "application 应用 Applications"
)
MISSING = choices("none 不得分 No points", "median 按同组中位数得分 The group’s median", "unjudged 不评 Not judged")
RULES = choices(
    "target 完成目标 Target reached", "schedule 序时进度 On schedule", "best 距组内最优 Distance to the best",
    "improvement 同比进步 Improvement in a year", "steps 分档 Steps", "deduction 扣分 Deduction", "veto 一票否决 Veto")  # fmt: skip
DIVIDED = ("department", "application")  # who is scored by parts of the numbers of the unit that declares the system
WHOLE = 100.0  # the points of a system; what deducts or vetoes is none of them
ASIDE = ("deduction", "veto")

index_systems = Register(
    key="index_systems",
    zh="评价指标体系",
    en="Index systems",
    key_field=Field("key", "体系编号", "System key", required=True),
    fields=(
        Field("name", "体系名称", "Index system", required=True),
        NAME_EN,
        UNIT,
        Field("version", "版本", "Version"),
        Field("level", "评价对象", "Scored", "choice", required=True, choices=LEVELS),
        Field("missing", "缺数处理", "What is missing gets", "choice", required=True, choices=MISSING),
        Field("valid_from", "施行日期", "Valid from", "date", required=True),
        Field("valid_to", "废止日期", "Valid until", "date", after="valid_from"),
        refers("replaces", "代替", "Replaces", "index_systems"),
        EVIDENCE,
        NOTE,
        CHANGED,
    ),
    definition=Text(
        "一套考核评价规则：评谁、从哪天起施行、缺数怎么办。每个版本一行，代替的版本写在“代替”。指标和权重在“体系指标”。",
        "A set of rules by which units are scored: who, from which day, and what becomes of missing figures. A row a version; what it"
        " replaces is named. Metrics and weights are in “Metrics of index systems”.",
    ),
    title_field="name", title_en="name_en", owner="改革办", group="evaluation",
    states=(
        State("ended", Text("已废止", "Ended"), "neutral", ((by("valid_to"),),)),
        State("valid", Text("施行中", "In force"), "good", ((by("valid_from"),),)),
        State("coming", Text("未施行", "Not yet in force"), "watch"),
    ),
    listed=("version", "level", "missing", "valid_from", "valid_to", "unit"),
    filters=("level",),
    counted_by=(("level", "standing"),),
    covers=("E1", "E8"),
)  # fmt: skip

index_metrics = Register(
    key="index_metrics",
    zh="体系指标",
    en="Metrics of index systems",
    key_field=Field("key", "体系指标编号", "Index metric key", required=True),
    fields=(
        Field("name", "评价内容", "What is scored", required=True),
        NAME_EN,
        UNIT,
        refers("system", "体系", "System", "index_systems", required=True),
        Field("dimension", "维度", "Dimension", required=True, aliases=("一级指标",)),
        Field("dimension_en", "维度英文名称", "Dimension in English"),
        Field("metric", "本系统指标", "Metric of the cockpit", required=True, aliases=("指标",)),
        Field("weight", "权重", "Weight", "number", aliases=("分值",)),
        Field("rule", "计分规则", "Rule", "choice", required=True, choices=RULES),
        Field("full", "满分值", "Value of full points", "number"),
        Field("zero", "零分值", "Value of no points", "number"),
        Field("each", "每单位扣分", "Points off for each", "number"),
        Field("steps", "分档", "Steps"),
        NOTE,
        CHANGED,
    ),
    definition=Text(
        "体系中的一个指标一行。计分的指标权重合计 100；扣分的权重是最多扣几分；一票否决不写权重。完成目标：满分值不写就用该单位的年度目标；"
        "同比进步：满分值是得满分的进步；分档写成“95%:100/90%:80/85%:60”，最好的在前；扣分、否决的满分值是不扣、不否决的界限。",
        "A row for each metric of a system. The weights of what is scored add up to 100; that of a deduction is the most that is"
        " taken off; a veto has none. Target reached: without a value of full points it is the unit's target of the year."
        " Improvement: full points for so much of it. Steps read “95%:100/90%:80/85%:60”, the best first. Of deductions and vetoes"
        " the value of full points is the bound up to which nothing is taken.",
    ),
    title_field="name", title_en="name_en", owner="改革办", group="evaluation",
    listed=("system", "dimension", "weight", "rule", "full", "steps"),
    filters=("system", "rule", "dimension"),
    counted_by=(("dimension", "rule"),),
    covers=("E1",),
)  # fmt: skip
