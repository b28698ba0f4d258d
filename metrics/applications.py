"""Applications: how many there are, whether they live, are known, used and by whom.

The dates of the ledger decide what an application was at the end of a month; where they are empty, its status does.
"""

from data.measures import MEASURES
from data.registers.applications import BUILDING, LIVE, STOPPED
from data.text import Text
from metrics.language import Metric, count, count_any, index, latest, total
from metrics.owners import DIGITAL_REFORM_OFFICE

APPLICATIONS = Text("个", "applications")

applications = Metric(
    key="applications",
    zh="一本账应用",
    en="Applications on the ledger",
    formula=count("applications"),
    format="count",
    unit=APPLICATIONS,
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("屏后的那张表有多少行。", "How long the table behind the screen is."),
)

applications_live = Metric(
    key="applications_live",
    zh="上线运行应用",
    en="Applications live",
    formula=count_any("applications", *LIVE, known="status"),
    format="count",
    unit=APPLICATIONS,
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("一本账里真在运行的。", "Those on the ledger that really run."),
)

applications_building = Metric(
    key="applications_building",
    zh="建设中应用",
    en="Applications being built",
    formula=count_any("applications", *BUILDING, known="status"),
    format="count",
    unit=APPLICATIONS,
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("还在建的有多少。", "How many are still being built."),
)

applications_stopped = Metric(
    key="applications_stopped",
    zh="停用应用",
    en="Applications stopped",
    formula=count_any("applications", *STOPPED, known="status"),
    format="count",
    unit=APPLICATIONS,
    better="lower",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("清理了多少，或荒废了多少。", "How many were cleared away, or left to wither."),
)

visits = Metric(
    key="visits",
    zh="应用访问量",
    en="Visits to applications",
    formula=total(MEASURES["visits"]),
    format="count",
    unit=Text("人次", "visits"),
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("建了要有人用。", "What was built must be used."),
)

usage_rate = Metric(
    key="usage_rate",
    zh="使用率",
    en="Usage rate",
    formula=latest(MEASURES["active_users"]) / latest(MEASURES["app_users"]),
    format="percent",
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("注册不等于活跃：注册用户中真在用的占多少。", "Registered is not active: the share of users who use it."),
)

awareness = Metric(
    key="awareness",
    zh="知晓率",
    en="Awareness",
    formula=total(MEASURES["aware"]) / total(MEASURES["asked"]),
    format="percent",
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("不知道，就谈不上使用和满意。", "What is not known is neither used nor liked."),
)

app_users = Metric(
    key="app_users",
    zh="注册用户",
    en="Registered users",
    formula=latest(MEASURES["app_users"]),
    format="count",
    unit=Text("人", "people"),
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("使用率的分母。", "The denominator of the usage rate."),
)

visits_per_user = Metric(
    key="visits_per_user",
    zh="人均访问",
    en="Visits per user",
    formula=total(MEASURES["visits"]) / latest(MEASURES["app_users"]),
    format="decimal",
    unit=Text("次", "visits"),
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("每个注册用户来过几次。", "How often each registered user came."),
)

major_apps_live = Metric(
    key="major_apps_live",
    zh="上线运行重大应用（公布）",
    en="Major applications live (published)",
    formula=index(MEASURES["major_apps_live"]),
    format="count",
    unit=APPLICATIONS,
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text(
        "各级公布的口径不同，不能上下相加或比较。", "Defined apart at each level: never add or compare across levels."
    ),
)

apps_on_shelf = Metric(
    key="apps_on_shelf",
    zh="“浙里办”频道上架应用",
    en="Applications on the Zheliban channel",
    formula=latest(MEASURES["apps_on_shelf"]),
    format="count",
    unit=APPLICATIONS,
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("群众在一个入口能找到多少应用。", "How many applications citizens find behind one door."),
)

portal_daily_users = Metric(
    key="portal_daily_users",
    zh="“浙里办”频道日活用户",
    en="Daily active users of the Zheliban channel",
    formula=index(MEASURES["portal_daily_users"]),
    format="count",
    unit=Text("人/日", "people a day"),
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("每天有多少人用。", "How many people use it in a day."),
)

METRICS = (
    applications,
    applications_live,
    applications_building,
    applications_stopped,
    visits,
    usage_rate,
    awareness,
    app_users,
    visits_per_user,
    major_apps_live,
    apps_on_shelf,
    portal_daily_users,
)
