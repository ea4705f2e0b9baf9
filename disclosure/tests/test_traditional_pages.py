"""?variant=t of the real pages: every public page, and nothing else."""

import re

import pytest

from disclosure.tests.factories import make_item

pytestmark = pytest.mark.django_db


def test_every_public_page_is_there_in_traditional_characters_with_its_original_named(client):
    item = make_item(title="义务教育学校招生办法", body="<p>学区划分<br>发布</p>")

    response = client.get(item.get_absolute_url(), {"variant": "t"})

    page = response.content.decode()
    assert int(response["Content-Length"]) == len(response.content)
    assert "義務教育學校招生辦法" in page
    assert "學區劃分" in page
    assert f'<link rel="canonical" href="http://testserver{item.get_absolute_url()}">' in page
    assert re.search(r'hreflang="zh-Hans"[^>]*href="/items/[^"?]+">', page)


def test_the_reader_stays_in_traditional_characters_after_a_redirect(client):
    response = client.get("/ysqgk/", {"variant": "t"})

    assert response["Location"].endswith("/zfxxgk/ysqgk/?variant=t")


@pytest.mark.parametrize(
    ("address", "words"), [("/admin/login/", "登录"), ("/feeds/all/", "义务教育学校招生办法")]
)
def test_what_is_no_public_page_stays_as_it_is(client, address, words):
    make_item(title="义务教育学校招生办法")

    assert words in client.get(address, {"variant": "t"}).content.decode()
