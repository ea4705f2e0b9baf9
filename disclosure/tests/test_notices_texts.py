"""The words of the notices about items: every event has them, plain and whole."""

from pathlib import Path

import pytest
from django.conf import settings

from disclosure.tests.factories import make_draft
from portal import notices
from portal.models import Notice
from portal.reminders import REMINDERS
from portal.tests.factories import make_user

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.BASE_DIR) / "templates" / "disclosure" / "notices"
FACTS = {"step": "初审", "reason": "第二段的联系人请删去", "basis": "《保守国家秘密法》"}
EVENTS = {  # event: what the text must say
    "review_wanted": ["等您初审", "提交人：陈晨"],
    "returned": ["在初审时被退回", "退回人：陈晨", "理由：第二段的联系人请删去"],
    "published": ["已经公开"],
    "withheld": ["不予公开", "依据：《保守国家秘密法》"],
    "schedule_failed": ["没有按预定时间办理", "原因：第二段的联系人请删去"],
    "review_owed": ["还没有初审", "1个工作日内"],
}


TO_READERS = {"subscription_asked", "subscription_news"}  # tested in test_subscriptions.py


def queued(event, **facts):
    author = make_user("author", last_name="陈", first_name="晨")
    item = make_draft(title="O'Brien小学 & <附设班> 通知")
    notices.queue(event, key=event, to=author, about=item, by=author, **facts)
    return Notice.objects.get()


def test_every_event_has_its_text_its_subject_and_its_test():
    files = {path.name for path in FOLDER.iterdir()}
    reminders = {kind.partition(".")[2] for kind in REMINDERS if kind.startswith("disclosure.")}

    events = {*EVENTS, *reminders, *TO_READERS}  # the second are tested in test_reminders.py
    assert files == {f"{event}{end}" for event in events for end in (".txt", "_subject.txt")}


@pytest.mark.parametrize("event", EVENTS)
def test_the_text_says_what_happened_and_what_to_do(event):
    notice = queued(event, **FACTS)

    assert "O'Brien小学 & <附设班> 通知" in notice.subject
    assert "“O'Brien小学 & <附设班> 通知”" in notice.text
    assert all(words in notice.text for words in EVENTS[event])


@pytest.mark.parametrize("event", EVENTS)
def test_the_letter_names_the_page_where_to_act(event):
    notice = queued(event, **FACTS)

    body = notice.mail().body

    assert f"/admin/disclosure/item/{notice.about_pk}/change/" in body
    assert "这封邮件由系统自动发出" in body


@pytest.mark.parametrize("event", ["returned", "withheld"])
def test_no_half_sentence_is_left_when_a_fact_is_missing(event):
    text = queued(event, reason="内容有误").text

    assert "在时" not in text
    assert "依据" not in text
    assert "\n\n" not in text
