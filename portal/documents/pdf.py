"""HTML to PDF for people and screen readers: tagged, fonts embedded, nothing fetched.

Errors  PdfUnavailable when the machine lacks what WeasyPrint stands on.
"""

NEEDED = "libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0、fonts-noto-cjk"


class PdfUnavailable(Exception):
    """This machine cannot make PDF; the message is a sentence for staff."""

    def __init__(self):
        super().__init__(
            "本服务器暂时不能生成PDF：缺少排版组件Pango。请先下载Word文档（DOCX）使用，"
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
