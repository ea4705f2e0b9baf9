"""Files made to hurt: each is refused with a sentence, and what arrives lies nowhere by a name."""

import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from portal.files.kinds import check_upload
from portal.files.text import Unreadable, read_in_child
from portal.tests.test_files import DOCX, PROGRAM, make_ole, make_package, make_zip

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
WORD = "wordprocessingml.document.main+xml"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(9)
)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as error:
        check_upload(BytesIO(content), name)
    [sentence] = error.value.messages
    return sentence


def with_link() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        link = ZipInfo("passwd.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def nested(depth: int) -> bytes:
    content = make_zip({"说明.txt": "x"})
    for _ in range(depth):
        content = make_zip({"里.zip": content})
    return content


MACROS = make_package(WORD, **{"word/vbaProject.bin": "x"})


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("网页.txt", b"<html><script>alert(1)</script>", "网页、SVG或程序代码"),
        ("网页.csv", b"\xef\xbb\xbf <!DOCTYPE html>", "网页、SVG或程序代码"),
        ("图.txt", b"<svg onload=alert(1)>", "网页、SVG或程序代码"),
        ("图.svg", b"<svg/>", "不能上传.svg文件"),
        ("页.html", b"<html>", "不能上传.html文件"),
        ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "与扩展名不符"),
        ("图.png", PNG + b"<script>alert(1)</script>", "夹着网页代码"),
        ("图.gif", b"GIF89a/*<?php system(1) ?>*/", "夹着网页代码"),
        ("图.png", PNG + make_zip({"a.txt": "x"}), "末尾还藏着一个压缩包"),
        ("文.pdf", b"%PDF-1.7\n" + make_zip({"a.txt": "x"}), "末尾还藏着一个压缩包"),
        ("文.pdf", b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>", "脚本或程序"),
        ("文.pdf", b"%PDF-1.7\n<< /S /Launch /F (cmd.exe) >>", "脚本或程序"),
        ("旧.doc", make_ole("WordDocument", "_VBA_PROJECT"), "含有宏"),
        ("名.xls", make_ole("Workbook", "_VBA_PROJECT_CUR"), "含有宏"),
        ("包.zip", make_zip({"../../etc/cron.d/x": "x"}), "压缩包以外的路径"),
        ("包.zip", make_zip({"..\\..\\x.txt": "x"}), "压缩包以外的路径"),
        ("包.zip", make_zip({"/etc/passwd": "x"}), "压缩包以外的路径"),
        ("包.zip", make_zip({"C:\\x.txt": "x"}), "压缩包以外的路径"),
        ("包.zip", with_link(), "压缩包以外的路径"),
        ("包.zip", make_zip({"页.html": "<html>"}), "里有网页或SVG"),
        ("包.zip", make_zip({"宏.xlsm": "x"}), "带宏的文档"),
        ("包.zip", make_zip({"里.rar": "Rar!"}), "不能检查其中的内容"),
        ("包.zip", make_zip({"里.zip": make_zip({"a.exe": PROGRAM})}), "里的“里.zip”里有程序文件"),
        ("包.zip", make_zip({"文.docx": MACROS}), "里的“文.docx”含有宏"),
        ("包.zip", make_zip({"里.zip": make_zip({"0": bytes(11 << 20)})}), "压缩炸弹"),
        ("包.zip", nested(3), "套了太多层"),
    ],
)
def test_a_file_made_to_hurt_is_refused_in_words(name, content, words):
    assert words in refusal(content, name)


@pytest.mark.parametrize(
    "name, content",
    [
        ("包.zip", nested(1)),
        ("包.zip", make_zip({"通知.docx": DOCX, "..说明.txt": "x", "图/1.png": PNG})),
        ("说明.txt", "<通知>请各学校注意".encode()),
        ("名单.csv", b"a<script,b"),
    ],
)
def test_what_only_looks_like_it_is_accepted(name, content):
    assert check_upload(BytesIO(content), name)


@pytest.mark.parametrize(
    "entities, body",
    [
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        ('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;"),
        (LAUGHS, "&l8;"),
    ],
)
def test_entities_in_the_xml_of_a_document_bring_nothing_in(entities, body, tmp_path):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f"<?xml version='1.0'?><!DOCTYPE w [{entities}]><w:document {space}><w:body><w:p><w:r>"
    xml += f"<w:t>{body}</w:t></w:r></w:p></w:body></w:document>"
    path = tmp_path / "文.docx"
    path.write_bytes(make_package(WORD, **{"word/document.xml": xml}))

    try:
        text = str(read_in_child(path, "docx"))
    except Unreadable:
        text = ""

    assert "root:" not in text
    assert len(text) < 100_000


def test_a_large_upload_has_no_name_while_it_arrives(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    content = b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
    upload = BytesIO(content)
    upload.name = "身份证.png"

    request = RequestFactory().post("/", {"file": upload})
    arrived = request.FILES["file"]

    assert arrived.read() == content
    assert arrived.size == len(content)
    assert list(Path(tmp_path).iterdir()) == []
    request.close()
