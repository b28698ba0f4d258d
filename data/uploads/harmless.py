"""What is written into workbooks must stay text: nothing a person typed may start to calculate when somebody opens it."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: object) -> object:
    """The value as it may stand in a cell: text that a spreadsheet would calculate gets an apostrophe in front.

    Also safe if the sheet is saved as CSV later. Characters that no workbook can hold are left out.
    """
    if not isinstance(value, str):
        return value
    kept = "".join(letter for letter in value if letter.isprintable() or letter in "\t\n")
    return f"'{kept}" if kept.startswith(STARTS_A_FORMULA) else kept
