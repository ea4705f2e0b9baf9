"""QR codes: as SVG to stand in a page, as PNG for files. Pure."""

from io import BytesIO

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_ZONE = 4  # modules, as the standard asks
ERROR_LEVEL = "m"  # a creased letter is still read


def qr_svg(url: str, label: str = "扫码核验") -> SafeString:
    """Return an inline <svg> without style attributes, which our policy would refuse."""
    code = segno.make(url, error=ERROR_LEVEL, micro=False)
    path = []
    for row, line in enumerate(code.matrix_iter(border=QUIET_ZONE)):
        column = 0
        for dark, length in runs(line):
            if dark:
                path.append(f"M{column} {row}h{length}v1h-{length}z")
            column += length
    size = code.symbol_size(border=QUIET_ZONE)[0]
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" role="img"'
        ' shape-rendering="crispEdges"><title>{1}</title>'
        '<path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/><path d="{2}"/></svg>',
        size,
        label,
        "".join(path),
    )


def runs(line):
    """Yield colour and length of each stretch of equal modules."""
    modules = bytes(line)
    start = 0
    for place in range(1, len(modules) + 1):
        if place == len(modules) or modules[place] != modules[start]:
            yield modules[start], place - start
            start = place


def qr_png(url: str, scale: int = 8) -> bytes:
    """Return a PNG with `scale` pixels a module."""
    file = BytesIO()
    code = segno.make(url, error=ERROR_LEVEL, micro=False)
    code.save(file, kind="png", scale=scale, border=QUIET_ZONE)
    return file.getvalue()
