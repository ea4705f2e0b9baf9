import hashlib
import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook

from portal.files.kinds import KINDS, check_upload, is_readable, safe_name, sha256_of
from portal.files.readers import READERS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PROGRAM = b"MZ\x90\x00" + bytes(500)
OFFICE = "application/vnd.openxmlformats-officedocument"


def make_ole(*streams):
    return OLE + b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)


def make_zip(entries, compression=ZIP_DEFLATED):
    file = BytesIO()
    with ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_package(main_type, **entries):
    types = f'<Types><Override PartName="/main.xml" ContentType="{OFFICE}.{main_type}"/></Types>'
    return make_zip({"[Content_Types].xml": types, "main.xml": "<main/>"} | entries)


def make_docx():
    file = BytesIO()
    Document().save(file)
    return file.getvalue()


def make_xlsx():
    file = BytesIO()
    Workbook().save(file)
    return file.getvalue()


DOCX, XLSX = make_docx(), make_xlsx()
PPTX = make_package("presentationml.presentation.main+xml")
SAMPLES = [
    ("招生方案.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
    ("通知.doc", make_ole("WordDocument"), "doc"),
    ("通知.docx", DOCX, "docx"),
    ("通知.DOCX", DOCX, "docx"),
    ("有密码.docx", make_ole("EncryptionInfo", "EncryptedPackage"), "docx"),
    ("名单.xls", make_ole("Workbook"), "xls"),
    ("名单.xlsx", XLSX, "xlsx"),
    ("课件.ppt", make_ole("PowerPoint Document"), "ppt"),
    ("课件.pptx", PPTX, "pptx"),
    ("旧.wps", make_ole("WordDocument"), "wps"),
    ("新.wps", DOCX, "wps"),
    ("旧.et", make_ole("Workbook"), "et"),
    ("新.et", XLSX, "et"),
    ("旧.dps", make_ole("PowerPoint Document"), "dps"),
    ("新.dps", PPTX, "dps"),
    ("红头.ofd", make_zip({"OFD.xml": "<OFD/>"}), "ofd"),
    ("说明.txt", "招生说明".encode("gb18030"), "txt"),
    ("说明.txt", "招生说明".encode("utf-16"), "txt"),
    ("名单.csv", "学校,人数\r\n".encode("utf-8-sig"), "csv"),
    ("照片.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpg"),
    ("照片.jpeg", b"\xff\xd8\xff\xe1\x00\x10Exif", "jpg"),
    ("图.png", b"\x89PNG\r\n\x1a\n", "png"),
    ("图.gif", b"GIF89a", "gif"),
    ("图.webp", b"RIFF\x0a\x00\x00\x00WEBPVP8 ", "webp"),
    ("材料.zip", make_zip({"通知.docx": DOCX}), "zip"),
    ("宣讲.mp3", b"ID3\x04\x00", "mp3"),
    ("宣讲.mp3", b"\xff\xfb\x90\x64", "mp3"),
    ("宣讲.mp4", b"\x00\x00\x00\x18ftypmp42", "mp4"),
]


def refusal(content, name, **limits):
    """Return the sentence with which the upload is refused."""
    with pytest.raises(ValidationError) as error:
        check_upload(BytesIO(content), name, **limits)
    [sentence] = error.value.messages
    return sentence


@pytest.mark.parametrize("name, content, kind", SAMPLES)
def test_a_file_that_is_what_its_name_says_is_accepted(name, content, kind):
    file = SimpleUploadedFile(name, content)

    assert check_upload(file, name) == kind
    assert file.read() == content


def test_there_is_a_sample_of_every_kind():
    assert {kind for _, _, kind in SAMPLES} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_is_refused_under_every_name(kind):
    sentence = refusal(PROGRAM, f"通知.{kind}")

    assert "看起来是Windows程序" in sentence
    assert f"另存为{KINDS[kind].label}（.{kind}）" in sentence


@pytest.mark.parametrize(
    "name, content",
    [
        ("通知.doc", DOCX),
        ("通知.doc", make_ole("Workbook")),
        ("通知.docx", XLSX),
        ("通知.docx", make_ole("WordDocument")),
        ("通知.docx", make_package("wordprocessingml.template.main+xml")),
        ("名单.xlsx", make_zip({"名单.csv": "学校"})),
        ("红头.ofd", DOCX),
        ("招生方案.pdf", b"see also %PDF-1.7"),
        ("名单.csv", XLSX),
        ("图.webp", b"RIFF\x0a\x00\x00\x00WAVEfmt "),
        ("宣讲.mp3", b"\xff\xd8\xff\xe0"),
    ],
)
def test_content_that_does_not_fit_the_name_is_refused(name, content):
    assert "与扩展名不符" in refusal(content, name)


@pytest.mark.parametrize("name", ["安装.exe", "通知.pdf.exe", "通知\u202efdp.exe", "宏.docm"])
def test_other_extensions_are_refused_with_the_list_of_what_may_come(name):
    sentence = refusal(PROGRAM, name)

    assert sentence.startswith(f"不能上传.{name.rpartition('.')[2]}文件")
    assert "pdf、doc、docx" in sentence


def test_a_name_without_extension_is_refused():
    assert "“通知”没有扩展名" in refusal(b"%PDF-1.7", "通知")


def test_an_empty_file_is_refused():
    assert refusal(b"", "通知.pdf") == "“通知.pdf”是空文件（0字节），请检查原件后重新上传。"


def test_a_file_is_refused_from_one_byte_above_the_limit():
    megabyte = b"%PDF-1.7".ljust(1024 * 1024)

    assert check_upload(BytesIO(megabyte), "通知.pdf", megabytes=1) == "pdf"
    assert "超过每个文件1 MB的上限" in refusal(megabyte + b" ", "通知.pdf", megabytes=1)


def test_a_damaged_archive_is_refused():
    assert "已损坏" in refusal(DOCX[:-40], "通知.docx")


@pytest.mark.parametrize("entries", [{}, {"材料/": ""}, {"空.txt": ""}])
def test_an_archive_without_content_is_refused(entries):
    assert "里没有内容" in refusal(make_zip(entries), "材料.zip")


@pytest.mark.parametrize("name", ["材料.zip", "通知.docx"])
def test_an_archive_packed_beyond_belief_is_refused(name):
    bomb = make_zip({"bomb.txt": bytes(11 * 1024 * 1024)})

    assert "压缩超过100倍" in refusal(bomb, name)


def test_an_archive_that_declares_too_much_is_refused():
    bomb = make_zip({"bomb.txt": "x"})
    declared = (600 * 1024 * 1024).to_bytes(4, "little")
    at = bomb.index(b"PK\x01\x02") + 24
    bomb = bomb[:at] + declared + bomb[at + 4 :]

    assert "解压后有600 MB，超过500 MB的上限" in refusal(bomb, "材料.zip")


def test_an_archive_with_too_many_files_is_refused():
    bomb = make_zip({f"{number}": "x" for number in range(10_001)}, ZIP_STORED)

    assert "里的文件超过10000个" in refusal(bomb, "材料.zip")


def test_an_archive_of_archives_is_refused():
    inner = {f"{number}.zip": "x" for number in range(21)}

    assert "里还有21个压缩包" in refusal(make_zip(inner), "材料.zip")


def test_an_archive_with_a_program_inside_is_refused():
    assert "里有程序文件（如.exe）" in refusal(make_zip({"安装/SETUP.EXE": "x"}), "材料.zip")


def test_an_office_file_with_macros_is_refused():
    macros = {"word/vbaProject.bin": "x"}
    document = make_package("wordprocessingml.document.main+xml", **macros)

    assert "含有宏" in refusal(document, "通知.docx")


def test_every_refusal_is_one_sentence():
    sentences = [refusal(PROGRAM, "通知.pdf"), refusal(PROGRAM, "a.exe"), refusal(b"", "a.pdf")]

    assert all(re.fullmatch("[^。]+。", sentence) for sentence in sentences)


@pytest.mark.parametrize(
    "name, safe",
    [
        ("关于印发《招生方案》的通知.pdf", "关于印发《招生方案》的通知.pdf"),
        ("陈㛃、𠮷野、阿卜杜·热合曼.docx", "陈㛃、𠮷野、阿卜杜·热合曼.docx"),
        ("私用区\ue863字.pdf", "私用区\ue863字.pdf"),
        ("异体字\u9089\U000e0100.pdf", "异体字\u9089\U000e0100.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\科室\名单.xls", "名单.xls"),
        ("通知\u202efdp.exe", "通知fdp.exe"),
        ("通\x00知\r\n附件\t1.pdf", "通知 附件 1.pdf"),
        ("坏\ud800字.pdf", "坏字.pdf"),
        ('问?答<1>"2".pdf', "问_答_1__2_.pdf"),
        ("..隐藏.pdf", "隐藏.pdf"),
        ("通知.pdf. .", "通知.pdf"),
        ("通知. pdf", "通知.pdf"),
        (".pdf", "附件.pdf"),
        ("..", "附件"),
        ("", "附件"),
        (
            "二〇二五年.关于学校招生工作的几点说明和补充",
            "二〇二五年.关于学校招生工作的几点说明和补充",
        ),
    ],
)
def test_a_safe_name_keeps_what_people_wrote_and_nothing_else(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_is_cut_and_keeps_its_extension():
    name = safe_name("长" * 200 + ".docx")

    assert name == "长" * 145 + ".docx"


def test_the_hash_is_that_of_the_whole_file_wherever_it_stands():
    content = b"x" * (1024 * 1024 + 1)
    file = BytesIO(content)
    file.read()

    assert sha256_of(file) == hashlib.sha256(content).hexdigest()
    assert file.tell() == 0


def test_what_can_be_read_is_among_what_may_be_uploaded():
    assert {kind for kind in KINDS if is_readable(kind)} == set(READERS)


@pytest.mark.parametrize("kind", ["doc", "xls", "wps", "et", "ofd", "jpg", "zip"])
def test_old_office_formats_and_pictures_need_a_person_to_read_them(kind):
    assert not is_readable(kind)
