"""The chain in the admin, walked by its people; what they see is exactly what they sign."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from disclosure.models import Attachment, Item
from disclosure.tests.factories import (
    NOON,
    author,
    make_category,
    make_draft,
    make_item_at,
    make_released_item,
    signer,
)
from disclosure.tests.staff import errors_beside, fields_of, make_author, make_staff, said
from disclosure.workflow import IN_REVIEW, STEPS, Status
from portal import roles
from portal.models import AuditEntry
from portal.tests.factories import make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]

ACT_OF = {
    Status.SECTION_REVIEW: "section-review",
    Status.OFFICE_REVIEW: "office-review",
    Status.SECRECY_REVIEW: "secrecy-review",
    Status.RELEASE: "release",
    Status.HEAD_RELEASE: "head-release",
}
ROLE_OF = {
    Status.SECTION_REVIEW: roles.SECTION_HEAD,
    Status.OFFICE_REVIEW: roles.GENERAL_OFFICE,
    Status.SECRECY_REVIEW: roles.SECRECY_REVIEWER,
    Status.RELEASE: roles.LEADER,
    Status.HEAD_RELEASE: roles.BUREAU_HEAD,
}
VERDICT = {"conclusion": "public", "basis": "条例第十七条"}


def address(item, page):
    return f"/admin/disclosure/item/{item.pk}/{page}/"


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def act(client, item, name, **typed):
    """Send an act as its page would, with the version that stands there now."""
    item.refresh_from_db()
    sent = {"version": item.version_id or ""} | typed
    return client.post(address(item, name), sent, follow=True)


def log_in_signer(client, status):
    client.force_login(make_staff(f"{status} person", ROLE_OF[status], office=make_office()))


def test_five_people_bring_a_draft_to_the_public(client):
    client.force_login(writer := make_author())
    category = make_category(needs_head_release=True)
    item = make_draft(author=writer, category=category)

    act(client, item, "submit", confirmed="on", note="本通知不写概述")
    for status in IN_REVIEW:
        item.refresh_from_db()
        assert item.status == status
        log_in_signer(client, status)
        assert client.get(address(item, "review")).context["main"].name == ACT_OF[status]
        done = act(client, item, ACT_OF[status], **VERDICT)

    item.refresh_from_db()
    assert item.status == Status.PUBLISHED
    assert said(done)[-1].endswith("现在的状态：已公开。")
    assert item.public_version.reviews.count() == 5


@pytest.mark.parametrize("status", IN_REVIEW[:4])
def test_each_step_may_send_back_and_the_author_reads_why(client, status):
    item = make_item_at(status, author=make_author())
    log_in_signer(client, status)

    refused = act(client, item, "return", reason="  ")
    act(client, item, "return", reason="日期与附件不一致")

    item.refresh_from_db()
    assert "请写明理由" in errors_beside(refused, "reason")
    assert item.status == Status.DRAFT
    client.force_login(item.author)
    page = text_of(client.get(address(item, "change")))
    assert "退回理由 日期与附件不一致" in page


def test_a_reviewer_reads_the_version_and_nothing_of_the_row_behind_it(client):
    item = make_item_at(Status.SECTION_REVIEW, title="送审的标题", body="<p>送审的正文</p>")
    Item.objects.filter(pk=item.pk).update(title="换掉的标题", body="<p>换掉的正文</p>")
    log_in_signer(client, Status.SECTION_REVIEW)

    page = client.get(address(item, "review"))

    shown = html.fromstring(page.content.decode()).get_element_by_id("content").text_content()
    assert "送审的标题" in shown
    assert "送审的正文" in shown
    assert "换掉的" not in shown


def test_a_signature_is_for_the_version_the_person_saw(client):
    item = make_item_at(Status.SECTION_REVIEW)
    seen = item.version_id
    item.send_back(by=signer(item.status), at=NOON, version=item.version, reason="改")
    item.submit(by=item.author, at=NOON)
    log_in_signer(client, Status.SECTION_REVIEW)

    page = client.post(address(item, "section-review"), {"version": seen, "opinion": "写了很久"})

    item.refresh_from_db()
    assert item.status == Status.SECTION_REVIEW
    assert "已有变化" in text_of(page)
    assert "写了很久" in page.content.decode()


def test_a_signature_without_a_version_is_refused(client):
    item = make_item_at(Status.SECTION_REVIEW)
    log_in_signer(client, Status.SECTION_REVIEW)

    page = client.post(address(item, "section-review"), {"opinion": ""})

    item.refresh_from_db()
    assert "请从审核页办理" in text_of(page)
    assert item.status == Status.SECTION_REVIEW


def test_the_second_of_two_leaders_gets_a_sentence(client):
    item = make_item_at(Status.RELEASE)
    seen = item.version_id
    item.release(by=signer(Status.RELEASE), at=NOON, version=item.version)
    log_in_signer(client, Status.RELEASE)

    page = client.post(address(item, "release"), {"version": seen})

    assert "没有办理" in text_of(page)
    assert item.public_version.reviews.filter(step=Status.RELEASE).count() == 1


def test_the_page_of_an_act_says_whose_turn_it_is(client):
    item = make_item_at(Status.SECRECY_REVIEW)
    log_in_signer(client, Status.RELEASE)

    page = client.get(address(item, "release"), follow=True)

    assert "现在等保密审查人员保密审查" in said(page)[0]


def test_who_wrote_is_told_that_others_review(client):
    writer = make_author()
    writer.groups.add(*make_staff("z", roles.SECTION_HEAD).groups.all())
    client.force_login(writer)
    item = make_item_at(Status.SECTION_REVIEW, author=writer)

    page = client.get(address(item, "review"))
    answer = act(client, item, "section-review")

    assert page.context["main"] is None
    assert "不能审核自己的文稿" in text_of(page)
    assert "不能审核自己的文稿" in text_of(answer)


def test_the_secrecy_review_asks_for_conclusion_and_basis(client):
    item = make_item_at(Status.SECRECY_REVIEW)
    log_in_signer(client, Status.SECRECY_REVIEW)

    page = act(client, item, "secrecy-review", opinion="看过")

    assert "请选择结论" in text_of(page)
    assert "请写明依据" in errors_beside(page, "basis")
    item.refresh_from_db()
    assert item.status == Status.SECRECY_REVIEW


def test_a_release_may_be_for_a_later_moment_only(client):
    item = make_item_at(Status.RELEASE)
    log_in_signer(client, Status.RELEASE)
    now = timezone.localtime()

    refused = act(client, item, "release", publish_at=f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}")
    act(client, item, "release", publish_at=f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}")

    item.refresh_from_db()
    assert "须晚于现在" in errors_beside(refused, "publish_at")
    assert item.status == Status.SCHEDULED


def test_an_emergency_is_reviewed_afterwards_by_those_who_were_skipped(client):
    client.force_login(writer := make_author())
    item = make_draft(author=writer)
    act(client, item, "emergency", reason="台风停课")
    for status in (Status.SECRECY_REVIEW, Status.RELEASE):
        log_in_signer(client, status)
        act(client, item, ACT_OF[status], **VERDICT)
    for status in (Status.SECTION_REVIEW, Status.OFFICE_REVIEW):
        log_in_signer(client, status)
        assert client.get(address(item, "review")).context["main"].name == "owed-review"
        act(client, item, "owed-review", opinion="补审同意")

    item.refresh_from_db()
    assert item.owed_steps() == []


def test_an_act_is_refused_to_who_has_no_right_whatever_they_send(client):
    item = make_item_at(Status.RELEASE)
    log_in_signer(client, Status.OFFICE_REVIEW)

    assert act(client, item, "release").status_code == 403
    item.refresh_from_db()
    assert item.status == Status.RELEASE


def test_reviewers_see_what_a_revision_changes(client):
    item = make_released_item(title="报名通知", body="<p>报名到20日止。</p><p>地点不变。</p>")
    revision = item.revise(by=author())
    revision.body = "<p>报名到25日止。</p><p>地点不变。</p>"
    revision.change_note = "延长报名"
    revision.save()
    revision.submit(by=author(), at=NOON)
    log_in_signer(client, Status.SECTION_REVIEW)

    page = client.get(address(revision, "review")).content.decode()

    assert "<del>0</del><ins>5</ins>" in page
    assert "延长报名" in page


def test_any_two_versions_are_compared_older_first(client):
    item = make_item_at(Status.SECTION_REVIEW, title="旧标题")
    item.send_back(by=signer(item.status), at=NOON, version=item.version, reason="改标题")
    item.title = "新标题"
    item.save()
    item.submit(by=item.author, at=NOON)
    log_in_signer(client, Status.SECTION_REVIEW)

    page = client.get(address(item, "versions/compare"), {"old": "2", "new": "1"})
    one = client.get(address(item, "versions/compare"), {"old": "1", "new": "1"}, follow=True)

    assert "<del>旧</del><ins>新</ins>标题" in page.content.decode()
    assert "请选择两个不同的版本" in said(one)[0]


def test_a_reviewer_gets_the_very_bytes_of_the_version(client):
    draft = make_draft()
    Attachment.objects.attach(draft, ContentFile("名单".encode()), "名单.txt")
    draft.submit(by=draft.author, at=NOON)
    log_in_signer(client, Status.SECTION_REVIEW)
    file = address(draft, "versions/1/files/1")

    answer = client.get(file)
    got = b"".join(answer.streaming_content)
    attachment = draft.attachments.get()
    with attachment.public_file.open("wb") as public:
        public.write("另一份名单".encode())

    assert got == "名单".encode()
    assert client.get(file).status_code == 404


def test_a_file_nobody_could_read_is_to_be_opened(client):
    draft = make_draft()
    attachment = Attachment.objects.attach(draft, ContentFile(b"x"), "a.txt")
    Attachment.objects.filter(pk=attachment.pk).update(text_status="failed", text_error="文件损坏")
    draft.submit(by=draft.author, at=NOON)
    log_in_signer(client, Status.SECTION_REVIEW)

    page = text_of(client.get(address(draft, "review")))

    assert "不能自动读取（文件损坏）" in page


def test_the_review_page_asks_no_more_when_more_hangs_on_it(client):
    def review(number):
        draft = make_draft(title=f"通知{number}")
        for n in range(number):
            Attachment.objects.attach(draft, ContentFile(f"{number}{n}".encode()), f"{n}.txt")
            draft.interprets.add(make_draft(title=f"文件{number}{n}"))
        draft.submit(by=draft.author, at=NOON)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(draft, "review")).status_code == 200
        return len(captured)

    log_in_signer(client, Status.SECTION_REVIEW)
    review(1)

    assert review(4) == review(2)


def test_a_colleague_masks_the_body_of_a_draft(client):
    draft = make_draft(body="<p>电话<strong>138</strong>00138000</p>")
    client.force_login(make_author())

    page = client.post(address(draft, "mask"), follow=True)

    draft.refresh_from_db()
    assert draft.body == "<p>电话<strong>138****8000</strong></p>"
    assert draft.events.get(kind="masked").note == "正文1处：手机号"
    assert "已遮盖" in said(page)[0]


def test_a_reviewer_records_why_a_detail_is_public_and_the_author_may_submit(client):
    draft = make_draft(body="<p>咨询电话13800138000</p>", author=make_author())
    client.force_login(make_staff("head", roles.SECTION_HEAD, office=make_office()))
    page = client.get(address(draft, "change"))
    (link,) = html.fromstring(page.content.decode()).xpath("//a[contains(@href, '/waive/')]/@href")

    refused = client.post(link, {"finding": link.partition("finding=")[2], "basis": ""})
    client.post(link, {"finding": link.partition("finding=")[2], "basis": "对外公布的咨询电话"})
    draft.submit(by=draft.author, at=NOON)

    assert "请写明法定理由" in text_of(refused)
    assert draft.status == Status.SECTION_REVIEW
    assert AuditEntry.objects.filter(act="waiver").count() == 1


def test_who_wrote_the_text_records_no_reason(client):
    writer = make_author()
    writer.groups.add(*make_staff("z", roles.SECTION_HEAD).groups.all())
    draft = make_draft(body="<p>咨询电话13800138000</p>", author=writer)
    client.force_login(writer)
    finding = client.get(address(draft, "change")).context["hits"][0].finding

    page = client.post(address(draft, "waive"), {"finding": finding, "basis": "公开"})

    assert "由审核人登记" in text_of(page)
    assert not draft.waivers.exists()


def test_a_late_form_is_refused_and_nothing_typed_is_lost(client):
    writer = make_author()
    client.force_login(writer)
    draft = make_draft(author=writer)
    sent = fields_of(client.get(address(draft, "change")), title="打了很久的标题")
    draft.submit(by=writer, at=NOON)

    page = client.post(address(draft, "change"), sent)

    draft.refresh_from_db()
    assert "已经转为“待初审”，不能再改" in page.content.decode()
    assert fields_of(page)["title"] == ["打了很久的标题"]
    assert draft.title != "打了很久的标题"


def test_a_person_of_another_office_is_not_shown_the_item_and_told_so(client):
    item = make_draft()
    client.force_login(make_author("other", office=make_office("finance")))

    page = client.get(address(item, "change"))

    assert page.status_code == 403
    assert "不属于您的科室" in text_of(page)


def test_steps_and_roles_fit_together():
    assert ROLE_OF.keys() == STEPS.keys() == ACT_OF.keys()
    for status, role in ROLE_OF.items():
        assert STEPS[status].permission in roles.ROLES[role]
    signing = {step.permission for step in STEPS.values()}
    assert all(len(signing & set(rights)) <= 1 for rights in roles.ROLES.values())
