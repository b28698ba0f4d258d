"""Applications: on shelf, known, used, liked."""

from dataclasses import replace

from data.measures.declaration import Measure
from data.measures.units import CASES, HOUSES, ITEMS, NURSES, PEOPLE, PEOPLE_A_DAY, VISITS, VISITS_A_DAY
from data.text import Text

_MEASURES = (
    Measure(
        "visits",
        "应用访问量",
        "Visits to applications",
        "flow",
        VISITS,
        owed=True,
        by_application=True,
        definition=Text("当月应用被访问的人次。", "Visits to applications in the month."),
    ),
    Measure(
        "app_users",
        "注册用户",
        "Registered users",
        "stock",
        PEOPLE,
        carry=2,
        owed=True,
        by_application=True,
        definition=Text("月末注册用户数；注册不等于活跃。", "Registered at the end of the month; that is not active."),
    ),
    Measure(
        "active_users",
        "活跃用户",
        "Active users",
        "stock",
        PEOPLE,
        carry=1,
        owed=True,
        by_application=True,
        part_of="app_users",
        definition=Text("当月至少使用一次的注册用户。", "Registered users who used it at least once in the month."),
    ),
    Measure(
        "asked",
        "知晓率调查人数",
        "People asked",
        "flow",
        PEOPLE,
        owed=True,
        definition=Text(
            "当月被问是否知晓应用的人数。", "People asked in the month whether they know of the applications."
        ),
    ),
    Measure(
        "aware",
        "知晓人数",
        "People aware",
        "flow",
        PEOPLE,
        owed=True,
        part_of="asked",
        definition=Text("被调查者中知晓的人数。", "Of those asked, the people who know."),
    ),
    Measure("major_apps_live", "上线运行重大应用（公布）", "Major applications live (published)", "stock", ITEMS),
    Measure("app_daily_visitors", "日访问人数", "Daily visitors", "index", PEOPLE_A_DAY),
    Measure("app_daily_visits", "日访问人次", "Daily visits", "index", VISITS_A_DAY),
    Measure("app_provinces", "落地省份", "Provinces reached", "stock", ITEMS),
    Measure("app_institutions", "合作医疗机构", "Partner institutions", "stock", HOUSES),
    Measure("app_nurses", "签约护士", "Contracted nurses", "stock", NURSES),
    Measure("app_uses", "实战使用", "Uses in the field", "stock", CASES),
    Measure("app_staff_online", "在线协同人员", "Staff working online", "stock", PEOPLE),
    Measure(
        "society_monthly_visits",
        "数字社会应用月访问量",
        "Monthly visits to digital society applications",
        "flow",
        VISITS,
    ),
    Measure("apps_on_shelf", "“浙里办”频道上架应用", "Applications on the Zheliban channel", "stock", ITEMS),
    Measure(
        "portal_daily_users",
        "“浙里办”频道日活用户",
        "Daily active users of the Zheliban channel",
        "index",
        PEOPLE_A_DAY,
    ),
)

MEASURES = tuple(replace(measure, owner="数改办") for measure in _MEASURES)
