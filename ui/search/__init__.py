"""Search and go: the box that every page opens by / or Ctrl-K."""
