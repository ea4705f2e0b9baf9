"""A page made while its reader waits travels packed, where no nginx does it."""

import gzip

import pytest

pytestmark = pytest.mark.django_db


def test_results_travel_packed_and_say_the_same(client):
    plain = client.get("/search/?q=学校")

    packed = client.get("/search/?q=学校", headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
