"""Text from people on its way into a workbook: never a formula."""

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def for_cell(value: object) -> object:
    """The value as it can stand in any exported cell: a text that a program might calculate gets an apostrophe before it.

    Excel, WPS and LibreOffice would run `=HYPERLINK(…)` in a text file; a number is left a number.
    """
    if not isinstance(value, str):
        return value
    text = "".join(character for character in value if character in "\t\n\r" or ord(character) >= 32)
    return f"'{text}" if text.startswith(STARTS) else text


def from_cell(text: str) -> str:
    """The text a person wrote, from a cell that `for_cell` wrote."""
    return text[1:] if text.startswith("'") and text[1:].startswith(STARTS) else text
