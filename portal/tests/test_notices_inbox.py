"""The inbox: each person's own notices, read by opening them or by saying so."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Notice, NoticeStatus
from portal.tests.factories import make_notice, make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]


@pytest.fixture
def reader(client):
    user = make_user("reader", email="reader@example.org")
    client.force_login(user)
    return user


def make_notices(to, count):
    offices = [make_office(f"office{n}", name=f"第{n}科") for n in range(count)]
    return [make_notice(to, about=office, by=to) for office in offices]


def page_text(client, address="/admin/inbox/"):
    return client.get(address).content.decode()


def queries(client, address, about=""):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return [query["sql"] for query in captured if about in query["sql"]]


def test_a_notice_is_there_before_any_mail_is_sent(client, reader):
    notice = make_notice(reader, by=make_user("author", last_name="陈", first_name="晨"))

    page = page_text(client)

    assert notice.status == NoticeStatus.OWED
    assert "“基础教育科”等您初审。经办人：陈晨。" in page


def test_an_empty_inbox_says_what_will_come(client, reader):
    assert "还没有通知" in page_text(client)


def test_nobody_sees_what_others_were_told(client, reader):
    theirs = make_notice(make_user("other"))

    opened = client.post(f"/admin/inbox/{theirs.pk}/")
    client.post(f"/admin/inbox/{theirs.pk}/read/")
    client.post(f"/admin/inbox/read-to/{theirs.pk}/")

    assert "基础教育科" not in page_text(client)
    assert opened.status_code == 404
    assert Notice.objects.unread().count() == 1


def test_who_is_not_at_work_is_sent_to_the_login(client):
    for address in ("/admin/inbox/", "/admin/inbox/1/"):
        assert "/admin/login/" in client.get(address).url


def test_opening_leads_to_the_matter_and_marks_it_read(client, reader):
    notice = make_notice(reader)

    response = client.post(f"/admin/inbox/{notice.pk}/")

    assert response.url == notice.path
    assert not Notice.objects.unread().exists()


def test_one_is_marked_read_and_the_others_are_not(client, reader):
    first, second = make_notices(reader, 2)

    client.post(f"/admin/inbox/{first.pk}/read/")

    assert Notice.objects.unread().get() == second


def test_all_that_was_shown_is_marked_read_and_what_came_since_is_not(client, reader):
    shown = make_notices(reader, 2)
    newest = client.get("/admin/inbox/").context["newest_unread"]
    later = make_notice(reader)

    client.post(f"/admin/inbox/read-to/{newest}/")

    assert newest == shown[-1].pk
    assert Notice.objects.unread().get() == later


@pytest.mark.parametrize("address", ["{pk}/", "{pk}/read/", "read-to/{pk}/"])
def test_reading_is_never_marked_by_a_link(client, reader, address):
    notice = make_notice(reader)

    response = client.get("/admin/inbox/" + address.format(pk=notice.pk))

    assert response.status_code == 405
    assert Notice.objects.unread().exists()


@pytest.mark.parametrize("address", ["{pk}/read/", "read-to/{pk}/"])
def test_a_number_no_notice_can_have_changes_nothing(client, reader, address):
    response = client.post("/admin/inbox/" + address.format(pk=10**30))

    assert response.url == "/admin/inbox/"


def test_the_moment_of_the_first_reading_stays(client, reader, clock):
    notice = make_notice(reader)
    client.post(f"/admin/inbox/{notice.pk}/read/")
    read_at = timezone.now()

    clock.shift(3600)
    client.post(f"/admin/inbox/{notice.pk}/")

    assert Notice.objects.get().read_at == read_at


def test_the_unread_come_first(client, reader):
    unread, read = make_notices(reader, 2)
    client.post(f"/admin/inbox/{read.pk}/read/")

    assert client.get("/admin/inbox/").context["notices"] == [unread, read]


def test_what_was_deleted_is_named_and_cannot_be_opened(client, reader):
    notice = make_notice(reader)
    notice.about.delete()

    page = page_text(client)

    assert "这一事项已删除" in page
    assert f"/admin/inbox/{notice.pk}/read/" in page
    assert f'"/admin/inbox/{notice.pk}/"' not in page


def test_markup_in_a_name_is_text(client, reader):
    make_notice(reader, about=make_office(name="<script>alert(1)</script>"))

    page = page_text(client)

    assert "<script>alert" not in page
    assert "“&lt;script&gt;alert(1)&lt;/script&gt;”等您初审" in page


def test_the_head_of_every_staff_page_counts_the_unread_in_one_query(client, reader):
    make_notices(reader, 3)
    make_notice(make_user("other"))

    counted = queries(client, "/admin/", about="portal_notice")

    assert "<strong>3</strong> 条未读" in page_text(client, "/admin/")
    assert len(counted) == 1


def test_a_long_inbox_needs_no_more_queries_than_a_short_one(client, reader):
    make_notices(reader, 2)
    few = len(queries(client, "/admin/inbox/"))
    make_notices(reader, 20)

    assert len(queries(client, "/admin/inbox/")) == few


def test_a_long_inbox_has_pages(client, reader):
    make_notices(reader, 21)

    first, second = client.get("/admin/inbox/"), client.get("/admin/inbox/?page=2")

    assert len(first.context["notices"]) == 20
    assert len(second.context["notices"]) == 1
    assert client.get("/admin/inbox/?page=abc").status_code == 200
