"""Does a text agree with the store? Pasted or dropped, and answered figure by figure."""
