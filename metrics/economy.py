"""The economy: does digital reform reach it?"""

from data.measures import MEASURES
from data.text import Text
from metrics.language import Metric, index, total
from metrics.owners import ECONOMY_BUREAU

core_industry_value_added = Metric(
    key="core_industry_value_added",
    zh="数字经济核心产业增加值",
    en="Digital-economy core value added",
    formula=total(MEASURES["core_industry_value_added"]),
    format="money",
    unit=Text("元", "yuan"),
    better="higher",
    owner=ECONOMY_BUREAU,
    why=Text("数字经济有多大，是否走在全年目标的路上。", "How big it is, and whether it is on the year's path."),
)

core_industry_share_change = Metric(
    key="core_industry_share_change",
    zh="核心产业增加值占全省比重变化",
    en="Change of share in the province",
    formula=index(MEASURES["core_industry_share_change"]),
    format="points",
    better="higher",
    owner=ECONOMY_BUREAU,
    why=Text("在全省的分量是升还是降。", "Whether its weight in the province rises or falls."),
)

business_environment_rank = Metric(
    key="business_environment_rank",
    zh="营商环境全国位次",
    en="Business environment: rank among cities",
    formula=index(MEASURES["business_environment_rank"]),
    format="rank",
    better="lower",
    owner=ECONOMY_BUREAU,
    why=Text("企业用脚投票之前的信号。", "The signal before firms vote with their feet."),
)

innovation_rank_band = Metric(
    key="innovation_rank_band",
    zh="创新能力位次",
    en="Innovation capability standing",
    formula=index(MEASURES["innovation_rank_band"]),
    format="rank",
    better="lower",
    owner=ECONOMY_BUREAU,
    why=Text("公布的是档次，没有数字。", "A band was published, not a number."),
)

METRICS = (core_industry_value_added, core_industry_share_change, business_environment_rank, innovation_rank_band)
