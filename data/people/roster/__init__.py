"""People from a workbook: its template, how it is read, what would change, and the accounts made of it."""
