"""Outcomes: what reform has yielded – results, honours, and what spread beyond.

Awards overlap, so printed totals of honours and awards stand for their unit alone and are never added up.
"""

from data.measures import MEASURES
from data.text import Text
from metrics.language import Metric, index, latest
from metrics.owners import REFORM_OFFICE

MATTERS = Text("项", "items")
ITEMS = Text("个", "items")

theory_results = Metric(
    key="theory_results",
    zh="理论成果",
    en="Theory results",
    formula=latest(MEASURES["theory_results"]),
    format="count",
    unit=MATTERS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("做法有没有上升为理论。", "Whether practice has become theory."),
)

results_promoted = Metric(
    key="results_promoted",
    zh="向全国推广的改革成果",
    en="Reform results promoted nationwide",
    formula=latest(MEASURES["results_promoted"]),
    format="count",
    unit=MATTERS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("一地创新走了多远。", "How far one place's innovation has travelled."),
)

honours = Metric(
    key="honours",
    zh="荣誉称号",
    en="Honours",
    formula=index(MEASURES["honours"]),
    format="count",
    unit=MATTERS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("别人怎样看这场改革。", "How others see this reform."),
)

apps_awarded = Metric(
    key="apps_awarded",
    zh="获奖应用",
    en="Applications with awards",
    formula=index(MEASURES["apps_awarded"]),
    format="count",
    unit=ITEMS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("哪些应用拿得出手；奖项有重叠，不相加。", "Applications to show; awards overlap and are not added up."),
)

frontrunner_cases = Metric(
    key="frontrunner_cases",
    zh="“领跑者”案例",
    en="Front-runner cases",
    formula=latest(MEASURES["frontrunner_cases"]),
    format="count",
    unit=ITEMS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("可以照着做的案例。", "Cases that others can follow."),
)

awards_top_series = Metric(
    key="awards_top_series",
    zh="省“最系列”最佳成果",
    en="Provincial “top series” results",
    formula=index(MEASURES["awards_top_series"]),
    format="count",
    unit=ITEMS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("当年省里评出的最佳成果。", "The year's best results as the province chose them."),
)

challenge_projects = Metric(
    key="challenge_projects",
    zh="“揭榜挂帅”项目",
    en="Open-bid challenge projects",
    formula=latest(MEASURES["challenge_projects"]),
    format="count",
    unit=ITEMS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("难题有没有人揭榜。", "Whether anyone takes up the hard questions."),
)

METRICS = (
    theory_results,
    results_promoted,
    honours,
    apps_awarded,
    frontrunner_cases,
    awards_top_series,
    challenge_projects,
)
