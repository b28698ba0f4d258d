"""Questions wherever they stand, at a number or at a row: the forms, and threads as they are read."""
