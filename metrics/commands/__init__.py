"""The verbs of the command line, a file a subject: `declare(verbs)` of each."""
