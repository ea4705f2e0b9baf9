"""Handing out files of a case: read in clear after the check of the session, never by address."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.files.kinds import ALIASES, KINDS, safe_name

SHOWN_INLINE = ("application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp")


def file_response(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """Return a file to save or, where a browser can show it and runs nothing, to look at."""
    name = safe_name(name)
    extension = name.rpartition(".")[2].lower()
    kind = KINDS.get(ALIASES.get(extension, extension))
    media_type = kind.media_type if kind else "application/octet-stream"
    shown = "inline" if inline and media_type in SHOWN_INLINE else "attachment"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"{shown}; filename*=utf-8''{quote(name)}"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def pdf_refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that no PDF can be made just now, and what to do instead."""
    return render(request, "requests_app/no_pdf.html", status=503)
