"""Documents the tests print, and the programs they are read back with."""

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from portal.documents import Cell, Document, Heading, Letter, Paragraph, TableSpec

CHECK_ADDRESS = "https://edu.example.gov.cn/zfxxgk/ysqgk/hy/K7M2Q9XW4T"
HOSTILE = "<script>alert(1)</script>&amp;\x00\x0b\ufffe=1+1"
HOSTILE_READ = "<script>alert(1)</script>&amp;=1+1"
RARE = "𠮷田·阿不都拉"

FEES = TableSpec(
    "信息处理费计算表",
    [
        ["件数", "收费标准", "金额（元）"],
        [10, "不收费", 0],
        [20, "每件100元", 2000],
        [Cell(30, formula="=SUM(A2:A3)"), "合计", Cell(2000, formula="=SUM(C2:C3)")],
    ],
)

# The head of table 三 of the annual report, with two of its rows.
APPLICANTS = TableSpec(
    "收到和处理政府信息公开申请情况",
    [
        [Cell("（勾稽关系）", rowspan=3, colspan=2), Cell("申请人情况", colspan=4)],
        [Cell("自然人", rowspan=2), Cell("法人或其他组织", colspan=2), Cell("总计", rowspan=2)],
        ["商业企业", "科研机构"],
        [
            Cell("本年度办理结果", rowspan=2, scope="rowgroup"),
            Cell("予以公开", scope="row"),
            *(3, 2, 1, Cell(6, formula="=SUM(C4:E4)")),
        ],
        [Cell("部分公开", scope="row"), 4, 0, 0, Cell(4, formula="=SUM(C5:E5)")],
    ],
    header_rows=3,
    widths=[2, 6, 2, 2, 2, 2],
)


def make_letter(**fields):
    defaults = {
        "issuer": "云州市教育局",
        "number": "云教公复〔2026〕12号",
        "title": "政府信息公开申请答复书",
        "addressee": RARE,
        "paragraphs": [
            Paragraph("本机关于2026年3月2日收到你提交的政府信息公开申请，你申请公开："),
            Paragraph(HOSTILE, "quote"),
            Paragraph("一、答复内容", "heading"),
            Paragraph("经审查，本机关决定予以公开，详见附件。"),
        ],
        "attachments": ["2024年义务教育招生计划", "招生工作的通知"],
        "date": date(2026, 3, 23),
        "contact": ["联系人：公开办", "电话：0000-1234567"],
        "copies": ["云州市司法局"],
        "qr_url": CHECK_ADDRESS,
    }
    return Letter(**defaults | fields)


def make_report(*blocks, **fields):
    defaults = {
        "title": "2025年政府信息公开工作年度报告",
        "author": "云州市教育局",
        "date": date(2026, 1, 20),
        "blocks": blocks
        or [Heading("一、总体情况"), Paragraph(f"本年度工作：{HOSTILE}"), APPLICANTS, FEES],
    }
    return Document(**defaults | fields)


def pdf_text(data: bytes) -> str:
    """The text of a PDF without its line ends and blanks."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages)


def converted(data: bytes, name: str, form: str, folder: Path) -> Path:
    """What LibreOffice makes of a file."""
    source = folder / name
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = folder / "out"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", target, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target / f"{source.stem}.{form}"


def page_pictures(data: bytes, folder: Path, dots: int = 150) -> list[Path]:
    """The pages of a PDF as pictures."""
    source = folder / "pages.pdf"
    source.write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-r", str(dots), "-png", source, folder / "page"], check=True, timeout=60
    )
    return sorted(folder.glob("page-*.png"))
