"""Questions at a figure: asked where it is shown, answered there, with evidence."""
