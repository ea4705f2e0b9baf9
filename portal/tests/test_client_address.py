"""Where a request comes from: only our own proxies are believed."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from portal.client_address import client_address, client_block, is_within

PROXIES = [ip_network("10.0.0.0/24"), ip_network("127.0.0.1"), "unix"]


@pytest.mark.parametrize(
    "sender, forwarded, expected",
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),  # a stranger tells us of somebody
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "192.168.9.9, 198.51.100.1", "198.51.100.1"),  # the client's own invention
        ("127.0.0.1", "198.51.100.1, 10.0.0.7", "198.51.100.1"),  # two proxies of ours
        ("127.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("127.0.0.1", "10.0.0.7, 10.0.0.8", "10.0.0.7"),  # from inside
        ("127.0.0.1", "not an address", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, <script>", "127.0.0.1"),
        ("", "198.51.100.1", "198.51.100.1"),  # nginx over a unix socket
        ("", "", ""),
        ("::ffff:127.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_the_address_is_what_the_last_proxy_of_ours_saw(settings, sender, forwarded, expected):
    settings.TRUSTED_PROXIES = PROXIES
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=sender)

    assert client_address(request) == expected


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_without_a_proxy_no_header_is_believed(settings, header):
    settings.TRUSTED_PROXIES = []
    request = RequestFactory().get("/", headers={header: "198.51.100.1"}, REMOTE_ADDR="127.0.0.1")

    assert client_address(request) == "127.0.0.1"


def test_a_household_of_ipv6_is_one_client():
    assert client_block("2001:db8:1:2:3::4") == client_block("2001:db8:1:2::9") != ""
    assert client_block("2001:db8:1:3::9") != client_block("2001:db8:1:2::9")
    assert client_block("192.0.2.1") == "192.0.2.1"
    assert client_block("") == ""


def test_an_address_belongs_to_a_network_however_it_is_written():
    assert is_within("::ffff:10.0.0.9", [ip_network("10.0.0.0/24")])
    assert not is_within("", [ip_network("0.0.0.0/0")])
