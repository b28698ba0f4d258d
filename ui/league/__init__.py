"""A fair league: what its address asks for, and how it is shown."""
