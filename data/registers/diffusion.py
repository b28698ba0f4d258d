"""Diffusion: what one place made and others took."""

from data.registers.conditions import by, is_
from data.registers.declaration import (
    CHANGED,
    EVIDENCE,
    UNIT,
    Field,
    Register,
    State,
    choices,
    money,
    refers,
)
from data.text import Text

adoptions = Register(
    key="adoptions",
    zh="推广复用",
    en="Adoptions",
    key_field=Field("key", "推广编号", "Adoption key", required=True),
    fields=(
        Field("name", "推广事项", "Adoption", required=True),
        UNIT,
        refers("application", "应用", "Application", "applications", required=True),
        Field("origin", "首创地", "Origin", "unit", required=True),
        Field("beyond", "省外推广地", "Adopter beyond the province"),
        Field("mode", "推广模式", "Mode", "choice", required=True, choices=choices(
            "steered 市级统筹 Steered by the city", "saas SaaS部署 SaaS", "copied 系统复制 Copied", "decoupled 解耦推广 Decoupled")),
        Field("agreed", "约定日期", "Agreed on", "date", required=True),
        Field("adopted", "落地日期", "Adopted on", "date", after="agreed"),
        Field("dropped", "停用日期", "Dropped on", "date", after="agreed"),
        Field("users", "用户数", "Users", "count"),
        money("cost", "推广成本", "Cost"),
        money("saved", "节省经费", "Saved"),
        CHANGED,
    ),
    definition=Text("一地创新、全省共享：从哪里来、谁用、用哪种模式、花多少省多少。单位是采用方。", "Innovate once, share everywhere: origin, adopter, mode, cost and saving. The unit is the adopter."),
    title_field="name", owner="改革办", group="diffusion",
    states=(
        State("dropped", Text("已停用", "Dropped"), "bad", ((by("dropped"),),)),
        State("adopted", Text("已落地", "Adopted"), "good", ((by("adopted"),),)),
        State("agreed", Text("推进中", "Agreed"), "watch"),
    ),
    listed=("application", "origin", "unit", "beyond", "mode", "adopted", "users", "saved"),
    filters=("application", "mode"),
    counted_by=(("mode", "standing"), ("application", "standing")), on_map=True,
    covers=("G1", "G2", "G4"),
)  # fmt: skip

promotions = Register(
    key="promotions",
    zh="上升为全省应用",
    en="Promoted to the province",
    key_field=Field("key", "上升编号", "Promotion key", required=True),
    fields=(
        Field("name", "上升事项", "Promotion", required=True),
        UNIT,
        refers("application", "应用", "Application", "applications", required=True),
        Field("criteria", "依据标准", "Criteria", "long"),
        Field("proposed", "推荐日期", "Proposed on", "date", required=True),
        Field("decided", "决定日期", "Decided on", "date", after="proposed"),
        Field("result", "结果", "Result", "choice", choices=choices("promoted 上升 Promoted", "pending 待定 Pending", "declined 未上升 Declined")),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text("地方应用上升为全省应用：推荐、依据、结果，和下一批候选。", "Local applications that became the province's: proposal, criteria, result, and the next candidates."),
    title_field="name", owner="改革办", group="diffusion",
    states=(
        State("promoted", Text("已上升", "Promoted"), "good", ((is_("result", "promoted"),),)),
        State("declined", Text("未上升", "Declined"), "neutral", ((is_("result", "declined"),),)),
        State("pending", Text("候选", "Candidate"), "watch"),
    ),
    listed=("application", "unit", "proposed", "decided"),
    counted_by=(("unit", "standing"),),
    covers=("G3",),
)  # fmt: skip
