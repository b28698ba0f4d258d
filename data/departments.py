"""The departments that a role can be narrowed to: those that own measures and registers, and those that every government has."""

from data.measures import MEASURES
from data.offices import OFFICES
from data.registers import REGISTERS

RESTRICTED = frozenset(each.owner for each in REGISTERS.values() if each.restricted)
_OWNERS = {each.owner for each in MEASURES.values()} | {each.owner for each in REGISTERS.values()}
DEPARTMENTS: tuple[str, ...] = (*sorted(_OWNERS - {""}), *(name for name in OFFICES if name not in _OWNERS))
