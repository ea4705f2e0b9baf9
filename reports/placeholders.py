"""Placeholders: figures in the text of a report that stay bound to their cells.

{S3.NEW.TOTAL} in the text is whatever stands in that cell. PURE.
"""

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
MISSING = "（待填）"


def names_in(text: str) -> list[str]:
    """Return the names in braces, in the order of the text."""
    return PLACEHOLDER.findall(text)


def unknown(text: str, known: Mapping[str, object]) -> list[str]:
    """Return the names that stand for nothing."""
    return [name for name in dict.fromkeys(names_in(text)) if name not in known]


def filled_in(text: str, values: Mapping[str, object]) -> str:
    """Return the text with its figures; a cell without one says so."""
    return PLACEHOLDER.sub(lambda match: shown(values.get(match[1], match[0])), text)


def shown(value: object) -> str:
    if value is None:
        return MISSING
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
