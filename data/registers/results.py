"""Results: theory, laws and standards, technology, and what was shown to the public."""

from data.registers.applications import SYSTEMS
from data.registers.conditions import after, by, filled, is_
from data.registers.declaration import (
    CHANGED,
    EVIDENCE,
    UNIT,
    Field,
    Register,
    State,
    by_days,
    choices,
    money,
    refers,
)
from data.text import Text

SCALE = choices("national 国家级 National", "provincial 省级 Provincial", "city 市级 City")
APPLICATIONS = refers("applications", "源自的应用", "Rests on", "applications", many=True)

theory = Register(
    key="theory",
    zh="理论成果",
    en="Theory",
    key_field=Field("key", "成果编号", "Result key", required=True),
    fields=(
        Field("name", "成果", "Result", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", choices=choices("book 专著教材 Book", "article 文章 Article", "report 研究报告 Report", "case 案例 Case")),
        Field("scale", "级别", "Level", "choice", choices=SCALE),
        Field("system", "系统", "System", "choice", choices=SYSTEMS),
        Field("author", "作者单位", "Institution"),
        APPLICATIONS,
        Field("published", "发表日期", "Published on", "date", required=True),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("数字化改革理论成果：每个系统有没有，源自哪个实践。", "Theory of the reform: is there some for each system, and from which practice?"),
    title_field="name", owner="改革办", group="results",
    listed=("kind", "scale", "system", "unit", "author", "published"),
    counted_by=(("system", "kind"), ("kind", "scale")),
    states=(
        State("rests", Text("源自实践", "Rests on practice"), "good", ((filled("applications"),),)),
        State("alone", Text("未写明实践", "Practice not said"), "watch"),
    ),
    covers=("H1", "A12"),
)  # fmt: skip

regulations = Register(
    key="regulations",
    zh="地方性法规",
    en="Local regulations",
    key_field=Field("key", "法规编号", "Regulation key", required=True),
    fields=(
        Field("name", "法规", "Regulation", required=True),
        UNIT,
        Field("scale", "级别", "Level", "choice", choices=SCALE),
        Field("article", "条款", "Article", "long"),
        APPLICATIONS,
        Field("drafted", "起草日期", "Drafted on", "date"),
        Field("adopted", "通过日期", "Adopted on", "date"),
        Field("effective", "施行日期", "In force from", "date"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("数字化改革的法规和条款，以及它固化的实践。", "Regulations and articles, and the practice that each fixes."),
    title_field="name", owner="改革办", group="results",
    states=(
        State("force", Text("已施行", "In force"), "good", ((by("effective"),),)),
        State("adopted", Text("已通过", "Adopted"), "neutral", ((by("adopted"),),)),
        State("draft", Text("起草中", "Draft"), "watch"),
    ),
    listed=("scale", "unit", "adopted", "effective", "applications"),
    covers=("H2",),
)  # fmt: skip

standards = Register(
    key="standards",
    zh="地方标准",
    en="Standards",
    key_field=Field("key", "标准登记号", "Standard key", required=True),
    fields=(
        Field("name", "标准", "Standard", required=True),
        UNIT,
        Field("number", "标准号", "Number"),
        Field("scale", "级别", "Level", "choice", choices=SCALE),
        Field("kind", "类型", "Kind", "choice", choices=choices("terms 术语定义 Terms", "catalogue 目录编制 Catalogues", "sharing 数据共享 Sharing", "platform 平台建设 Platform", "other 其他 Other")),
        Field("adopters", "采用单位数", "Adopters", "count"),
        Field("defines", "规定的口径", "Figures it defines"),
        Field("due", "计划发布", "Planned for", "date"),
        Field("published", "发布日期", "Published on", "date"),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("地方标准：口径从哪来，多少单位在用。", "Standards: where a definition comes from, and how many follow it."),
    title_field="name", owner="大数据局", group="results", due="due",
    states=by_days("published", "due", done_word=Text("已发布", "Published"), open_word=Text("编制中", "Being written"), over_word=Text("逾期未发布", "Overdue")),
    listed=("number", "scale", "kind", "unit", "adopters", "published"),
    covers=("H3",),
)  # fmt: skip

technology = Register(
    key="technology",
    zh="技术攻关",
    en="Technology programmes",
    key_field=Field("key", "攻关编号", "Programme key", required=True),
    fields=(
        Field("name", "攻关项目", "Programme", required=True),
        UNIT,
        Field("kind", "方向", "Field", "choice", choices=choices(
            "network 6G与网络 6G and networks", "quantum 量子 Quantum", "chain 区块链 Blockchain", "privacy 隐私计算 Private computing", "twin 数字孪生 Digital twin", "ai 人工智能 AI", "lab 重点实验室 Key laboratory")),
        Field("lead", "牵头单位", "Lead"),
        refers("applications", "用到的应用", "Used by", "applications", many=True),
        Field("start", "立项日期", "Start", "date"),
        Field("due", "节点期限", "Milestone due", "date"),
        Field("done", "完成日期", "Done", "date"),
        CHANGED,
    ),
    definition=Text("技术攻关和重点实验室：成果被哪个应用用了。", "Technology programmes: which application uses what came of them?"),
    title_field="name", owner="经信局", group="results", due="due",
    states=by_days("done", "due", done_word=Text("已完成", "Done"), open_word=Text("攻关中", "Under way"), over_word=Text("逾期", "Overdue")),
    listed=("kind", "unit", "lead", "applications", "due"),
    covers=("J8",),
)  # fmt: skip

showings = Register(
    key="showings",
    zh="发布与展会",
    en="Conferences, exhibitions and fairs",
    key_field=Field("key", "活动编号", "Event key", required=True),
    fields=(
        Field("name", "活动", "Event", required=True),
        UNIT,
        Field("kind", "类型", "Kind", "choice", required=True, choices=choices(
            "press 新闻发布会 Press conference", "exhibition 成果展 Results exhibition", "fair 展会 Fair", "forum 国际合作 International work")),
        Field("edition", "届次", "Edition"),
        Field("held", "举办日期", "Held on", "date", required=True),
        Field("figures", "发布的数", "Figures released", "long"),
        money("signed", "签约额", "Signed"),
        Field("came", "落地成效", "What came of it", "long"),
        APPLICATIONS,
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("新闻发布会、成果展、智博会等：发布了什么数，后来落地没有。", "Press conferences, exhibitions and fairs: which figures were released, and what came of them."),
    title_field="name", owner="改革办", group="results",
    listed=("kind", "edition", "unit", "held", "signed"),
    counted_by=(("kind", "unit"),),
    states=(
        State("coming", Text("待举办", "To come"), "neutral", ((after("held"),),)),
        State("told", Text("有落地成效", "Came to something"), "good", ((filled("came"),),)),
        State("untold", Text("未报成效", "Outcome not said"), "watch", ((is_("kind", "fair"),),)),
        State("held", Text("已举办", "Held"), "neutral"),
    ),
    covers=("I1", "I3", "J9"),
)  # fmt: skip
