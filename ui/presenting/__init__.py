"""Storylines on the screen: the list, one with its steps, and a view that becomes a step."""
