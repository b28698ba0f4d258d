"""Signs that figures may have been made up, for who approves them."""
