"""The public data platform: what is collected, catalogued, shared, opened and kept safe."""

from data.measures import MEASURES
from data.text import Text
from metrics.language import Metric, index, latest, total
from metrics.owners import DATA_BUREAU

data_records = Metric(
    key="data_records",
    zh="归集公共数据量",
    en="Public data records collected",
    formula=latest(MEASURES["data_records"]),
    format="count",
    unit=Text("条", "records"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text(
        "平台的底数：数据归集了多少，谁不再供数。",
        "The platform's stock: how much is collected, and who stopped feeding it.",
    ),
)

sharing_fulfilment = Metric(
    key="sharing_fulfilment",
    zh="数据共享满足率",
    en="Data-sharing fulfilment",
    formula=total(MEASURES["requests_met"]) / total(MEASURES["requests"]),
    published=MEASURES["sharing_satisfaction_rate"],
    format="percent",
    better="higher",
    owner=DATA_BUREAU,
    why=Text("部门要数据，要得到吗？", "Departments ask for data: do they get it?"),
)

requests = Metric(
    key="requests",
    zh="数据共享申请",
    en="Data-sharing requests",
    formula=total(MEASURES["requests"]),
    format="count",
    unit=Text("次", "requests"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("共享满足率的分母。", "The denominator of the fulfilment rate."),
)

interface_calls = Metric(
    key="interface_calls",
    zh="数据接口调用量",
    en="Data interface calls",
    formula=total(MEASURES["interface_calls"]),
    format="count",
    unit=Text("次", "calls"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("数据共享是否真在用。", "Whether shared data is really used."),
)

open_datasets = Metric(
    key="open_datasets",
    zh="开放数据集",
    en="Open datasets",
    formula=latest(MEASURES["open_datasets"]),
    format="count",
    unit=Text("个", "datasets"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("向社会开放了多少数据集。", "How many datasets are open to the public."),
)

open_records = Metric(
    key="open_records",
    zh="开放数据量",
    en="Open data records",
    formula=latest(MEASURES["open_records"]),
    format="count",
    unit=Text("条", "records"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("向社会开放了多少数据。", "How much data is open to the public."),
)

components = Metric(
    key="components",
    zh="上架智能组件",
    en="Smart components listed",
    formula=latest(MEASURES["components"]),
    format="count",
    unit=Text("个", "components"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("可供复用的组件有多少。", "How many components can be reused."),
)

component_reuse = Metric(
    key="component_reuse",
    zh="组件复用率",
    en="Component reuse",
    formula=latest(MEASURES["components_used"]) / latest(MEASURES["components"]),
    format="percent",
    better="higher",
    owner=DATA_BUREAU,
    why=Text("上架不等于有用：被其他单位用过的占多少。", "Listed is not used: the share that another unit has called."),
)

topic_databases = Metric(
    key="topic_databases",
    zh="特色专题库",
    en="Thematic databases",
    formula=latest(MEASURES["topic_databases"]),
    format="count",
    unit=Text("个", "databases"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("围绕场景建了多少库。", "How many libraries were built for scenes."),
)

catalogue_classes = Metric(
    key="catalogue_classes",
    zh="“一本账”管理数据类",
    en="Data classes on the one ledger",
    formula=latest(MEASURES["catalogue_classes"]),
    format="count",
    unit=Text("类", "classes"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("编了目的数据才找得到。", "Only data in the catalogue can be found."),
)

cloud_resources = Metric(
    key="cloud_resources",
    zh="“一本账”管理云资源",
    en="Cloud resources on the one ledger",
    formula=latest(MEASURES["cloud_resources"]),
    format="count",
    unit=Text("个", "resources"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("批扩容之前先看家底。", "What there is, before an expansion is approved."),
)

scenarios_supported = Metric(
    key="scenarios_supported",
    zh="支撑多跨应用场景",
    en="Multi-department scenes supported",
    formula=latest(MEASURES["scenarios_supported"]),
    format="count",
    unit=Text("个", "scenes"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("平台撑起了多少场景。", "How many scenes the platform carries."),
)

data_products = Metric(
    key="data_products",
    zh="数据产品",
    en="Data products",
    formula=latest(MEASURES["data_products"]),
    format="count",
    unit=Text("个", "products"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("数据要素的市场一侧。", "The market side of data."),
)

platform_rating = Metric(
    key="platform_rating",
    zh="公共数据平台综合评价",
    en="Public data platform rating",
    formula=index(MEASURES["platform_rating"]),
    format="count",
    unit=Text("星", "stars"),
    better="higher",
    owner=DATA_BUREAU,
    why=Text("上级怎样评价平台。", "How the platform is rated from above."),
)

component_use_rank = Metric(
    key="component_use_rank",
    zh="统一组件利用率全省位次",
    en="Component use: standing in the province",
    formula=index(MEASURES["component_use_rank"]),
    format="rank",
    better="lower",
    owner=DATA_BUREAU,
    why=Text("组件用得好不好，在全省排第几。", "Where the unit stands in the province for using components."),
)

security_incidents = Metric(
    key="security_incidents",
    zh="网络信息安全事故",
    en="Network and information security incidents",
    formula=total(MEASURES["security_incidents"]),
    format="count",
    unit=Text("起", "incidents"),
    better="lower",
    owner=DATA_BUREAU,
    why=Text("出一起，其他成绩都不算。", "One incident overrides every other result."),
)

digital_government_grade = Metric(
    key="digital_government_grade",
    zh="数字政府服务能力等级",
    en="Digital government service grade",
    formula=index(MEASURES["digital_government_grade"]),
    format="count",
    better="higher",
    owner=DATA_BUREAU,
    why=Text("第三方给的等级，没有数字。", "A grade given by a third party; there is no number."),
)

METRICS = (
    data_records,
    sharing_fulfilment,
    requests,
    interface_calls,
    open_datasets,
    open_records,
    components,
    component_reuse,
    topic_databases,
    catalogue_classes,
    cloud_resources,
    scenarios_supported,
    data_products,
    platform_rating,
    component_use_rank,
    security_incidents,
    digital_government_grade,
)
