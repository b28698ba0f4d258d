"""What it means: every metric there is, in the order leaders read them."""

from dataclasses import replace

from data.registers import aims
from metrics import applications, economy, outcomes, platform, problems, published, registers, reporting, services
from metrics.divided import BYS, divides
from metrics.language import Metric
from metrics.targets import aim_of

METRICS: dict[str, Metric] = {
    metric.key: metric
    for metric in (
        *platform.METRICS,
        *applications.METRICS,
        *services.METRICS,
        *problems.METRICS,
        *economy.METRICS,
        *outcomes.METRICS,
        *published.METRICS,
        *reporting.METRICS,
        *registers.METRICS,
    )
}

# The eight tiles of the first screen, what a governor's office asks first: is the platform fed, do people use it,
# are they served well, and do problems get closed.
OVERVIEW: tuple[Metric, ...] = (
    platform.data_records,
    platform.sharing_fulfilment,
    applications.applications_live,
    applications.visits,
    applications.usage_rate,
    services.satisfaction,
    problems.closed_loop_rate,
    problems.problems_overdue,
)

aims.declare(replace(aim_of(each), by=frozenset(by for by in BYS if divides(each, by))) for each in METRICS.values())

__all__ = ["METRICS", "OVERVIEW", "Metric"]
