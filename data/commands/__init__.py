"""The verbs of `python -m data`, a file a subject. Each tells the parser what it takes, calls one thing and says a sentence."""
