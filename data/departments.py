"""The departments that own measures and registers: what a role can be narrowed to."""

from data.measures import MEASURES
from data.registers import REGISTERS

RESTRICTED = frozenset(each.owner for each in REGISTERS.values() if each.restricted)
_OWNERS = {each.owner for each in MEASURES.values()} | {each.owner for each in REGISTERS.values()}
DEPARTMENTS: tuple[str, ...] = tuple(sorted(_OWNERS - {""}))
