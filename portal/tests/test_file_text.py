"""Reading the text of files. data/enrollment_notice.pdf was set with WeasyPrint, two pages."""

import json
import os
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from defusedxml.common import DTDForbidden
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from portal.files.readers import paragraphs, read_blocks
from portal.files.text import Unreadable, plain_text, read_in_child

NOTICE = Path(__file__).parent / "data" / "enrollment_notice.pdf"
CIPHERS = ["RC4-128", "AES-128", "AES-256-R5", "AES-256"]
ENTITY_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
)


@pytest.fixture
def file_with(tmp_path):
    """Return the path of a file with this content."""

    def write(content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path

    return write


def paragraph(text, place="", kind="paragraph"):
    return {"place": place, "kind": kind, "text": text}


def save_docx(tmp_path, build):
    document = docx.Document()
    build(document)
    document.save(tmp_path / "notice.docx")
    return tmp_path / "notice.docx"


def save_xlsx(tmp_path, build):
    workbook = Workbook()
    build(workbook)
    workbook.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def save_pdf(tmp_path, build):
    writer = PdfWriter(clone_from=NOTICE)
    build(writer)
    writer.write(tmp_path / "notice.pdf")
    return tmp_path / "notice.pdf"


def with_part(path, part, change):
    """Rewrite one part inside an Office file."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def with_entity_bomb(xml):
    declaration, end, rest = xml.rpartition("?>")
    return declaration + end + ENTITY_BOMB + rest


def as_pdf(fields):
    """Return a PDF dictionary; its strings are names."""
    return DictionaryObject(
        (NameObject(key), NameObject(value) if isinstance(value, str) else value)
        for key, value in fields.items()
    )


def why(path, kind, read=read_blocks, **limits):
    """Return the sentence that says why the file cannot be read."""
    with pytest.raises(Unreadable) as error:
        read(path, kind, **limits)
    return str(error.value)


def cause(path, kind):
    with pytest.raises(Unreadable, match="已损坏或格式不规范") as error:
        read_blocks(path, kind)
    return error.value.__cause__


# PDF


def test_a_pdf_is_read_page_by_page_with_its_broken_lines_joined():
    assert read_blocks(NOTICE, "pdf") == [
        paragraph("关于做好2025年义务教育阶段学校招生入学工作", "第1页"),
        paragraph("的通知", "第1页"),
        paragraph("各中小学校：", "第1页"),
        paragraph(
            "为做好2025年义务教育阶段学校招生入学工作，保障适龄儿童、少年平等接受义务教育的权利，"
            "现就有关事项通知如下，请认真遵照执行。",
            "第1页",
        ),
        paragraph("一、坚持免试就近入学原则。", "第1页"),
        paragraph("二、民办学校与公办学校同步招生。", "第1页"),
        paragraph("附件页：咨询联系人陈㛃，阿卜杜·热合曼。", "第2页"),
    ]


def test_a_pdf_that_relies_on_the_fonts_of_chinese_windows_is_read(tmp_path):
    text = "联系电话：0371-12345".encode("gbk").hex()
    font = {"/Type": "/Font", "/Subtype": "/Type0", "/BaseFont": "/SimSun"}
    cid_font = {"/Type": "/Font", "/Subtype": "/CIDFontType0", "/BaseFont": "/SimSun"}
    descendants = ArrayObject([as_pdf(cid_font)])
    resources = {"/Font": as_pdf({"/F1": as_pdf(font | {"/Encoding": "/GBK-EUC-H"})})}
    resources["/Font"]["/F1"][NameObject("/DescendantFonts")] = descendants
    writer, content = PdfWriter(), DecodedStreamObject()
    content.set_data(f"BT /F1 14 Tf 72 700 Td <{text}> Tj ET".encode())
    page = writer.add_blank_page(595, 842)
    page.update(as_pdf({"/Resources": as_pdf(resources), "/Contents": content}))
    writer.write(tmp_path / "old.pdf")

    assert plain_text(read_blocks(tmp_path / "old.pdf", "pdf")) == "联系电话：0371-12345"


def test_short_and_numbered_lines_of_a_page_stay_apart():
    full = "为保障适龄儿童少年平等接受义务教育的权利"
    page = f"名单\n一年级\n二年级\n{full}\n一、招生范围\n{full}\n第二条\n{full}\n（三）其他"

    assert "|".join(filter(None, paragraphs(page))) == page.replace("\n", "|")


def test_remarks_on_a_pdf_are_read(tmp_path):
    remark = FreeText(text="内部意见：暂不公开", rect=(50, 50, 200, 100))

    blocks = read_blocks(save_pdf(tmp_path, lambda pdf: pdf.add_annotation(1, remark)), "pdf")

    assert blocks[-1] == paragraph("内部意见：暂不公开", "第2页批注")


def test_pages_of_a_pdf_without_text_are_named(tmp_path):
    blocks = read_blocks(save_pdf(tmp_path, lambda pdf: pdf.add_blank_page()), "pdf")

    assert blocks[-1]["place"] == "提示"
    assert blocks[-1]["text"].startswith("第3页（共1页）没有文字")


def test_a_scanned_pdf_is_not_taken_for_read(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(tmp_path / "scan.pdf")

    assert "没有文字" in why(tmp_path / "scan.pdf", "pdf")


@pytest.mark.parametrize("algorithm", CIPHERS)
def test_a_pdf_with_a_password_is_unreadable(tmp_path, algorithm):
    def encrypt(pdf):
        pdf.encrypt("secret", algorithm=algorithm)

    path = save_pdf(tmp_path, encrypt)

    assert "密码" in why(path, "pdf", read_in_child)


@pytest.mark.parametrize("algorithm", CIPHERS)
def test_a_pdf_protected_only_against_changes_is_read(tmp_path, algorithm):
    def protect(pdf):
        pdf.encrypt("", "secret", algorithm=algorithm)

    path = save_pdf(tmp_path, protect)

    assert PdfReader(path).is_encrypted
    assert read_in_child(path, "pdf") == read_blocks(NOTICE, "pdf")


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_a_broken_file_is_unreadable(file_with, kind):
    assert "已损坏" in why(file_with(NOTICE.read_bytes()[:50] + b"\xff" * 50), kind)


# DOCX


def test_a_docx_is_read_in_its_order(tmp_path):
    def build(document):
        document.add_heading("招生办法", level=1)
        document.add_paragraph("一、总则\t见附表")
        table = document.add_table(2, 2)
        for cell, text in zip(
            table._cells, ["学校", "人数", "实验小学\n东校区", "45"], strict=True
        ):
            cell.text = text
        document.add_paragraph("以上。")

    assert read_blocks(save_docx(tmp_path, build), "docx") == [
        paragraph("招生办法", kind="heading"),
        paragraph("一、总则 见附表"),
        {"place": "", "kind": "table", "rows": [["学校", "人数"], ["实验小学\n东校区", "45"]]},
        paragraph("以上。"),
    ]


def test_merged_cells_keep_the_columns_of_a_docx_table(tmp_path):
    def build(document):
        table = document.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "学校"
        table.cell(0, 2).text = "人数"
        for column, text in enumerate(["实验小学", "东校区", "45"]):
            table.cell(1, column).text = text

    [table] = read_blocks(save_docx(tmp_path, build), "docx")

    assert table["rows"] == [["学校", "", "人数"], ["实验小学", "东校区", "45"]]


def test_what_stands_beside_the_body_of_a_docx_follows_it(tmp_path):
    def build(document):
        run = document.add_paragraph().add_run("正文")
        document.sections[0].header.paragraphs[0].text = "内部资料"
        document.sections[0].footer.paragraphs[0].text = "云溪县教育局"
        document.add_comment(run, text="此处待核实")

    blocks = read_blocks(save_docx(tmp_path, build), "docx")

    assert blocks[0] == paragraph("正文")
    assert sorted(block["place"] for block in blocks) == ["", "批注", "页眉", "页脚"]
    assert paragraph("内部资料", "页眉") in blocks
    assert paragraph("此处待核实", "批注") in blocks


def test_footnotes_of_a_docx_are_read(tmp_path):
    path = save_docx(tmp_path, lambda document: document.add_paragraph("正文"))
    note = f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>据2024年统计</w:t></w:r></w:p>"
    link = '<Relationship Id="n" Type="http://x/footnotes" Target="/word/footnotes.xml"/>'
    with ZipFile(path, "a") as package:
        package.writestr("word/footnotes.xml", note + "</w:footnote></w:footnotes>")
    with_part(
        path,
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace("</Relationships>", f"{link}</Relationships>"),
    )

    assert read_blocks(path, "docx") == [
        paragraph("正文"),
        paragraph("据2024年统计", "脚注"),
    ]


def test_text_boxes_and_deleted_text_of_a_docx_are_read_once(tmp_path):
    box = "<w:txbxContent><w:p><w:r><w:t>红头</w:t></w:r></w:p></w:txbxContent>"
    body = f"""<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/mc">
        <w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>
        <mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>正文</w:t></w:r>
        <w:del><w:r><w:delText>联系人王芳</w:delText></w:r></w:del></w:p>"""

    path = save_docx(tmp_path, lambda document: document.element.body.insert(0, parse_xml(body)))

    assert read_blocks(path, "docx") == [
        paragraph("正文"),
        paragraph("红头", "文本框"),
        paragraph("联系人王芳", "修订中删除的文字"),
    ]


def test_an_entity_bomb_in_a_docx_is_refused(tmp_path):
    def build(document):
        document.add_paragraph("ENTITY")

    path = save_docx(tmp_path, build)
    with_part(path, "word/document.xml", lambda xml: with_entity_bomb(xml).replace("ENTITY", "&c;"))

    assert "已损坏或格式不规范" in why(path, "docx")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_office_file_with_a_password_is_unreadable(file_with, kind):
    assert "密码" in why(file_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), kind)


# XLSX


def test_an_xlsx_is_read_sheet_by_sheet_hidden_ones_too(tmp_path):
    def build(workbook):
        workbook.active.title = "公示"
        workbook.active.append(["学校", "人数", None])
        workbook.active.append([])
        workbook.active.append(["实验小学", 45])
        hidden = workbook.create_sheet("底稿")
        hidden.sheet_state = "veryHidden"
        hidden.append(["身份证号"])

    assert read_blocks(save_xlsx(tmp_path, build), "xlsx") == [
        {"place": "工作表“公示”", "kind": "table", "rows": [["学校", "人数"], ["实验小学", "45"]]},
        {"place": "工作表“底稿”（隐藏工作表）", "kind": "table", "rows": [["身份证号"]]},
    ]


@pytest.mark.parametrize(
    "value, number_format, text",
    [
        (13800138000, "General", "13800138000"),
        (1.1010119900101e17, "General", "110101199001010000"),
        (0.1 + 0.2, "General", "0.3"),
        (0.855, "0.0%", "85.5%"),
        (date(2025, 9, 1), "yyyy-mm-dd", "2025-09-01"),
        (True, "General", "TRUE"),
    ],
)
def test_a_value_is_read_about_as_it_is_shown(tmp_path, value, number_format, text):
    def build(workbook):
        workbook.active["A1"] = value
        workbook.active["A1"].number_format = number_format

    [table] = read_blocks(save_xlsx(tmp_path, build), "xlsx")

    assert table["rows"] == [[text]]


def test_comments_of_an_xlsx_are_read_at_their_sheet(tmp_path):
    def build(workbook):
        workbook.active.title = "公示"
        workbook.active["B2"] = "45"
        workbook.active["B2"].comment = Comment("含随迁子女", "审核")

    blocks = read_blocks(save_xlsx(tmp_path, build), "xlsx")

    assert blocks[-1] == paragraph("B2：含随迁子女", "工作表“公示”批注")


def test_a_sheet_that_understates_its_size_is_read_whole(tmp_path):
    path = save_xlsx(tmp_path, lambda workbook: workbook.active.append(["公开", "没有藏住"]))
    with_part(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("A1:B1", "A1:A1"))

    assert plain_text(read_blocks(path, "xlsx")) == "公开\t没有藏住"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_an_entity_bomb_in_an_xlsx_is_refused(tmp_path, part):
    path = save_xlsx(tmp_path, lambda workbook: workbook.active.append(["名单"]))
    with_part(path, part, with_entity_bomb)

    assert isinstance(cause(path, "xlsx"), DTDForbidden)


# TXT and CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_the_country(file_with, encoding):
    path = file_with("咨询人：陈㛃、𠮷野\r\n\r\n第二行".encode(encoding))

    assert read_blocks(path, "txt") == [paragraph("咨询人：陈㛃、𠮷野"), paragraph("第二行")]


def test_a_csv_is_a_table(file_with):
    path = file_with('学校,说明\r\n实验小学,"一,二\n三"\r\n,\r\n'.encode("gb18030"))

    [table] = read_blocks(path, "csv")

    assert table["rows"] == [["学校", "说明"], ["实验小学", "一,二\n三"]]


def test_text_in_no_known_encoding_is_unreadable(file_with):
    assert "编码" in why(file_with(b"\xff\xff\xff"), "txt")


def test_invisible_characters_and_look_alike_radicals_do_not_hide_text(file_with):
    path = file_with("⻓沙⼀中\x00：138\u200b0013\u202e8000".encode())

    assert plain_text(read_blocks(path, "txt")) == "长沙一中：13800138000"


# Limits


def test_text_beyond_the_limit_is_left_out_and_a_last_block_says_so(file_with):
    blocks = read_blocks(file_with("一二三\n四五六\n七八九".encode()), "txt", max_characters=4)

    assert blocks[:2] == [paragraph("一二三"), paragraph("四")]
    assert blocks[2]["place"] == "提示"
    assert "只读取了开头4字以内" in blocks[2]["text"]
    assert plain_text(blocks) == "一二三\n四"


def test_rows_beyond_the_limit_are_left_out_and_a_last_block_says_so(file_with):
    table, note = read_blocks(file_with(b"a\nb\nc\n"), "csv", max_rows=2)

    assert table["rows"] == [["a"], ["b"]]
    assert "2行以内" in note["text"]


def test_text_of_just_the_limit_is_whole(file_with):
    assert read_blocks(file_with("一二三".encode()), "txt", max_characters=3) == [
        paragraph("一二三")
    ]


@pytest.mark.parametrize("kind", ["doc", "wps", "ofd", "jpg"])
def test_a_kind_without_reader_is_left_to_a_person(file_with, kind):
    assert why(file_with(b"x"), kind) == "不能自动读取，须人工核对"


# The child


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_a_child_reads_the_same(tmp_path, kind):
    path = {
        "pdf": lambda: NOTICE,
        "docx": lambda: save_docx(tmp_path, lambda document: document.add_paragraph("陈㛃")),
        "xlsx": lambda: save_xlsx(tmp_path, lambda workbook: workbook.active.append(["𠮷野"])),
    }[kind]()

    blocks = read_in_child(path, kind)

    assert blocks == read_blocks(path, kind)
    assert json.loads(json.dumps(blocks)) == blocks


def test_a_child_says_why_a_file_cannot_be_read(file_with):
    assert "已损坏" in why(file_with(b"%PDF-1.7"), "pdf", read_in_child)


def test_a_child_that_hangs_is_killed(tmp_path):
    os.mkfifo(tmp_path / "pipe")  # opening it waits for a writer who never comes

    sentence = why(tmp_path / "pipe", "txt", read_in_child, seconds=1)

    assert sentence == "读取这个文件超过1秒，已停止；不能自动读取，须人工核对"


def test_a_file_that_takes_too_much_memory_is_given_up(file_with):
    many_lines = "字\n" * 4_000_000

    sentence = why(file_with(many_lines.encode()), "txt", read_in_child, megabytes=200)

    assert "内存超过上限" in sentence


def test_a_child_that_dies_is_reported_and_not_believed(tmp_path):
    assert "意外中止" in why(tmp_path / "missing", "txt", read_in_child)


def test_a_child_is_not_told_our_secrets(monkeypatch):
    monkeypatch.setenv("FIELD_KEYS", "a-key-of-ours")

    environment = plain_text(read_in_child("/proc/self/environ", "txt"))

    assert "PATH=" in environment
    assert "a-key-of-ours" not in environment
