"""The lists of the desk on top of a search index: the same rows, found by other ways."""

import pytest

from disclosure.models import Item
from disclosure.search import catch_up
from disclosure.tests.factories import make_draft, make_item
from portal.admin import base as portal_admin
from portal.models import User

pytestmark = pytest.mark.django_db

ITEMS = "/admin/disclosure/item/"


@pytest.fixture(autouse=True)
def head(client, settings):
    settings.DEMO = True  # without a second factor
    client.force_login(User.objects.create_superuser("head"))


def titles(client, **asked) -> list[str]:
    return [item.title for item in client.get(ITEMS, asked).context["cl"].result_list]


def test_public_items_and_drafts_are_found_together(client):
    make_item(title="关于公布骨干教师名单的通知", doc_no="云教〔2025〕8号")
    make_item(title="关于开学的通知", body="<p>骨干教师</p>")
    make_draft(title="骨干教师培训通知")
    catch_up()

    found = {words: titles(client, q=words) for words in ("骨干教师", "云教 8号", "鹦鹉")}

    assert found["骨干教师"] == ["骨干教师培训通知", "关于公布骨干教师名单的通知"]
    assert found["云教 8号"] == ["关于公布骨干教师名单的通知"]
    assert found["鹦鹉"] == []


def test_without_words_everything_is_listed(client, monkeypatch):
    monkeypatch.setattr("disclosure.admin.items.CANDIDATES", 1)
    for number in range(3):
        make_item(title=f"公告{number}")
    catch_up()

    assert titles(client) == ["公告2", "公告1", "公告0"]
    assert titles(client, q=" ") == ["公告2", "公告1", "公告0"]


def test_pages_follow_one_another_up_to_the_limit(client, monkeypatch):
    monkeypatch.setattr("disclosure.admin.items.ItemAdmin.list_per_page", 2)
    monkeypatch.setattr(portal_admin, "COUNTED_ROWS", 4)
    for number in range(6):
        make_item(title=f"公告{number}")

    pages = [titles(client, p=number) for number in (1, 2)]

    newest = Item.objects.order_by("-pk").values_list("title", flat=True)
    assert pages == [list(newest[0:2]), list(newest[2:4])]
    assert client.get(ITEMS).context["cl"].paginator.is_cut
