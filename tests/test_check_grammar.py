"""Workbooks made of what people write: each gives the right value or a finding, and never another value."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sheets import figures, look

# What may stand beside the name of a measure, and whether the number is still its own number of October 2026.
OWN = {
    "visits": [
        "人次",
        "个",
        "本月",
        "10月",
        "2026年10月",
        "10月份",
        "当月数",
        "公布",
        "合计",
        "Oct 2026",
        "Oct-26",
        "Oct-2026",
        "10/2026",
        "人次，本月",
    ],
    "app_users": ["人", "月末", "累计", "10月末", "总数", "2026年10月", "截至10月底"],
    "service_requests": ["次", "累计", "1-10月", "本年累计", "1—10月累计", "2026年1-10月", "year to date"],
}
OTHER = {
    "visits": ["累计", "1-10月", "本年累计", "年初以来", "year to date", "历年累计"],
    "app_users": ["新增", "当月新增", "净增", "1-9月", "9月末"],
    "service_requests": ["本月", "当月", "1-9月累计", "历年累计", "9月"],
}
OTHER_OF_ALL = [
    "上月", "上月数", "去年同期", "上年同月", "同比", "同比增长", "环比增长率", "较上月增长", "比上年同期", "年度目标", "计划数", "完成率",
    "占比", "全省排名", "日均", "人均", "预计", "快报", "9月", "九月份", "2025年", "2025年10月", "8-10月", "8月至10月", "三季度", "上半年",
    "万", "万人次", "千人", "十万", "thousand", "10,000", "in millions", "小时", "美元", "%", "其中：移动端", "last month", "forecast",
    "Sep 2026", "Sep-26", "Oct-25", "09/2026", "YoY", "最高", "仅供参考",
]  # fmt: skip
NOT_UNDERSTOOD = ["移动端", "省厅", "口头", "A类用户", "web", "修正"]
ABOUT_ALL = {"小时", "美元", "十万", "千人"} | {"合计", "公布", "总数"}  # above a table they may mean other columns

NAMES = {"visits": "应用访问量", "app_users": "注册用户", "service_requests": "政务服务办件量"}
NEAR = ("bracket", "before", "after", "below", "above", "row", "value")  # of the column, or the row, itself
FAR = ("title", "sheet", "file", "corner", "unit")
TITLE = "宁波市2026年10月数字化改革月报"


def _book(measure: str, said: str, place: str, value: int) -> tuple[list[list], dict]:
    """Rows with the value at 海曙区, the words at their place, and names of sheet and file."""
    name, title, more = NAMES[measure], [TITLE], {}
    wide = lambda heading, unit="海曙区": [title, ["单位", heading], [unit, value]]  # noqa: E731
    if place == "bracket":
        return wide(f"{name}（{said}）"), more
    if place == "before":
        return wide(said + name), more
    if place == "after":
        return wide(name + said), more
    if place == "below":
        rows = [title, ["单位", name], ["", said], ["海曙区", value]]
        return rows, {"merged": [((1, 0), (2, 0))]}
    if place == "above":
        return [title, ["", said], ["单位", name], ["海曙区", value]], more
    if place == "row":
        return [title, ["单位", "填报项", "数值"], ["海曙区", f"{name}（{said}）", value]], more
    if place == "value":
        return [title, ["单位", "填报项", f"数值（{said}）"], ["海曙区", name, value]], more
    if place == "title":
        title[0] = f"{TITLE}（{said}）"
        return wide(name), more
    if place == "sheet":
        return wide(name), {"name": f"月报（{said}）"}
    if place == "file":
        return wide(name), {"file": f"月报2026-10（{said}）.xlsx"}
    if place == "corner":
        return [title, [f"填报项（{said}）", "海曙区"], [name, value]], more
    return wide(name, f"海曙区（{said}）"), more


@st.composite
def books(draw):
    """A measure, words beside it, where they stand, a value; and whether the value is the measure's own."""
    measure = draw(st.sampled_from(sorted(NAMES)))
    place = draw(st.sampled_from(NEAR + FAR))
    own = draw(st.booleans())
    unknown = place in NEAR and place != "above"  # a group may be called anything
    others = [*OTHER[measure], *OTHER_OF_ALL, *(NOT_UNDERSTOOD if unknown else ())]
    words = OWN[measure] if own else [each for each in others if each not in OWN[measure]]
    said = draw(st.sampled_from([each for each in words if place in NEAR or each not in ABOUT_ALL]))
    return measure, said, place, draw(st.integers(1000, 9999)), own


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=books())
def test_the_right_value_or_a_finding_and_never_another_value(units, book):
    measure, said, place, value, own = book
    rows, more = _book(measure, said, place, value)
    result = look(units, rows, **more)
    right = [f"{measure} 330203 2026-10 {value}"]
    read = figures(result)
    assert read in ([], right)
    if own:
        assert read == right or result.findings, (said, place)
    else:
        assert result.findings, (said, place)
        assert not read or place in FAR, (said, place)  # what stands at the number itself decides; a title asks
