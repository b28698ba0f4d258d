"""One number opened: how it is made, where it came from, what was corrected, what is asked at it."""
