"""Rows of registers as every page needs them: read within what one may read, said in words, linked to where they open."""
