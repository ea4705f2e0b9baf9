"""Keys of rows as they stand in addresses and forms, where anybody may have typed them."""

LONGEST = 18  # digits a database takes


def is_key(text: str) -> bool:
    """Tell whether `text` can be the key of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST
