"""One-network services: are people satisfied, and how much paperwork and time is saved?"""

from data.measures import MEASURES
from data.text import Text
from metrics.language import Metric, index, latest, total
from metrics.owners import SERVICE_OFFICE

satisfaction = Metric(
    key="satisfaction",
    zh="满意率",
    en="Satisfaction",
    formula=total(MEASURES["satisfied"]) / total(MEASURES["rated"]),
    published=MEASURES["satisfaction_rate"],
    format="percent",
    better="higher",
    owner=SERVICE_OFFICE,
    why=Text("群众最先感受到的指标。", "What citizens feel first."),
)

materials_cut = Metric(
    key="materials_cut",
    zh="平均减材料",
    en="Paperwork saved",
    formula=1 - latest(MEASURES["materials_after"]) / latest(MEASURES["materials_before"]),
    published=MEASURES["materials_cut_rate"],
    format="percent",
    better="higher",
    owner=SERVICE_OFFICE,
    why=Text("少交了多少材料。", "How many documents need no longer be handed in."),
)

time_cut = Metric(
    key="time_cut",
    zh="平均减时间",
    en="Time saved",
    formula=1 - latest(MEASURES["time_after"]) / latest(MEASURES["time_before"]),
    published=MEASURES["time_cut_rate"],
    format="percent",
    better="higher",
    owner=SERVICE_OFFICE,
    why=Text("少花了多少时间。", "How much time is no longer spent."),
)

service_requests = Metric(
    key="service_requests",
    zh="政务服务办件量",
    en="Service requests handled",
    formula=total(MEASURES["service_requests"]),
    format="count",
    unit=Text("次", "requests"),
    better="higher",
    owner=SERVICE_OFFICE,
    why=Text("办了多少事。", "How much was handled."),
)

service_items = Metric(
    key="service_items",
    zh="集成政务服务事项",
    en="Service items integrated",
    formula=latest(MEASURES["service_items"]),
    format="count",
    unit=Text("项", "items"),
    better="higher",
    owner=SERVICE_OFFICE,
    why=Text("多少件事能一次办成。", "How many matters are settled in one go."),
)

service_capability = Metric(
    key="service_capability",
    zh="一体化政务服务能力总体指数",
    en="Integrated service capability index",
    formula=index(MEASURES["service_capability_index"]),
    format="decimal",
    unit=Text("分", "points"),
    better="higher",
    owner=SERVICE_OFFICE,
    why=Text("第三方怎样评价服务能力。", "How a third party rates the capability to serve."),
)

METRICS = (satisfaction, materials_cut, time_cut, service_requests, service_items, service_capability)
