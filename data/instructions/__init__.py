"""Instructions: what a leader charges a unit with, until when, and everything that happens until it is accepted."""
