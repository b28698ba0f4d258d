"""Scores by an index system: what their address asks for, and how they are shown."""
