"""The departments that own measures and registers: what a role can be narrowed to."""

from data.measures import MEASURES
from data.registers import REGISTERS

RESTRICTED = frozenset(register.owner for register in REGISTERS.values() if register.restricted)
DEPARTMENTS: tuple[str, ...] = tuple(
    sorted({each.owner for each in (*MEASURES.values(), *REGISTERS.values()) if each.owner})
)
