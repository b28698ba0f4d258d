"""Who owes what and delivered when, what it costs them, obligations and the calendar."""
