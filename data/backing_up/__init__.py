"""Backups by calendar: encrypted if a key is given, verified by restoring each, and kept by rules."""
