"""The front page, panel by panel: what is wrong, where, how the whole stands, and what changed."""
