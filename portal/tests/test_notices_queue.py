"""Owing a notice: in the caller's transaction, once for each person."""

import pytest
from django.db import transaction
from django.template import TemplateDoesNotExist

from portal import notices
from portal.models import Notice, NoticeStatus
from portal.tests.factories import make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]


def queue(to, **changes):
    occasion = {"key": "office-1-hello", "about": make_office(), "step": "初审"}
    notices.queue("hello", to=to, **occasion | changes)


def test_a_notice_knows_its_subject_its_page_and_who_did_it():
    reader, author = make_user("reader"), make_user("author")

    queue(reader, by=author)

    notice = Notice.objects.get()
    assert notice.about == make_office()
    assert notice.by == author
    assert notice.path == f"/admin/portal/office/{notice.about.pk}/change/"
    assert notice.context == {"step": "初审"}
    assert notice.status == NoticeStatus.OWED


def test_the_page_may_be_another_one():
    queue(make_user(), path="/admin/somewhere/")

    assert Notice.objects.get().path == "/admin/somewhere/"


def test_the_same_occasion_is_told_once():
    reader = make_user("reader")

    queue(reader)
    queue(reader, step="复审")

    assert Notice.objects.get().context == {"step": "初审"}


def test_each_of_several_people_is_told():
    first, second = make_user("first"), make_user("second")
    queue(first)

    queue([first, second])

    assert Notice.objects.count() == 2
    assert second.notices.exists()


def test_another_occasion_is_told_again():
    reader = make_user("reader")

    queue(reader, key="office-1-hello-version-1")
    queue(reader, key="office-1-hello-version-2")

    assert reader.notices.count() == 2


def test_who_rolls_back_has_told_nobody():
    reader = make_user("reader")

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue(reader)
        raise ZeroDivisionError

    assert not Notice.objects.exists()


def test_the_worker_is_woken_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        queue(make_user())

    assert len(callbacks) == 1


def test_a_misspelt_event_is_refused_where_it_is_queued():
    with pytest.raises(TemplateDoesNotExist):
        notices.queue("helo", key="key", to=make_user(), about=make_office())


def test_a_person_or_an_object_cannot_wait_among_the_facts():
    with pytest.raises(TypeError, match="not JSON serializable"):
        queue(make_user("reader"), author=make_user("author"))
