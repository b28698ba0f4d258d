"""The steward's month: what is owed and by when, drafts, submissions, approval."""
