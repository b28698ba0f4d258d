"""Decks of slides that people edited since we made them: opened in a worker alone (`opening`), what in them holds a number of
ours (`links`, `reading`), and the same deck with other numbers in those places (`renewing`)."""
