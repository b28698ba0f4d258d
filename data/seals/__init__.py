"""Sealed sessions: what was shown in a meeting, as one signed file that opens without the cockpit; made, kept, checked."""
