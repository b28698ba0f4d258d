"""The sentences of findings, a file a subject: where, what it says, what is expected, what to do."""
