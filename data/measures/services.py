"""One-network services: how well citizens and firms are served."""

from dataclasses import replace

from data.measures.declaration import Measure
from data.measures.units import COPIES, DAYS, ITEMS, MATTERS, POINTS, RATE, TEAMS, TIMES
from data.text import Text

_MEASURES = (
    Measure(
        "rated",
        "评价数",
        "Ratings given",
        "flow",
        TIMES,
        owed=True,
        definition=Text("当月收到的服务评价。", "Ratings of services received in the month."),
    ),
    Measure(
        "satisfied",
        "满意数",
        "Ratings of satisfied",
        "flow",
        TIMES,
        owed=True,
        part_of="rated",
        definition=Text("当月评价中满意和非常满意的。", "Of the month's ratings, satisfied and very satisfied."),
    ),
    Measure(
        "materials_before",
        "改革前材料数",
        "Documents asked before",
        "stock",
        COPIES,
        carry=5,
        owed=True,
        definition=Text("事项改革前需提交的材料份数合计。", "Documents the items asked for before the reform, summed."),
    ),
    Measure(
        "materials_after",
        "改革后材料数",
        "Documents asked now",
        "stock",
        COPIES,
        carry=5,
        owed=True,
        part_of="materials_before",
        definition=Text("事项现在需提交的材料份数合计。", "Documents the items ask for now, summed."),
    ),
    Measure(
        "time_before",
        "改革前办理时间",
        "Time taken before",
        "stock",
        DAYS,
        carry=5,
        owed=True,
        definition=Text("事项改革前承诺办理天数合计。", "Days promised for the items before the reform, summed."),
    ),
    Measure(
        "time_after",
        "改革后办理时间",
        "Time taken now",
        "stock",
        DAYS,
        carry=5,
        owed=True,
        part_of="time_before",
        definition=Text("事项现在承诺办理天数合计。", "Days promised for the items now, summed."),
    ),
    Measure(
        "service_requests",
        "政务服务办件量",
        "Service requests handled",
        "flow",
        TIMES,
        owed=True,
        reported_as="ytd",
        definition=Text("本年1月至本月累计办件量。", "Requests handled from January to this month of the year."),
    ),
    Measure("satisfaction_rate", "满意率（公布）", "Satisfaction (published)", "index", RATE),
    Measure("materials_cut_rate", "平均减材料（公布）", "Paperwork saved (published)", "index", RATE),
    Measure("time_cut_rate", "平均减时间（公布）", "Time saved (published)", "index", RATE),
    Measure("service_items", "集成政务服务事项", "Service items integrated", "stock", MATTERS, carry=2),
    Measure("service_item_departments", "整合部门", "Departments brought together", "stock", ITEMS),
    Measure(
        "service_capability_index", "一体化政务服务能力总体指数", "Integrated service capability index", "index", POINTS
    ),
    Measure("workbench_town_coverage", "“一网通办”工作台乡镇覆盖率", "One-network workbench coverage", "index", RATE),
    Measure("enforcement_teams_cut", "精简执法队伍", "Enforcement teams cut", "stock", TEAMS),
    Measure("enforcement_force_local", "执法力量下沉比例", "Enforcement force at county and township", "index", RATE),
)

MEASURES = tuple(replace(measure, owner="政务办") for measure in _MEASURES)
