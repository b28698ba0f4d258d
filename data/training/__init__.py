"""The training room (演练): a store of its own beside the real one, with the demonstration in it, where everything may be
tried. `mark` says what a store is, `making` makes it and makes it anew, `parts` whom one plays, `carried` what becomes of a
demonstration that stood in a real store."""
