"""Outcomes: the economy, standings, results, honours, and what spread beyond."""

from dataclasses import replace

from data.measures.declaration import Measure
from data.measures.units import ITEMS, MATTERS, PERCENTAGE_POINTS, RANK, YUAN
from data.text import Text

_ECONOMY = (
    Measure(
        "core_industry_value_added",
        "数字经济核心产业增加值",
        "Digital-economy core industry value added",
        "flow",
        YUAN,
        reported_as="ytd",
        owed=True,
        definition=Text("本年1月至本月累计增加值。", "Value added from January to this month of the year."),
    ),
    Measure(
        "core_industry_share_change",
        "数字经济核心产业增加值占全省比重变化",
        "Change of share in the province",
        "index",
        PERCENTAGE_POINTS,
    ),
    Measure("innovation_rank_band", "创新能力位次", "Innovation capability standing", "index", RANK),
    Measure("business_environment_rank", "营商环境全国位次", "Business environment: rank among cities", "index", RANK),
)

_OUTCOMES = (
    Measure("theory_results", "理论成果", "Theory results", "stock", MATTERS, carry=2),
    Measure(
        "results_promoted", "向全国推广的改革成果", "Reform results promoted nationwide", "stock", MATTERS, carry=2
    ),
    Measure("honours", "荣誉称号", "Honours", "stock", MATTERS, carry=2),
    Measure("apps_awarded", "获奖应用", "Applications with awards", "stock", ITEMS, carry=2),
    Measure("awards_top_series", "省“最系列”最佳成果", "Provincial “top series” results", "flow", ITEMS),
    Measure("awards_best_apps_city", "“最佳应用”", "Best applications (city and province)", "flow", ITEMS),
    Measure("awards_best_apps_province", "省级最佳应用", "Provincial best applications", "stock", ITEMS),
    Measure("awards_breakthrough", "改革突破奖单位", "Breakthrough award units", "stock", ITEMS),
    Measure("frontrunner_cases", "“领跑者”案例", "Front-runner cases", "stock", ITEMS),
    Measure("challenge_projects", "“揭榜挂帅”项目", "Open-bid challenge projects", "stock", ITEMS),
    Measure("problems_assigned", "累计交办清单问题（公布）", "Listed problems assigned (published)", "stock", ITEMS),
)

MEASURES = (
    *(replace(measure, owner="经信局") for measure in _ECONOMY),
    *(replace(measure, owner="改革办") for measure in _OUTCOMES),
)
