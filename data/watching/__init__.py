"""What people watch: the kinds of rules for a change, who may have one, and what was told by each."""
