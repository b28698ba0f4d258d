"""Presenting: storylines (what is shown, in which order, what is said) and the presentations in which they are run."""
