"""What came in, one batch opened, and the ways to take it back or to correct its month."""
