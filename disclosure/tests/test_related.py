"""What hangs on an item: every role, only what is public, few questions to the database."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.models import Attachment, Matter
from disclosure.related import around
from disclosure.tests.factories import NOON, make_item, withdrawer

pytestmark = pytest.mark.django_db


def titles(item) -> dict[str, list[str]]:
    documents = around(item).documents
    return {role: [row.title for row in rows] for role, rows in documents.items() if rows}


def test_every_document_stands_in_its_role_on_both_ends():
    old, new, policy, words = (make_item(title=title) for title in ("旧", "新", "政策", "解读"))
    first = make_item(title="原公告")
    later = make_item(title="延期", postpones=first)
    new.replaces.add(old)
    words.interprets.add(policy)

    assert titles(old) == {"replaced_by": ["新"]}
    assert titles(new) == {"replaces": ["旧"]}
    assert titles(policy) == {"interpretations": ["解读"]}
    assert titles(words) == {"interprets": ["政策"]}
    assert titles(first) == {"postponements": ["延期"]}
    assert titles(later) == {"postpones": ["原公告"]}


def test_what_was_withdrawn_is_around_nothing():
    old, new = make_item(title="旧"), make_item(title="新")
    new.replaces.add(old)

    old.withdraw(by=withdrawer(), at=NOON, reason="内容有误")

    assert titles(new) == {}


def test_stages_follow_their_order_and_files_say_whether_they_can_be_read():
    matter = Matter.objects.create(title="招聘")
    days = {"公告": 2, "成绩": 0, "体检": 1}
    items = {
        title: make_item(
            title=title,
            matter=matter,
            matter_order=place,
            at=NOON - timedelta(days=days[title]),
        )
        for place, title in enumerate(days)
    }
    item = items["成绩"]
    file = Attachment.objects.attach_to_history(item, ContentFile("名单".encode()), "名单.txt")
    Attachment.objects.attach_to_history(item, ContentFile("附表".encode()), "附表.txt")
    Attachment.objects.filter(pk=file.pk).update(blocks=[{"kind": "text", "text": "名单"}])

    found = around(item)

    assert [stage.title for stage in found.stages] == ["公告", "成绩", "体检"]
    assert [file.is_readable for file in found.attachments] == [True, False]
    assert "blocks" in found.attachments[0].get_deferred_fields()


def test_of_an_item_with_nothing_around_it_one_question_is_asked():
    item = make_item()

    with CaptureQueriesContext(connection) as captured:
        around(item)

    assert len(captured) == 1
