"""The approver's page: what waits, one submission opened, and the decision about it."""
