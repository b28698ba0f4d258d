"""What one watches: the way to it from a number, a unit, a row or a list, the rule with its trial, and the list."""
