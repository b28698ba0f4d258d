"""What it looks like: a tidy frame in, a figure out. Knows columns, not metrics; words and formats come as arguments."""
