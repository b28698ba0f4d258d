"""The words of the screens, in pairs."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from data.settings import settings
from data.text import LANGUAGES, Language, Text

TEXTS = {
    # the frame
    "reform": Text(zh="数字化改革", en="Digital reform"),
    "overview": Text(zh="总览", en="Overview"),
    "problems": Text(zh="问题", en="Problems"),
    "applications": Text(zh="应用", en="Applications"),
    "oversight": Text(zh="监督", en="Oversight"),
    "whole": Text(zh="全景", en="Whole reform"),
    "platform": Text(zh="平台与大脑", en="Platform and brains"),
    "services": Text(zh="服务", en="Services"),
    "organisation": Text(zh="组织", en="Organisation"),
    "economy": Text(zh="经济与设施", en="Economy and infrastructure"),
    "results": Text(zh="成果", en="Results"),
    "diffusion": Text(zh="推广", en="Diffusion"),
    "map": Text(zh="地图", en="Map"),
    "league": Text(zh="赛马", en="League"),
    "evaluation": Text(zh="评价", en="Evaluation"),
    "outlook": Text(zh="预测", en="Outlook"),
    "instructions": Text(zh="交办", en="Instructions"),
    "meetings": Text(zh="会议", en="Meetings"),
    "today": Text(zh="今日待办", en="My day"),
    "watching": Text(zh="我的关注", en="What I watch"),
    "register": Text(zh="清单", en="Register"),
    "system": Text(zh="系统", en="System"),
    "object": Text(zh="详情", en="Object"),
    "unit": Text(zh="单位", en="Unit"),
    "person": Text(zh="联系人", en="Person"),
    "passport": Text(zh="指标详情", en="Passport"),
    "desk": Text(zh="我的填报", en="My desk"),
    "upload": Text(zh="上报", en="Upload"),
    "history": Text(zh="批次", en="Batches"),
    "approval": Text(zh="审核", en="Approval"),
    "radar": Text(zh="真实性提示", en="Signs to ask about"),
    "definitions": Text(zh="口径", en="Definitions"),
    "published": Text(zh="公布数据", en="Published figures"),
    "proofreading": Text(zh="核数", en="Check a text"),
    "reporting": Text(zh="填报情况", en="Reporting"),
    "burden": Text(zh="减负", en="Burden"),
    "duties": Text(zh="填报任务", en="Obligations"),
    "notices": Text(zh="通知", en="Notices"),
    "account": Text(zh="我的账号", en="My account"),
    "training": Text(zh="演练室", en="Training room"),
    "people": Text(zh="人员", en="People"),
    "walls": Text(zh="大屏管理", en="Walls"),
    "audit": Text(zh="审计日志", en="Audit log"),
    "health": Text(zh="系统体检", en="Health"),
    "storylines": Text(zh="演示脚本", en="Storylines"),
    "leaders": Text(zh="领导", en="Leaders"),
    "stewards": Text(zh="填报", en="Stewards"),
    "approvers": Text(zh="审核", en="Approvers"),
    "presenters": Text(zh="讲解", en="Presenters"),
    "admin": Text(zh="管理", en="Admin"),
    "everyone": Text(zh="所有人", en="Everyone"),
    "other_language": Text(zh="English", en="中文"),
    "demo": Text(zh="演示数据", en="Demo data"),
    "clock": Text(zh="当前时间", en="Time now"),
    "month": Text(zh="月份", en="Month"),
    "month_before": Text(zh="上一月", en="Month before"),
    "month_after": Text(zh="下一月", en="Month after"),
    "month_label": Text(zh="{year}年{month}月", en="{month} {year}"),
    "period": Text(zh="周期", en="Period"),
    "months_of_year": Text(zh="{year}年{since}—{until}月", en="{since}–{until} {year}"),
    "months_over": Text(zh="{first}—{last}", en="{first} – {last}"),
    "revision": Text(zh="版本", en="Revision"),
    "known_on": Text(zh="截至何日所知", en="As known on"),
    "known_now": Text(zh="当前版本", en="Present"),
    "frozen": Text(zh="画面已定格：{when} 的数据，不再更新", en="Frozen: the data of {when}, not updated"),
    "known_past": Text(zh="历史版本", en="Earlier revision"),
    "back_to_present": Text(zh="回到当前版本", en="Back to the present"),
    "data_as_of": Text(zh="数据时间", en="Data as of"),
    "coverage": Text(zh="填报率", en="Coverage"),
    "coverage_of": Text(zh="填报率 {coverage}", en="Coverage {coverage}"),
    "to_wall": Text(zh="大屏", en="Wall"),
    "apply": Text(zh="确定", en="Show"),
    "menu": Text(zh="菜单", en="Menu"),
    "main_navigation": Text(zh="主导航", en="Main navigation"),
    "path_of_units": Text(zh="单位层级", en="Units above"),
    # the scope
    "unknown_unit": Text(
        zh="网址中的单位“{value}”在 {month} 不存在，已显示{used}。请从地图或导航中选择单位。",
        en="There is no unit “{value}” in {month}; {used} is shown instead. Choose a unit on the map.",
    ),
    "unknown_month": Text(
        zh="网址中的月份“{value}”无法识别，应写作 2026-10，已显示 {used}。",
        en="The month “{value}” in the address is not one; write it like 2026-10. {used} is shown instead.",
    ),
    "unknown_period": Text(
        zh="没有名为“{value}”的周期，可用 month、quarter、ytd、rolling，已显示当月。",
        en="There is no period “{value}”: write month, quarter, ytd or rolling. The month is shown instead.",
    ),
    "month_outside": Text(
        zh="月份 {value} 不在 {first} 至 {last} 之间，已显示 {used}。",
        en="The month {value} is not between {first} and {last}; {used} is shown instead.",
    ),
    "unknown_revision": Text(
        zh="版本“{value}”不存在，现有版本为 1 至 {last}，已显示当前版本。",
        en="There is no revision “{value}”; there are 1 to {last}. The present one is shown instead.",
    ),
    "unknown_day": Text(
        zh="日期“{value}”无法识别，应写作 2026-10-31，已显示当前版本。",
        en="“{value}” is not a day; write it like 2026-10-31. The present revision is shown instead.",
    ),
    "not_your_unit": Text(
        zh="您没有查看“{value}”的权限，已显示{used}。如工作需要，请联系管理员。",
        en="You may not look at {value}; {used} is shown instead. Ask an administrator if your work needs it.",
    ),
    "unknown_metric": Text(
        zh="没有名为“{value}”的指标，已显示常用指标；请从口径页选择。",
        en="There is no metric “{value}”; the usual one is shown. Definitions lists them all.",
    ),
    "unknown_screen": Text(
        zh="“{value}”不是屏幕尺寸，已按常用版式显示；应为“宽x高x最远观看距离”，以米计，如 4x2.25x6。",
        en="“{value}” is no screen; the usual layout is shown. Expected: width x height x farthest distance in metres, "
        "like 4x2.25x6.",
    ),
    # tiles
    "basis_changed": Text(zh="口径变化", en="basis changed"),
    "carried": Text(zh="沿用上期", en="carried"),
    "carried_units": Text(zh="{count} 个单位", en="{count} units"),
    "carried_since": Text(zh="{count} 个单位，最早 {month}", en="{count} units, from {month} on"),
    "no_value": Text(zh="暂无数据", en="No figure"),
    "owed_by": Text(zh="待报：{who}", en="Owed by {who}"),
    "owed_by_all": Text(zh="待报：全部 {count} 个单位的{owner}", en="Owed by all {count} units ({owner})"),
    "owed_by_units": Text(zh="待报：{who}等 {count} 个单位", en="Owed by {who} and others ({count})"),
    "not_enough_to_tell": Text(zh="已报数据不足以得出此数", en="What is reported does not give this number"),
    "path_of_target": Text(zh="目标", en="Target"),
    "owed_by_day": Text(zh="{day} 截止", en="Due on {day}"),
    "month_runs": Text(zh="本月未结束", en="The month is not over"),
    "nothing_owed": Text(zh="本月无填报要求", en="Nothing asked for this month"),
    "points": Text(zh="{value}百分点", en="{value} pts"),
    # panels
    "stands_out": Text(zh="最突出的情况", en="What stands out"),
    "map_alt": Text(zh="{unit}地图：各地{metric}", en="Map of {unit}: {metric}"),
    "map_source": Text(
        zh="地图数据来源：国家地理信息公共服务平台（天地图） 审图号：GS(2024)0650号",
        en="Map data: National Platform for Common Geospatial Information Services (Tianditu). 审图号：GS(2024)0650号",
    ),
    "no_outlines": Text(zh="{unit}没有下级地图", en="There is no map below {unit}"),
    "column_height": Text(zh="柱高：超期问题", en="Column: overdue problems"),
    "hatched": Text(zh="斜线：暂无数据", en="Hatched: no figure"),
    "choose_metric": Text(zh="选择指标", en="Choose the metric"),
    "beside_structure": Text(zh="（{structure}之外）", en=" (beside {structure})"),
    "trends": Text(zh="各系统趋势 · {metric}", en="Trend by system · {metric}"),
    "ranking": Text(zh="排名 · {metric}", en="Ranking · {metric}"),
    "units_between": Text(
        zh="中间还有 {count} 个单位，见下方完成情况表",
        en="{count} more between them, in the table of what was delivered",
    ),
    "problems_by_list": Text(zh="七张问题清单", en="The seven problem lists"),
    "overdue": Text(zh="超期", en="Overdue"),
    "open": Text(zh="在办", en="Open"),
    "closed": Text(zh="已办结", en="Closed"),
    "all": Text(zh="合计", en="All"),
    "most_overdue": Text(zh="超期最久的问题", en="Longest overdue"),
    "days": Text(zh="{count:,} 天", en="{count:,} days"),
    "rows_of_own": Text(zh="仅本单位可看逐条记录", en="Single records are for the unit itself"),
    "none_overdue": Text(zh="没有超期问题", en="Nothing is overdue"),
    "dots_of_year": Text(zh="颜色：按累计评价", en="Colours judge the year to date"),
    "rank_withheld": Text(
        zh="填报率 {coverage}，不足 {enough}，暂不排名", en="Coverage {coverage}, below {enough}: not ranked"
    ),
    "nothing_to_rank": Text(zh="还没有单位有数，暂不排名", en="No unit has a figure yet: nothing to rank"),
    # when something is away
    "cut": Text(zh="数据时间 {when} · 已断开 {age}", en="Data as of {when} · cut off for {age}"),
    "seconds": Text(zh="{s} 秒", en="{s} s"),
    "minutes": Text(zh="{m} 分 {s} 秒", en="{m} min {s} s"),
    "store_away": Text(
        zh="暂时无法连接数据库，正在自动重试；无需操作。",
        en="The database cannot be reached just now; trying again by itself. Nothing to do.",
    ),
    "store_away_for": Text(
        zh="数据库已断开 {age}，显示最后一次数据", en="Database away for {age}; showing the last data"
    ),
    "went_wrong": Text(
        zh="此页暂时无法显示。请稍后重试；如仍不行，请把编号 {reference} 告知管理员。",
        en="This page cannot be shown just now. Try again later; if it stays, give the administrator number {reference}.",
    ),
}


def tell(language: Language, key: str, **blanks: object) -> str:
    """The text of that key in one language, its blanks filled in."""
    return TEXTS[key].in_(language, **blanks)


def teller(language: Language) -> Callable[..., str]:
    """`t` of one language: for what is drawn once and shown in many sessions."""
    return partial(tell, language)


def language() -> Language:
    """The language of this view: `lang` in the URL, else the owner's."""
    asked = st.query_params.get("lang")
    return next((each for each in LANGUAGES if each == asked), settings().language)


def t(key: str, **blanks: object) -> str:
    """The text of that key in the language of this view."""
    return tell(language(), key, **blanks)


def of_program(written: str, lang: Language) -> str:
    """What the program itself wrote, a name or a note, stands in both languages: `初始数据 / starting data`."""
    zh, _, en = written.partition(" / ")
    return (zh if lang == "zh" else en) if not zh.isascii() and en[:1].isascii() and en[:1].isalpha() else written


MARKS = str.maketrans({mark: "\\" + mark for mark in "\\`*_{}[]()<>#+-!|~$:&^=@"})


def as_text(written: str) -> str:
    """What somebody else wrote (the name of a file), for a label that Streamlit takes for Markdown: shown as it stands."""
    return written.translate(MARKS)
