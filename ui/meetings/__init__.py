"""Meetings on the screen: the list, one that is planned, open or closed, and what changed since the last one."""
