"""Every public page asks the database a fixed number of questions, however much is published."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure import search
from disclosure.models import Attachment, Matter
from disclosure.tests.factories import make_category, make_item
from portal.tests.factories import make_office

pytestmark = pytest.mark.django_db


def publish(number, matter, office, **fields):
    """Publish `number` items, each with everything a page may show of it."""
    today = timezone.localdate()
    for n in range(number):
        item = make_item(
            title=f"招生公告{matter.items.count()}",
            issuer="云溪县教育局",
            office=office,
            matter=matter,
            matter_stage=f"第{n}步",
            period_kind="registration",
            begins_on=today,
            ends_on=today + timedelta(days=3),
            **fields,
        )
        Attachment.objects.attach_to_history(item, ContentFile("名单".encode()), f"名单{n}.txt")
    return item


def queries(client, address) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/zfxxgk/", "/zfxxgk/fdzdgknr/", "/zfxxgk/fdzdgknr/06/", "/zfxxgk/zfxxgkzn/"),
        *("/zfxxgk/zfxxgknb/", "/now/", "/site-map/", "/search/?q=招生公告", "/feeds/all/"),
        *("/feeds/06/", "/sitemap-items.xml"),
    ],
)
def test_a_list_asks_no_more_when_there_is_more(client, address):
    for code in ("9001", "9003", "9004"):
        make_category(code, name=code)
    matter, office = Matter.objects.create(title="招生"), make_office()
    publish(3, matter, office)  # of fewer finds the search offers something else
    search.catch_up()
    few = queries(client, address)

    publish(15, matter, office)
    search.catch_up()

    assert queries(client, address) == few


def test_an_item_page_asks_no_more_when_more_hangs_on_it(client):
    matter, office = Matter.objects.create(title="招生"), make_office()
    item = publish(1, matter, office)
    item.interprets.add(publish(1, matter, office))
    few = queries(client, item.get_absolute_url())

    item.interprets.add(*[publish(1, matter, office) for _ in range(3)])
    for n in range(3):
        Attachment.objects.attach_to_history(item, ContentFile("续".encode()), f"续{n}.txt")

    assert queries(client, item.get_absolute_url()) == few
    assert few <= 14
