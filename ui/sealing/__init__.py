"""A storyline becomes a file that opens by itself: its steps drawn by the pages themselves, made still, put together, sealed; and
what was sealed, listed and compared."""
