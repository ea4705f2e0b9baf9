"""Text as a reader sees it: what the finders look at, with the way back to the original.

Full-width digits are digits, every dash is a hyphen, invisible characters are gone. Numbers that
identify a document and not a person (addresses, 索引号, ISBN …) are marked as public.
"""

import re
import unicodedata
from functools import cached_property

from portal.personal_data.numbers import is_credit_code

BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
LETTER_X = "×ХхΧχ"  # the sign for times, Cyrillic and Greek: typed for the check digit X


def folding() -> tuple[dict[int, str], str]:
    """Return what each character is read as, and the characters nobody sees."""
    folded, invisible = {}, []
    for code in range(0x10000):
        match unicodedata.category(chr(code)):
            case "Zs":
                folded[code] = " "
            case "Pd":
                folded[code] = "-"
            case "Nd":
                folded[code] = str(unicodedata.digit(chr(code)))
            case "Cf":
                invisible.append(chr(code))
    folded |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full width
    folded |= {code: str((code - 0x1D7CE) % 10) for code in range(0x1D7CE, 0x1D800)}  # bold …
    folded |= dict.fromkeys(map(ord, BREAKS), "\n") | dict.fromkeys(map(ord, LETTER_X), "X")
    folded[ord("−")] = "-"
    return folded, "".join(invisible)


FOLDED, INVISIBLE_CHARACTERS = folding()
INVISIBLE = re.compile(f"[{INVISIBLE_CHARACTERS}]")

NOT_IN_URL = r"\s<>\"'\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
HEX = "[0-9A-Fa-f]"
PUBLIC = re.compile(
    rf"(?:https?|ftp)://[^{NOT_IN_URL}]+|www\.[^{NOT_IN_URL}]+"
    r"|(?<![0-9A-Za-z])[0-9A-Za-z]{6,24}(?:-\d-)?/(?:19|20)\d{2}(?:\d{2}){0,2}-?\d{3,10}(?!\d)"
    r"|(?<![0-9A-Za-z])[A-Z]{1,3}\d{5,9}-(?:19|20)\d{2}-\d{2,6}(?!\d)"
    r"|ISBN[\s:：-]{0,3}[\d-]{10,17}|(?<!\d)97[89](?:-?\d){10}(?!\d)"
    rf"|(?<![0-9A-Za-z]){HEX}{{8}}(?:-{HEX}{{4}}){{3}}-{HEX}{{12}}(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z]){HEX}{{32,}}(?![0-9A-Za-z])"
)
CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[1-57-9A-Y][0-9A-Y]{17}(?![0-9A-Za-z])")


class Page:
    """`text` is folded; place n of it is place `kept[n]` of the original."""

    def __init__(self, original: str):
        self.text = original.translate(FOLDED)
        self.typed = original
        self.kept: list[int] | None = None  # nothing was left out
        if INVISIBLE.search(original):
            self.kept = [n for n, char in enumerate(original) if not INVISIBLE.match(char)]
            self.text = "".join(self.text[n] for n in self.kept)
            self.typed = "".join(original[n] for n in self.kept)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        return (start, end) if self.kept is None else (self.kept[start], self.kept[end - 1] + 1)

    def before(self, start: int, length: int = 24) -> str:
        return self.text[max(0, start - length) : start]

    def after(self, end: int, length: int = 12) -> str:
        return self.text[end : end + length]

    @cached_property
    def public(self) -> bytearray:
        """A flag for each place: it belongs to the number of a document or an address."""
        # Folding makes ，a comma, which an address may hold: addresses end in the text as typed.
        flags = bytearray(len(self.text))
        spans = [match.span() for match in PUBLIC.finditer(self.typed)]
        codes = CREDIT_CODE.finditer(self.text)
        spans += [match.span() for match in codes if is_credit_code(match[0])]
        for start, end in spans:
            flags[start:end] = b"\1" * (end - start)
        return flags

    def is_public(self, start: int, end: int) -> bool:
        return self.public.find(1, start, end) >= 0
