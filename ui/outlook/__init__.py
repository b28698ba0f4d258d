"""Looking ahead: one number with its band, and all numbers of a unit by how likely they miss their targets; the strategic goals."""
