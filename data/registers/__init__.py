"""Registers: what people keep as rows (the ledger, the problem lists, the targets …). One declaration each.

Table, template, upload, check, list, page of a row, export and history follow from the declaration; a register added
here gets its table at the next `python -m data migrate`.
"""

from data.registers.applications import SYSTEMS, applications
from data.registers.brains import brains, capabilities
from data.registers.closed_loops import connections, keystone_reforms, weaknesses
from data.registers.declaration import Field, Register, State
from data.registers.demands import needs, orders, strategic_tasks
from data.registers.diffusion import adoptions, promotions
from data.registers.evaluation import awards, dispositions, inspections, ratings
from data.registers.index_systems import index_metrics, index_systems
from data.registers.infrastructure import (
    data_sources,
    feeds,
    gateway_routes,
    maturity,
    security_events,
    sites,
    sub_platforms,
)
from data.registers.organisation import bodies, heads, posts, rules, working_groups
from data.registers.oversight import oversight
from data.registers.platform import (
    catalogue,
    cloud,
    components,
    data_products,
    data_requests,
    fronts,
    libraries,
    open_datasets,
    resources,
    scenes,
    topic_databases,
)
from data.registers.problems import problems
from data.registers.profiles import profiles
from data.registers.projects import challenges, partners, pilots, projects
from data.registers.results import regulations, showings, standards, technology, theory
from data.registers.services import one_things, service_reforms, small_matters
from data.registers.strategy import (
    core_businesses,
    crossings,
    events,
    five_ones,
    goals,
    nodes,
    runways,
    v_steps,
)
from data.registers.tables import table
from data.registers.targets import targets

# fmt: off
REGISTERS = {
    register.key: register
    for register in (
        applications, problems, targets, oversight,
        nodes, goals, runways, core_businesses, crossings, v_steps, five_ones, events, needs, orders, strategic_tasks,
        components, libraries, resources, catalogue, cloud, data_requests, open_datasets, topic_databases, scenes, data_products,
        fronts, gateway_routes, sites, security_events, sub_platforms, maturity, feeds, data_sources,
        brains, capabilities,
        keystone_reforms, small_matters, connections, one_things, challenges, pilots, weaknesses, partners, projects,
        service_reforms,
        dispositions, inspections, ratings, awards, index_systems, index_metrics, profiles,
        working_groups, heads, rules, bodies, posts,
        adoptions, promotions,
        theory, regulations, standards, technology, showings,
    )
}
# fmt: on

TABLES = {key: table(register) for key, register in REGISTERS.items()}

__all__ = ["REGISTERS", "SYSTEMS", "TABLES", "Field", "Register", "State"]
