"""PURE: document numbers (发文字号) in the forms people write them.

桐教〔2020〕103号, 桐教(2020)103号, 桐教[2020] 103 号 are one number; people also look for
“桐教 103号” and for the bare 103.
"""

import re
import unicodedata

BRACKETS = str.maketrans("〔［[【{〈《", "(((((((") | str.maketrans("〕］]】}〉》", ")))))))")
PARTS = re.compile(
    r"(?P<mark>[^\d()]{2,20})\(?(?P<year>(?:19|20)\d\d)?\)?年?第?(?P<number>\d{1,5})号?"
)


def fold(doc_no: str) -> str:
    """Return `doc_no` with brackets, width and spaces made alike: “桐教(2020)103号”."""
    text = unicodedata.normalize("NFKC", doc_no).translate(BRACKETS)
    return re.sub(r"\s+", "", text).lower()


def search_keys(doc_no: str) -> list[str]:
    """Return every form under which the document is to be found.

    >>> search_keys("桐教〔2020〕103号")
    ['桐教(2020)103号', '桐教(2020)103', '桐教103', '103']
    """
    key = fold(doc_no)
    parts = PARTS.fullmatch(key)
    if not key or not parts:
        return [key] if key else []
    mark, year, number = parts["mark"], parts["year"], parts["number"]
    with_year = [f"{mark}({year}){number}"] if year else []
    return [key, *with_year, f"{mark}{number}", number]


def query_key(text: str) -> str | None:
    """Return the key to look up when `text` reads like a document number, else None.

    >>> query_key("桐教 103号"), query_key("103"), query_key("2024年招生")
    ('桐教103', '103', None)
    """
    key = fold(text)
    if re.fullmatch(r"\d{1,5}号?", key):
        return key.rstrip("号")
    parts = PARTS.fullmatch(key)
    if not parts or not (key.endswith("号") or "(" in key):
        return None
    year = f"({parts['year']})" if parts["year"] else ""
    return f"{parts['mark']}{year}{parts['number']}"
