"""The seven problem lists: what is open, what is overdue, and whether the loop is closed. The dates decide."""

from data.registers.conditions import at_least, by, filled, within
from data.registers.problems import ACCEPTED, CLOSED, OPEN, OVERDUE
from data.text import Text
from metrics.language import Metric, count, median_days
from metrics.owners import REFORM_OFFICE

PROBLEMS = Text("个", "problems")

assigned = count("problems", by("assigned"))
closed = count("problems", *CLOSED)
accepted = count("problems", *ACCEPTED)

problems_open = Metric(
    key="problems_open",
    zh="未办结问题",
    en="Problems open",
    formula=count("problems", *OPEN),
    format="count",
    unit=PROBLEMS,
    better="lower",
    owner=REFORM_OFFICE,
    why=Text("月末还有多少问题没有办结。", "How many problems are not closed at the end of the month."),
)

problems_overdue = Metric(
    key="problems_overdue",
    zh="超期问题",
    en="Problems overdue",
    formula=count("problems", *OVERDUE),
    format="count",
    unit=PROBLEMS,
    better="lower",
    owner=REFORM_OFFICE,
    why=Text("过了整改期限仍未办结，先问这些。", "Past their due date and not closed: ask about these first."),
)

closed_loop_rate = Metric(
    key="closed_loop_rate",
    zh="闭环率",
    en="Closed-loop rate",
    formula=accepted / assigned,
    format="percent",
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("交办的问题中，办结并验收的占多少。", "Of the problems assigned, the share closed and accepted."),
)

on_time_rate = Metric(
    key="on_time_rate",
    zh="按期办结率",
    en="On-time rate",
    formula=count("problems", *CLOSED, within("closed", "due")) / count("problems", *CLOSED, filled("due")),
    format="percent",
    better="higher",
    owner=REFORM_OFFICE,
    why=Text(
        "有期限的办结问题中，没有超过期限的占多少。",
        "Of the problems closed that had a due date, the share closed by it.",
    ),
)

days_to_close = Metric(
    key="days_to_close",
    zh="办结用时中位数",
    en="Median days to close",
    formula=median_days("problems", "assigned", "closed"),
    format="days",
    unit=Text("天", "days"),
    better="lower",
    owner=REFORM_OFFICE,
    why=Text(
        "从交办到办结，一半的问题用不了这么久。", "From assignment to closing, half of the problems took no longer."
    ),
)

problems_assigned = Metric(
    key="problems_assigned",
    zh="累计交办问题",
    en="Problems assigned",
    formula=assigned,
    format="count",
    unit=PROBLEMS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("闭环率的分母。", "The denominator of the closed-loop rate."),
)

problems_closed = Metric(
    key="problems_closed",
    zh="累计办结问题",
    en="Problems closed",
    formula=closed,
    format="count",
    unit=PROBLEMS,
    better="higher",
    owner=REFORM_OFFICE,
    why=Text("至月末已办结的问题。", "The problems closed by the end of the month."),
)

problems_reopened = Metric(
    key="problems_reopened",
    zh="反弹问题",
    en="Problems reopened",
    formula=count("problems", by("found"), at_least("reopened", 1)),
    format="count",
    unit=PROBLEMS,
    better="lower",
    owner=REFORM_OFFICE,
    why=Text("办结后又反弹过的问题：整改是否到底。", "Problems that came back after closing: was the mending real?"),
)

METRICS = (
    problems_open,
    problems_overdue,
    closed_loop_rate,
    on_time_rate,
    days_to_close,
    problems_assigned,
    problems_closed,
    problems_reopened,
)
