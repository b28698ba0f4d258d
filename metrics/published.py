"""Figures as they were published: each stands for its unit alone, for levels and sources define them apart."""

from data.measures import MEASURES
from data.text import Text
from metrics.language import Format, Metric, index
from metrics.owners import DATA_BUREAU, DIGITAL_REFORM_OFFICE, REFORM_OFFICE, SERVICE_OFFICE


def _published(
    measure: str, owner: Text, why_zh: str, why_en: str, *, key: str = "", format: Format = "count"
) -> Metric:
    """The measure under its own name; a metric of that key may be something else, then `key` is another."""
    of = MEASURES[measure]
    return Metric(
        key=key or measure,
        zh=of.zh,
        en=of.en,
        formula=index(of),
        format=format,
        unit=Text("", "") if format == "percent" else of.unit,
        better="higher",
        owner=owner,
        why=Text(why_zh, why_en),
    )


METRICS = (
    _published("shared_classes", DATA_BUREAU, "给办事窗口供了多少数据。", "How much data the service desks are given."),
    _published("data_products_awarded", DATA_BUREAU, "数据产品的成色。", "How good the data products are."),
    _published(
        "cloud_stability", DATA_BUREAU, "云停，业务就停。", "When the cloud stops, work stops.", format="percent"
    ),
    _published("base_stations_5g", DATA_BUREAU, "网络底座有多大。", "How large the network below is."),
    _published("gigabit_village_coverage", DATA_BUREAU, "村里通没通。", "Whether villages are on.", format="percent"),
    _published("video_village_coverage", DATA_BUREAU, "视联通到哪一级。", "How far video reaches.", format="percent"),
    _published("cockpit_source_units", DATA_BUREAU, "驾驶舱的数从多少单位来。", "How many units feed a cockpit."),
    _published("cockpit_data_classes", DATA_BUREAU, "驾驶舱用了多少类数据。", "How many classes of data it uses."),
    _published("app_provinces", DIGITAL_REFORM_OFFICE, "走出浙江多远。", "How far beyond Zhejiang it went."),
    _published("app_institutions", DIGITAL_REFORM_OFFICE, "有多少机构一起做。", "How many institutions take part."),
    _published("app_nurses", DIGITAL_REFORM_OFFICE, "有多少人在服务。", "How many people serve."),
    _published("app_uses", DIGITAL_REFORM_OFFICE, "实战用过多少次。", "How often it was used in the field."),
    _published("app_staff_online", DIGITAL_REFORM_OFFICE, "有多少人在线协同。", "How many work together online."),
    _published(
        "society_monthly_visits", DIGITAL_REFORM_OFFICE, "数字社会有多少人来。", "How many come to digital society."
    ),
    _published(
        "service_item_departments", SERVICE_OFFICE, "一件事要几个部门。", "How many departments one matter takes."
    ),
    _published(
        "workbench_town_coverage", SERVICE_OFFICE, "乡镇用上没有。", "Whether townships have it.", format="percent"
    ),
    _published("enforcement_teams_cut", REFORM_OFFICE, "执法队伍精简了多少。", "How many teams were merged away."),
    _published(
        "enforcement_force_local", REFORM_OFFICE, "力量沉下去没有。", "Whether the force moved down.", format="percent"
    ),
    _published(
        "awards_best_apps_city", REFORM_OFFICE, "市级评出多少最佳应用。", "How many best applications a city chose."
    ),
    _published("awards_best_apps_province", REFORM_OFFICE, "省级评出多少最佳应用。", "How many the province chose."),
    _published("awards_breakthrough", REFORM_OFFICE, "哪些单位有突破。", "How many units broke through."),
    _published(
        "problems_assigned",
        REFORM_OFFICE,
        "公布的交办总数，与清单逐条计数互相印证。",
        "The total as published, to hold against the count of the lists.",
        key="problems_assigned_published",
    ),
)
