"""Rows of registers on screen: the problem lists, the ledger of applications, the oversight of public power."""
