"""The public data platform: collection, catalogue, sharing, opening, components, cloud, networks, security."""

from dataclasses import replace

from data.measures.declaration import Measure
from data.measures.units import CASES, CLASSES, GRADE, ITEMS, RANK, RATE, RECORDS, STARS, TIMES
from data.text import Text

_MEASURES = (
    Measure(
        "data_records",
        "归集公共数据量",
        "Public data records collected",
        "stock",
        RECORDS,
        carry=2,
        owed=True,
        definition=Text(
            "月末已归集到公共数据平台的数据总条数（累计）。",
            "All records collected on the public data platform by the end of the month.",
        ),
    ),
    Measure(
        "requests",
        "数据共享申请数",
        "Data-sharing requests",
        "flow",
        TIMES,
        owed=True,
        definition=Text("当月收到的数据共享申请。", "Data-sharing requests received in the month."),
    ),
    Measure(
        "requests_met",
        "数据共享满足数",
        "Data-sharing requests met",
        "flow",
        TIMES,
        owed=True,
        part_of="requests",
        definition=Text("当月申请中已满足的件数。", "Of the month's requests, those that were met."),
    ),
    Measure(
        "interface_calls",
        "数据接口调用量",
        "Data interface calls",
        "flow",
        TIMES,
        owed=True,
        definition=Text("当月共享接口被调用的次数。", "Calls of sharing interfaces in the month."),
    ),
    Measure(
        "open_datasets",
        "开放数据集",
        "Open datasets",
        "stock",
        ITEMS,
        carry=2,
        owed=True,
        definition=Text("月末向社会开放的数据集总数。", "Datasets open to the public at the end of the month."),
    ),
    Measure(
        "open_records",
        "开放数据量",
        "Open data records",
        "stock",
        RECORDS,
        carry=2,
        definition=Text("月末向社会开放的数据条数。", "Records open to the public at the end of the month."),
    ),
    Measure(
        "components",
        "上架智能组件",
        "Smart components listed",
        "stock",
        ITEMS,
        carry=2,
        owed=True,
        definition=Text("月末在一体化数字资源系统上架的智能组件。", "Smart components listed at the end of the month."),
    ),
    Measure(
        "components_used",
        "已复用智能组件",
        "Smart components reused",
        "stock",
        ITEMS,
        carry=2,
        owed=True,
        part_of="components",
        definition=Text("上架组件中至少被一个其他单位调用过的。", "Listed components that another unit has called."),
    ),
    Measure("topic_databases", "特色专题库", "Thematic databases", "stock", ITEMS, carry=2),
    Measure("catalogue_classes", "“一本账”管理数据类", "Data classes on the one ledger", "stock", CLASSES, carry=2),
    Measure("cloud_resources", "“一本账”管理云资源", "Cloud resources on the one ledger", "stock", ITEMS, carry=2),
    Measure(
        "shared_classes", "向政务服务网共享数据类", "Data classes shared with the service portal", "stock", CLASSES
    ),
    Measure("scenarios_supported", "支撑多跨应用场景", "Multi-department scenes supported", "stock", ITEMS),
    Measure("data_products", "数据产品", "Data products", "stock", ITEMS),
    Measure(
        "data_products_awarded",
        "入选省优秀案例集的数据产品",
        "Data products in the provincial case set",
        "stock",
        ITEMS,
    ),
    Measure(
        "sharing_satisfaction_rate", "数据共享满足率（公布）", "Data-sharing fulfilment rate (published)", "index", RATE
    ),
    Measure("platform_rating", "公共数据平台综合评价", "Public data platform rating", "index", STARS),
    Measure("component_use_rank", "统一组件利用率全省位次", "Component use: standing in the province", "index", RANK),
    Measure("cloud_stability", "云平台稳定性", "Cloud platform stability", "index", RATE),
    Measure(
        "security_incidents", "网络信息安全事故", "Network and information security incidents", "flow", CASES, owed=True
    ),
    Measure("base_stations_5g", "5G基站", "5G base stations", "stock", ITEMS),
    Measure("gigabit_village_coverage", "双千兆行政村覆盖率", "Dual-gigabit village coverage", "index", RATE),
    Measure("video_village_coverage", "视联网村社覆盖率", "Video network village coverage", "index", RATE),
    Measure("cockpit_source_units", "数据驾驶舱来源单位", "Units feeding the data cockpit", "stock", ITEMS),
    Measure("cockpit_data_classes", "数据驾驶舱数据类", "Data classes in the data cockpit", "stock", CLASSES),
    Measure("digital_government_grade", "数字政府服务能力等级", "Digital government service grade", "index", GRADE),
)

MEASURES = tuple(replace(measure, owner="大数据局") for measure in _MEASURES)
