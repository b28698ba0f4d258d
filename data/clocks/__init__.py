"""What runs on a clock: the life of an instruction, how it is read, and which one is the clock of a row of a register.

Nothing here asks whose right it is or writes anything (`data/instructions`), so that a check of a workbook can stand on it.
"""
