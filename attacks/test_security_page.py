"""The tables of deploy/SECURITY.md name files and tests that exist, and all chapters they owe."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "deploy" / "SECURITY.md").read_text(encoding="utf-8")
CHAPTERS = {  # of OWASP ASVS 4.0.3
    *(
        "身份鉴别（ASVS V2）",
        "会话管理（ASVS V3）",
        "访问控制（ASVS V4）",
        "输入校验与输出编码（ASVS V5）",
    ),
    *("密码技术（ASVS V6）", "错误处理与日志（ASVS V7）", "数据保护（ASVS V8）", "通信（ASVS V9）"),
    *("文件（ASVS V12）", "配置（ASVS V14）"),
}
NAMES = [
    name
    for name in sorted(set(re.findall(r"`([^`\s]+)`", PAGE)))
    if re.search(r"\.(py|csv|md|sh|conf|txt)$|\.py::", name)
]
FOLDERS = ("", "portal/", "portal/tests/", "requests_app/", "disclosure/")  # left out on the page


def test_every_chapter_that_is_owed_is_there():
    titles = {title.partition("、")[2] for title in re.findall(r"^## (.+)$", PAGE, re.MULTILINE)}

    assert titles >= CHAPTERS


@pytest.mark.parametrize("name", NAMES)
def test_every_file_and_test_that_is_named_exists(name):
    path, _, test = name.partition("::")
    files = [file for folder in FOLDERS for file in ROOT.glob(folder + path)]

    assert files
    assert not test or f"def {test}(" in files[0].read_text(encoding="utf-8")


def test_every_requirement_says_what_keeps_it():
    rows = [line for line in PAGE.splitlines() if re.match(r"\| (?!要求|---)", line)]

    assert len(rows) > 100
    assert [row for row in rows if any(not cell.strip() for cell in row.split("|")[1:-1])] == []
