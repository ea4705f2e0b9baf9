"""HTML to PDF for people and screen readers: tagged, fonts embedded, nothing fetched.

To embed CJK fonts takes 150 MB for a moment, which a web worker would keep. A letter is printed
where it is asked for, a document of many pages in a process of its own: this file, run with
nothing else of the portal, reads a page and writes its PDF.

Errors  PdfUnavailable when the machine lacks what WeasyPrint stands on, or takes too long.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path

NEEDED = "libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0、fonts-noto-cjk"
COMMAND = [sys.executable, "-P", str(Path(__file__))]  # -P: html.py beside it is ours
SECONDS = 120
KEPT_VARIABLES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "HOME", "FONTCONFIG_FILE")
LACKING = 3  # how the process ends where WeasyPrint cannot be loaded

logger = logging.getLogger(__name__)


class PdfUnavailable(Exception):
    """This machine cannot make PDF; the message is a sentence for staff."""

    def __init__(self, why: str = ""):
        super().__init__(
            why
            or "本服务器暂时不能生成PDF：缺少排版组件Pango。请先下载Word文档（DOCX）使用，"
            f"并请运维人员安装系统软件包{NEEDED}后重新启动服务。"
        )


def pdf_bytes(page: str) -> bytes:
    """Return the PDF/UA of a whole HTML page; only data: addresses in it are read."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise PdfUnavailable from error
    fetcher = URLFetcher(allowed_protocols={"data"})
    return HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")


def pdf_in_child(page: str, *, seconds: float = SECONDS) -> bytes:
    """Return the same bytes, made by a process that gives its memory back and has an end."""
    environment = {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
    try:
        child = subprocess.run(
            COMMAND,
            env=environment | {"PYTHONUTF8": "1"},
            input=page.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfUnavailable(
            f"生成PDF超过{seconds:g}秒，已停止；请下载Word文档（DOCX）使用。"
        ) from None
    if child.returncode == LACKING:
        raise PdfUnavailable
    if child.returncode:
        logger.error("Making a PDF: %s", child.stderr.decode(errors="replace")[-2000:])
        raise PdfUnavailable("生成PDF时程序意外中止；请下载Word文档（DOCX）使用。")
    return child.stdout


def main() -> None:
    """Print the PDF of the page on standard input."""
    try:
        made = pdf_bytes(sys.stdin.read())
    except PdfUnavailable:
        sys.exit(LACKING)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
