"""What we hold: figures and register rows with the cell they came from, in versions."""
