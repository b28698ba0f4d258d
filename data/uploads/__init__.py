"""A workbook's way in: read, check, compare, commit; and its way out again: template and marked answer."""
