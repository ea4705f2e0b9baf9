"""Finished pages in traditional characters.

Only what people read is changed: text between tags, and the attributes that are read out or
shown. Addresses, names, values, scripts and what somebody typed stay as they are.
"""

import re
from urllib.parse import urlencode

import opencc
from django.conf import settings
from django.http import HttpRequest, HttpResponse

PARAMETER, TRADITIONAL = "variant", "t"
MARK = f"{PARAMETER}={TRADITIONAL}"
CONVERTER = opencc.OpenCC("s2t")

PIECE = re.compile(
    r"<!--.*?-->|<(script|style|textarea)\b.*?</\1>"  # as they are, with what stands in them
    r"""|<[a-zA-Z/!](?:[^>"']|"[^"]*"|'[^']*')*>"""  # one tag
    r"|[^<]+|<",
    re.DOTALL,
)
READ_OUT = re.compile(r'(\s(?:alt|title|placeholder|aria-label|label)=")([^"]*)(")')
HREF = re.compile(r'(\shref=")([^"]*)(")')
LANGUAGE = re.compile(r'(<html\b[^>]*\blang=")[^"]*"')
HAN = re.compile(r"[\u3400-\u9fff]")
ELSEWHERE = ("/static/", "/feeds/", f"/{settings.ADMIN_PATH}")
SEPARATOR = "\x1f"  # stands in no page; OpenCC lets it pass


def traditional_page(html: str) -> str:
    """Return the page in traditional characters, its links leading to pages in the same."""
    pieces = [follow_variant(piece.group()) for piece in PIECE.finditer(html)]
    places = [place for place, piece in enumerate(pieces) if is_read(piece)]
    for place, text in zip(places, convert([pieces[at] for at in places]), strict=True):
        pieces[place] = text
    return LANGUAGE.sub(r'\1zh-Hant"', "".join(map(convert_attributes, pieces)), count=1)


def is_read(piece: str) -> bool:
    return not piece.startswith("<") and HAN.search(piece) is not None


def convert(texts: list[str]) -> list[str]:
    """Return the texts converted, with one call for all of them."""
    return CONVERTER.convert(SEPARATOR.join(texts)).split(SEPARATOR) if texts else []


def convert_attributes(piece: str) -> str:
    """Return a tag with the attributes people hear or see converted."""
    if not piece.startswith("<") or not HAN.search(piece) or is_verbatim(piece):
        return piece
    return READ_OUT.sub(lambda found: found[1] + CONVERTER.convert(found[2]) + found[3], piece)


def is_verbatim(piece: str) -> bool:
    return piece.startswith(("<!--", "<script", "<style"))


def follow_variant(piece: str) -> str:
    """Return a link or a search form that keeps the reader in traditional characters."""
    if piece.startswith("<a ") and "hreflang=" not in piece:
        return HREF.sub(lambda found: found[1] + with_variant(found[2]) + found[3], piece)
    if piece.startswith("<form") and 'method="post"' not in piece:
        return f'{piece}<input type="hidden" name="{PARAMETER}" value="{TRADITIONAL}">'
    return piece


def with_variant(address: str) -> str:
    """Return an address of ours with the parameter added; any other address as it is."""
    ours = address.startswith(("/", "?")) and not address.startswith(("//", *ELSEWHERE))
    if not ours or MARK in address:
        return address
    address, hash_sign, fragment = address.partition("#")
    joined = f"{address}{'&' if '?' in address else '?'}{MARK}"
    return joined + hash_sign + fragment


def without_variant(request: HttpRequest) -> str:
    """Return path and query of the page in simplified characters."""
    if not request.GET:
        return request.path
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    rest = urlencode([(name, value) for name, values in query.lists() for value in values])
    return f"{request.path}?{rest}" if rest else request.path


class TraditionalMiddleware:
    """Answers `?variant=t` with the same page in traditional characters."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.GET.get(PARAMETER) != TRADITIONAL or request.path.startswith(ELSEWHERE):
            return response
        if "Location" in response:
            response["Location"] = with_variant(response["Location"])
        elif is_page(response):
            response.content = traditional_page(response.content.decode()).encode()
            response["Content-Length"] = str(len(response.content))
            response["Content-Language"] = "zh-Hant"
        return response


def is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")
