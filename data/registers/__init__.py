"""Registers: what people keep as rows (the ledger, the problem lists, the targets). One declaration each.

Table, template sheet, upload, check, page, export and history follow from the declaration; a register added
here gets its table at the next `python -m data migrate`.
"""

from data.registers.applications import SYSTEMS, applications
from data.registers.declaration import Field, Register, State
from data.registers.oversight import oversight
from data.registers.problems import problems
from data.registers.tables import table
from data.registers.targets import targets

REGISTERS = {register.key: register for register in (applications, problems, targets, oversight)}

TABLES = {key: table(register) for key, register in REGISTERS.items()}

__all__ = ["REGISTERS", "SYSTEMS", "TABLES", "Field", "Register", "State"]
