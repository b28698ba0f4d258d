"""A map one can walk in: one number as a landscape through the year, what spread from where, three dimensions for a desk."""
