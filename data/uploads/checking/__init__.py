"""What a figure must keep to, and what is worth a second look."""
