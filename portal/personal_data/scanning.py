"""Finding and masking personal data in running text."""

import re

from portal.personal_data.finders import FINDERS
from portal.personal_data.kinds import MASKS, Finding
from portal.personal_data.pages import Page

SHORTEST = re.compile(r"(?:\d\D*){5}|[@＠]")  # 1990年3月 has five digits


def scan(text: str) -> list[Finding]:
    """Return the personal data in a text, in its order; findings never overlap.

    The text is what people read: of HTML without its tags, with a line for each paragraph.
    """
    if not SHORTEST.search(text):
        return []  # as for most cells of a table
    page = Page(text)
    taken = bytearray(len(page.text))
    findings = []
    for finder in FINDERS:
        for hit in finder(page):
            if taken.find(1, hit.start, hit.end) >= 0:
                continue
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            start, end = page.origin(hit.start, hit.end)
            found = text[start:end]
            masked = MASKS[hit.kind](found)
            findings.append(Finding(hit.kind, start, end, found, masked, hit.blocking, hit.reason))
    return sorted(findings, key=lambda finding: finding.start)


def mask(text: str) -> str:
    """Return the text with all that would block its publication masked."""
    parts, done = [], 0
    for finding in scan(text):
        if finding.blocking:
            parts += [text[done : finding.start], finding.masked]
            done = finding.end
    return "".join([*parts, text[done:]])
