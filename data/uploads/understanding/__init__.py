"""What the cells mean: where the tables are, which unit, month, measure or field is meant, which value is said."""
