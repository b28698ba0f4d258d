"""How a file of any kind is opened safely: what it is, its limits, its cells, and the flaws a reader does not show."""
