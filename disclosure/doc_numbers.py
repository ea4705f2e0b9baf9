"""PURE: document numbers (发文字号) in the forms people write them.

桐教〔2020〕103号, 桐教(2020)103号, 桐教[2020] 103 号 are one number; people also look for
“桐教 103号”, “〔2020〕103号” and the bare 103.
"""

import re
import unicodedata

OPENING, CLOSING = (
    dict.fromkeys(map(ord, "〔［[【{〈《"), "("),
    dict.fromkeys(map(ord, "〕］]】}〉》"), ")"),
)
BRACKETS = OPENING | CLOSING
ONE_CHARACTER = BRACKETS | {ord("號"): "号"} | dict.fromkeys(map(ord, "—–−‐‑"), "-")
YEAR = r"(?:\((?P<bracketed>(?:19|20)\d\d)\)|(?P<year>(?:19|20)\d\d)年)"
NUMBER = r"第?0*(?P<number>\d{1,5})号?"
PARTS = re.compile(rf"(?P<mark>[^\d()]{{2,20}}?)?{YEAR}?{NUMBER}(?:文|文件)?")


def fold(doc_no: str) -> str:
    """Return `doc_no` with brackets, width and spaces made alike: “桐教(2020)103号”."""
    text = unicodedata.normalize("NFKC", doc_no).translate(ONE_CHARACTER)
    return re.sub(r"\s+", "", text).lower()


def key_of(mark: str | None, year: str | None, number: str) -> str:
    return (mark or "") + (f"({year})" if year else "") + number


def search_keys(doc_no: str) -> list[str]:
    """Return every form under which the document is to be found.

    >>> search_keys("桐教〔2020〕103号")
    ['桐教(2020)103号', '桐教(2020)103', '桐教103', '(2020)103', '103']
    """
    key = fold(doc_no)
    if not key:
        return []
    parts = PARTS.fullmatch(key)
    if not parts:
        return [key]
    mark, number = parts["mark"], parts["number"]
    year = parts["bracketed"] or parts["year"]
    forms = [(mark, year), (mark, None), (None, year), (None, None)]
    return list(dict.fromkeys([key, *(key_of(*form, number) for form in forms)]))


def query_key(text: str) -> str | None:
    """Return the key to look up when `text` reads like a document number, else None.

    >>> query_key("桐教 103号"), query_key("103"), query_key("2024年招生")
    ('桐教103', '103', None)
    """
    parts = PARTS.fullmatch(fold(text))
    if not parts:
        return None
    return key_of(parts["mark"], parts["bracketed"] or parts["year"], parts["number"])
