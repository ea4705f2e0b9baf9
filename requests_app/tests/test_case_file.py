"""The case file for archive and court: everything is in it, and its hashes hold."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from portal.errors import RuleViolation
from portal.files import private_files as store
from portal.models import AuditAct, AuditEntry
from requests_app import case_file
from requests_app.models import FileKind, RequestFile
from requests_app.outcomes import Outcome
from requests_app.tests.factories import LATER, handler, make_person, make_running_request, rights
from requests_app.tests.letters import answered

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]


def archivist():
    return make_person("archivist", *rights("export_requests", "unmask_applicant"))


def make_case():
    """An answered case with a third party's objection and two uploads."""
    info_request = make_running_request()
    for kind, name in [(FileKind.OPINION, "意见/回复.txt"), (FileKind.PROOF, "回执.txt")]:
        content = ContentFile(f"{name}的内容".encode(), name=name)
        RequestFile.objects.add(info_request, kind, content, by=handler(), at=LATER)
    answered(info_request, Outcome.DENY_THIRD_PARTY)
    return info_request


def exported(info_request, **fields):
    file = BytesIO()
    asked = {"by": archivist(), "at": LATER, "reason": "行政复议举证"} | fields
    case_file.export(info_request, file, **asked)
    return ZipFile(file)


def pdf_text(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_the_file_holds_form_days_letters_uploads_history_and_true_hashes():
    archive = exported(make_case())

    names = archive.namelist()
    texts = {name: pdf_text(archive.read(name)) for name in names if name.endswith(".pdf")}
    sums = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in sums} == sums
    assert set(sums) == set(names) - {"SHA256SUMS"}
    assert "11010519491231002X" in texts["01_申请表.pdf"]
    assert "2025-03-31" in texts["02_期限计算表.pdf"]
    assert "征求意见书" in texts["03_办理情况.pdf"]
    assert "涉及经营信息" in texts["03_办理情况.pdf"]
    assert "文书/01_云教公收〔2025〕1号政府信息公开申请接收回执.pdf" in names
    assert any("答复书" in name for name in names)
    assert archive.read("材料/01_征求意见回复_意见_回复.txt").decode() == "意见/回复.txt的内容"
    assert all(sums[name][:16] in texts["00_卷内目录.pdf"] for name in names if "文书/" in name)


def test_taking_a_file_out_is_put_on_record_with_its_reason():
    info_request = make_case()

    exported(info_request, reason="档案移交，联系13800000000")

    entry = AuditEntry.objects.filter(act=AuditAct.EXPORT).latest("pk")
    assert entry.by == archivist()
    assert entry.data["reason"].startswith("档案移交")
    assert "13800000000" not in entry.data["reason"]


@pytest.mark.parametrize("held", ["export_requests", "unmask_applicant"])
def test_half_the_rights_take_nothing_out(held):
    person = make_person("half", *rights(held))

    with pytest.raises(PermissionDenied):
        exported(make_running_request(), by=person)

    assert not AuditEntry.objects.filter(act=AuditAct.EXPORT).exists()


def test_without_a_reason_nothing_is_taken_out():
    with pytest.raises(RuleViolation, match="理由"):
        exported(make_running_request(), reason=" ")


def test_an_upload_that_is_gone_or_changed_is_named_in_the_index():
    info_request = make_case()
    gone, changed = info_request.files.all()
    store.delete(gone.path)
    other = store.store(b"something else")
    RequestFile.objects.filter(pk=changed.pk).update(path=other.path)

    archive = exported(info_request)

    index = pdf_text(archive.read("00_卷内目录.pdf")).replace(" ", "")
    assert "文件不能读出" in index
    assert "与存入时的校验值不符" in index
    assert "材料/01" not in archive.read("SHA256SUMS").decode()


def test_the_command_writes_the_file_once(tmp_path, capsys):
    make_running_request()
    output = tmp_path / "case.zip"

    call_command("case_file", "2025-0001", output=output)

    assert "01_申请表.pdf" in ZipFile(output).namelist()
    with pytest.raises(CommandError, match="已经存在"):
        call_command("case_file", "2025-0001", output=output)


def test_the_command_names_a_case_nobody_knows(tmp_path):
    with pytest.raises(CommandError, match="没有编号"):
        call_command("case_file", "2025-0099", output=tmp_path / "case.zip")


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("成绩:表*.xlsx", "成绩_表_.xlsx"),
        ("", "未命名"),
        (f"{'长' * 120}.pdf", f"{'长' * 76}.pdf"),
    ],
)
def test_a_file_name_unpacks_everywhere(name, kept):
    assert case_file.safe(name) == kept
