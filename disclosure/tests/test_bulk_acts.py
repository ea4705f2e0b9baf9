"""Acts on the rows chosen in a list: few at once, many as a job; each row by its own rules."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone
from lxml import html

from disclosure.models import Item, MissedWord
from disclosure.tests.factories import make_draft, make_item
from disclosure.tests.staff import make_author, make_staff, said
from disclosure.workflow import Status
from portal.admin import bulk_acts
from portal.ledger_jobs import run_waiting
from portal.models import AuditEntry, LedgerJob
from portal.roles import DISCLOSURE_OFFICER
from portal.tests.factories import make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]
LIST, WORDS = "/admin/disclosure/item/", "/admin/disclosure/missedword/"


@pytest.fixture
def officer(client):
    person = make_staff("wen", DISCLOSURE_OFFICER, office=make_office())
    client.force_login(person)
    return person


def make_items(count: int) -> list[Item]:
    return [make_item(title=f"公示名单{number}") for number in range(count)]


def choose(client, action: str, rows, **more):
    sent = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(LIST, sent, follow=True)


def confirm(client, asked, reason: str):
    """Fill in the page that asks for the reason, and send what a browser would."""
    (form,) = html.fromstring(asked.content.decode()).find_class("narrow")
    typed = {}
    for name, value in form.form_values():
        typed.setdefault(name, []).append(value)
    return client.post(LIST, typed | {"reason": reason}, follow=True)


def test_many_items_are_withdrawn_for_one_reason_with_progress(client, officer):
    items, draft = make_items(11), make_draft(author=officer)

    asked = choose(client, "withdraw_chosen", [*items, draft])
    begun = confirm(client, asked, "公示期已满")
    run_waiting()
    page = client.get(begun.wsgi_request.path).content.decode()

    assert "撤回：11 条公开信息" in asked.content.decode()
    assert "办理完毕：撤回 11 条" in page
    withdrawn = Item.objects.filter(status=Status.WITHDRAWN)
    assert {item.events.last().note for item in withdrawn} == {"公示期已满"}
    assert all(AuditEntry.objects.about(item).exists() for item in withdrawn)
    assert Item.objects.get(pk=draft.pk).status == Status.DRAFT


@pytest.mark.parametrize("key", ["abc", "²", "1 OR 1=1", "9" * 40])
def test_rows_chosen_by_what_is_no_key_are_a_wrong_request(client, officer, key):
    item = make_item()
    sent = {"action": "withdraw_chosen", "_selected_action": [item.pk, key]}

    assert client.post(LIST, sent).status_code == 400
    assert Item.objects.public().count() == 1


def test_few_items_are_withdrawn_at_once_and_never_without_a_reason(client, officer):
    items = make_items(2)
    asked = choose(client, "withdraw_chosen", items)

    refused = confirm(client, asked, " ")
    before = Item.objects.public().count()
    done = confirm(client, asked, "公示期已满")

    assert "请写明撤回理由" in refused.content.decode()
    assert before == 2
    assert said(done) == ["2 项已撤回。"]
    assert not LedgerJob.objects.exists()


def test_what_the_chosen_act_does_not_fit_is_said(client, officer):
    done = choose(client, "withdraw_chosen", [make_draft(author=officer)])

    assert said(done) == ["所选的公开信息都不能“撤回”，请核对它们的状态。"]


def test_whoever_may_not_withdraw_is_not_offered_it(client):
    client.force_login(make_author())
    item = make_item()

    choose(client, "withdraw_chosen", [item])

    assert Item.objects.public().filter(pk=item.pk).exists()


def test_what_was_refused_is_a_file_for_its_owner_alone(client, officer):
    drafts = [make_draft(title=f"没写完{number}", author=officer, body="") for number in range(11)]
    begun = choose(client, "submit", drafts)
    run_waiting()
    address = f"{begun.wsgi_request.path.removesuffix('change/')}result/"

    file = client.get(address)
    client.force_login(make_author("other"))

    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 12
    assert rows[1][0].startswith("“没写完0”未办理：")
    assert client.get(address).status_code == 403


def test_a_job_has_a_bound_and_says_how_to_go_on(client, officer, monkeypatch):
    monkeypatch.setattr(bulk_acts, "MOST_ROWS", 2)

    done = choose(client, "submit", [make_draft(title=f"{n}", author=officer) for n in range(3)])

    assert said(done) == ["一次最多办理 2 条；请先用筛选或查找缩小范围，再分几次办理。"]


def test_the_chosen_rows_are_exported_and_no_others(client, officer):
    chosen, other = make_items(2), make_item(title="没有选的")

    page = choose(client, "export_chosen", chosen)
    form = {"format": "1", "resource": "0"}
    file = client.post(page.wsgi_request.get_full_path(), form)

    text = file.content.decode("utf-8-sig")
    assert all(item.title in text for item in chosen)
    assert other.title not in text


def test_many_missed_words_are_put_away_each_with_its_line_in_the_audit_trail(client, officer):
    day = timezone.localdate() - timedelta(days=1)
    words = [
        MissedWord.objects.create(mark=f"{n}", text=f"词语{n}", first_on=day, last_on=day)
        for n in range(101)
    ]
    sent = {"action": "dismiss", "_selected_action": [word.pk for word in words]}

    begun = client.post(WORDS, sent, follow=True)
    run_waiting()

    assert "办理完毕：不再列出 101 条" in client.get(begun.wsgi_request.path).content.decode()
    assert not MissedWord.objects.shown().exists()
    assert AuditEntry.objects.filter(data={"dismissed": True}).count() == 101
