"""Subscribing by e-mail: confirmed from its own mailbox, one mail a day, ended with one click."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from disclosure.models import Subscription
from disclosure.tasks import tell_subscribers
from disclosure.tests.factories import make_category, make_item
from portal.models import Notice
from portal.tasks import deliver_notices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]
MORNING = datetime(2025, 3, 4, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
A_DAY = timedelta(days=1)
READER = "reader@example.org"


@pytest.fixture
def clock():
    with time_machine.travel(MORNING - A_DAY, tick=False) as clock:
        yield clock


def subscribe(client, **fields):
    return client.post("/subscribe/", {"email": READER} | fields)


def confirmed(**fields) -> Subscription:
    Subscription.objects.ask(
        READER, **{"category": None, "word": "", "at": timezone.now()} | fields
    )
    row = Subscription.objects.get()
    row.confirm(at=timezone.now())
    Notice.objects.all().delete()
    return row


def tell():
    tell_subscribers()
    deliver_notices()


def body_of(mail) -> str:
    return mail.get_body(["plain"]).get_content()


def test_nobody_is_written_to_who_did_not_confirm(client, mail_server, clock):
    subscribe(client)
    clock.move_to(MORNING)
    make_item(title="招生公告", at=MORNING)
    clock.shift(60)

    tell()

    [mail] = mail_server.mails
    assert mail["To"] == READER
    assert "确认" in mail["Subject"] and "招生公告" not in body_of(mail)


def test_the_link_of_the_mail_confirms_by_a_button_and_then_ends(client, mail_server, clock):
    subscribe(client)
    deliver_notices()
    path = re.search(r"/subscribe/[\w-]+/", body_of(mail_server.mails[0]))[0]

    seen = client.get(path)
    before = Subscription.objects.get().confirmed_at
    client.post(path)
    after = Subscription.objects.get().confirmed_at
    client.post(path, {"stop": ""})

    assert "确认订阅" in seen.content.decode()
    assert before is None and after is not None  # who only looks at the link confirms nothing
    assert not Subscription.objects.exists()
    assert client.get(path).status_code == 404


def test_what_became_public_is_told_once_the_next_morning(mail_server, clock):
    confirmed()
    make_item(title="招生公告", at=timezone.now() + timedelta(hours=1))
    clock.move_to(MORNING)

    for _ in range(3):
        tell()
    clock.shift(A_DAY)
    tell()

    [mail] = mail_server.mails
    assert "招生公告" in body_of(mail) and "/items/" in body_of(mail)


def test_a_mail_program_can_end_it_with_one_click(client, mail_server, clock):
    confirmed()
    make_item(at=timezone.now() + timedelta(hours=1))
    clock.move_to(MORNING)
    tell()

    [mail] = mail_server.mails
    path = re.search(r"https?://[^/]+(/[^>]+)", mail["List-Unsubscribe"])[1]
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.status_code == 200
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "scope, told",
    [
        ({"word": "学区"}, {"学区划分"}),
        ({"word": "学区 2025"}, set()),
        ({"category": "0602"}, {"招生计划"}),
    ],
)
def test_it_tells_of_what_was_asked_for_and_nothing_else(mail_server, clock, scope, told):
    make_category("0601")
    other = make_category("0602", name="招生计划栏目")
    confirmed(**scope | ({"category": other} if "category" in scope else {}))
    later = timezone.now() + timedelta(hours=1)
    make_item(title="学区划分", at=later)
    make_item(title="招生计划", category=other, at=later)
    clock.move_to(MORNING)

    tell()

    lines = [line for mail in mail_server.mails for line in body_of(mail).splitlines()]
    assert {"学区划分", "招生计划"}.intersection(lines) == told


def test_a_mail_that_waits_speaks_of_both_days(mail_server, clock):
    confirmed()
    make_item(title="第一天", at=timezone.now() + timedelta(hours=1))
    clock.move_to(MORNING)
    tell_subscribers()  # the mail server is away: nothing is delivered
    make_item(title="第二天", at=MORNING + timedelta(hours=1))
    clock.shift(A_DAY)

    tell()

    [mail] = mail_server.mails
    assert "第一天" in body_of(mail) and "第二天" in body_of(mail)


def test_the_answer_tells_nobody_who_subscribes(client, clock):
    confirmed()

    known, unknown = subscribe(client), subscribe(client, email="other@example.org")

    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    assert Notice.objects.count() == 1  # the new one is asked, the confirmed one is left alone


def test_an_address_is_asked_once_a_day_and_forgotten_unconfirmed(client, clock):
    for _ in range(3):
        subscribe(client, email="Reader@example.org ")
    clock.shift(2 * A_DAY + timedelta(hours=1))
    asked = Notice.objects.count()
    tell_subscribers()

    assert asked == 1
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("email", ["", "nobody", "a@b\nBcc: x@example.org"])
def test_a_wrong_address_is_refused_and_what_was_typed_stays(client, clock, email):
    make_category("0601")

    page = subscribe(client, email=email, word="学区", category="0601")

    assert page.status_code == 422
    assert 'value="学区"' in page.content.decode() and "电子邮箱" in page.content.decode()
    assert not Subscription.objects.exists()


def test_without_a_mail_server_the_page_names_the_other_way(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    page = client.get("/subscribe/").content.decode()
    client.post("/subscribe/", {"email": READER})

    assert "Atom" in page and "<form method" not in page
    assert not Subscription.objects.exists()


def test_the_address_stands_nowhere_in_clear(client, clock):
    subscribe(client)

    row = Subscription.objects.values_list("email_mark", "word", "token").get()

    assert READER not in str(row)
    assert READER not in str(Notice.objects.values().get())
