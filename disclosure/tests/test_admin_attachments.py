"""Files of an item in its form: what is refused says why, beside the file."""

from base64 import b64decode

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.models import Attachment
from disclosure.tests.factories import make_draft, make_item
from disclosure.tests.staff import errors_beside, fields_of, make_editor, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]

PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def a_file(name="名单.txt", content=b"2025: 180 places"):
    return SimpleUploadedFile(name, content)


def attach(item, *names):
    return [
        Attachment.objects.attach_to_history(item, ContentFile(name.encode()), f"{name}.txt")
        for name in names
    ]


def send(client, item, **typed):
    page = client.get(reverse("admin:disclosure_item_change", args=[item.pk]))
    return client.post(page.wsgi_request.path, fields_of(page, **typed))


def test_a_file_is_attached_with_its_kind_size_and_checksum(client, editor):
    draft = make_draft()

    send(client, draft, **{"attachments-0-upload": a_file()})

    attachment = draft.attachments.get()
    assert (attachment.name, attachment.kind, attachment.size) == ("名单.txt", "txt", 16)
    assert len(attachment.sha256) == 64
    assert default_storage.exists(attachment.file.name)


@pytest.mark.parametrize(
    "name, content, sentence",
    [
        ("木马.exe", b"MZ", "不能上传.exe文件"),
        ("改名.pdf", b"MZ" + bytes(99), "内容不是PDF文件"),
        ("空.txt", b"", "空"),
    ],
)
def test_a_bad_file_is_refused_beside_it_and_nothing_is_stored(
    client, editor, name, content, sentence
):
    draft = make_draft()

    page = send(client, draft, **{"attachments-0-upload": a_file(name, content)})

    assert sentence in errors_beside(page, "attachments-0-upload")
    assert not Attachment.objects.exists()


def test_a_file_too_large_is_refused(client, editor, settings):
    settings.MAX_UPLOAD_MEGABYTES = 1
    big = a_file("很大.txt", b"a" * (1024 * 1024 + 1))

    page = send(client, make_draft(), **{"attachments-0-upload": big})

    assert "超过每个文件1 MB的上限" in errors_beside(page, "attachments-0-upload")


def test_a_picture_needs_words_for_those_who_cannot_see_it(client, editor):
    draft = make_draft()

    page = send(client, draft, **{"attachments-0-upload": a_file("校门.gif", PIXEL)})

    assert "图片请填写替代文字" in errors_beside(page, "attachments-0-alt_text")
    assert not Attachment.objects.exists()


def test_a_picture_with_words_is_attached(client, editor):
    draft = make_draft()
    typed = {"attachments-0-upload": a_file("校门.gif", PIXEL), "attachments-0-alt_text": "校门"}

    send(client, draft, **typed)

    assert draft.attachments.get().alt_text == "校门"


def test_words_without_a_file_are_not_lost_silently(client, editor):
    page = send(client, make_draft(), **{"attachments-0-alt_text": "校门"})

    assert "请选择要上传的文件" in errors_beside(page, "attachments-0-upload")


def test_a_file_the_browser_must_be_given_again_is_named(client, editor):
    typed = {"title": "", "attachments-0-upload": a_file("花名册.txt")}

    page = send(client, make_draft(), **typed)

    assert "刚才选的“花名册.txt”没有保存，请重新选择" in page.content.decode()


def test_files_can_change_places(client, editor):
    draft = make_draft()
    attach(draft, "甲", "乙", "丙")

    send(client, draft, **{"attachments-0-order": "2", "attachments-1-order": "1"})

    assert [file.name for file in draft.attachments.all()] == ["乙.txt", "甲.txt", "丙.txt"]
    assert [file.position for file in draft.attachments.all()] == [1, 2, 3]


def test_a_file_moved_to_a_taken_place_goes_before_who_is_there(client, editor):
    draft = make_draft()
    attach(draft, "甲", "乙", "丙")

    send(client, draft, **{"attachments-2-order": "1"})

    assert [file.name for file in draft.attachments.all()] == ["丙.txt", "甲.txt", "乙.txt"]


def test_a_deleted_file_leaves_the_disk_too(client, editor, django_capture_on_commit_callbacks):
    draft = make_draft()
    (attachment,) = attach(draft, "甲")

    with django_capture_on_commit_callbacks(execute=True):
        send(client, draft, **{"attachments-0-DELETE": "on"})

    assert not Attachment.objects.exists()
    assert not default_storage.exists(attachment.file.name)
    assert not default_storage.exists(attachment.public_file.name)


def test_a_file_is_replaced_by_deleting_and_adding(client, editor):
    draft = make_draft()
    attach(draft, "旧")
    new = {"attachments-0-DELETE": "on", "attachments-1-upload": a_file("新.txt")}

    send(client, draft, **new)

    assert [file.name for file in draft.attachments.all()] == ["新.txt"]


def test_staff_download_a_file_of_a_draft_under_its_own_name(client, editor):
    draft = make_draft()
    (attachment,) = attach(draft, "名单")

    answer = client.get(f"/admin/disclosure/item/{draft.pk}/files/{attachment.pk}/")

    assert b"".join(answer.streaming_content) == "名单".encode()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "text/plain"


def test_a_file_is_found_under_its_own_item_only(client, editor):
    (attachment,) = attach(make_draft(), "名单")
    other = make_draft()

    assert (
        client.get(f"/admin/disclosure/item/{other.pk}/files/{attachment.pk}/").status_code == 404
    )


def test_staff_without_the_right_do_not_get_the_file(client):
    (attachment,) = attach(make_draft(), "名单")
    client.force_login(make_staff("wu"))

    answer = client.get(f"/admin/disclosure/item/{attachment.item_id}/files/{attachment.pk}/")

    assert answer.status_code == 403


def test_a_file_dropped_from_a_revision_stays_with_the_original(
    client, editor, django_capture_on_commit_callbacks
):
    item = make_item()
    (attachment,) = attach(item, "名单")
    draft = item.revise(by=editor)

    with django_capture_on_commit_callbacks(execute=True):
        send(client, draft, **{"attachments-0-DELETE": "on"})

    assert not draft.attachments.exists()
    assert default_storage.exists(attachment.file.name)
    assert default_storage.exists(attachment.public_file.name)
