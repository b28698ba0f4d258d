"""Faults planted on purpose, many of each, and what was lost by them; see `__main__`."""
