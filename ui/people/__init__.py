"""People, walls and the audit log; one's own account and notices."""
