"""A published file goes to its reader from here, or from nginx."""

import pytest
from django.core.files.base import ContentFile

from disclosure.models import Attachment
from disclosure.tests.factories import NOON, make_item, withdrawer

pytestmark = pytest.mark.django_db


@pytest.fixture
def attachment():
    return Attachment.objects.attach_to_history(
        make_item(), ContentFile("名单".encode()), "名单.txt"
    )


def test_nginx_is_told_which_file_and_nothing_else_changes(client, attachment, settings):
    address = attachment.get_absolute_url()
    here = client.get(address)
    assert here.getvalue() == "名单".encode()

    settings.FILES_BY_NGINX = True
    told = client.get(address)

    assert told["X-Accel-Redirect"] == f"/published-files/{attachment.public_file.name}"
    assert told.content == b""
    names = ("Content-Type", "Content-Disposition", "Content-Security-Policy")
    assert [told[name] for name in names] == [here[name] for name in names]


def test_nginx_is_told_nothing_of_a_withdrawn_file(client, attachment, settings):
    settings.FILES_BY_NGINX = True
    attachment.item.withdraw(by=withdrawer(), at=NOON, reason="内容有误")

    answer = client.get(attachment.get_absolute_url())

    assert answer.status_code == 410
    assert not answer.has_header("X-Accel-Redirect")
