"""Where the staff side stands, and from which networks it opens."""

import os
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.conf import settings as portal_settings

from portal.tests.logins import LOGIN, PASSWORD, make_person

ASK = "from django.conf import settings; import django; django.setup()\n"


def run(tmp_path, code, **environment):
    """Start Python with this environment; return what it said."""
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    known |= {"PORTAL_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    return subprocess.run(
        [sys.executable, "-c", ASK + code],
        env=known | environment,
        cwd=portal_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_staff_side_stands_where_the_operator_puts_it(tmp_path):
    code = (
        "from django.urls import resolve, reverse, Resolver404\n"
        "print(reverse('admin:index'), resolve('/work-7f3a/login/').view_name)\n"
        "try:\n    print(resolve('/admin/login/').view_name)\n"
        "except Resolver404:\n    print('nothing')\n"
    )

    said = run(tmp_path, code, ADMIN_PATH="/work-7f3a").stdout.split()

    assert said[:2] == ["/work-7f3a/", "admin:login"]
    assert said[2] != "admin:login"


@pytest.mark.parametrize(
    "environment, sentence",
    [
        ({"ADMIN_PATH": ""}, "ADMIN_PATH 只能用字母"),
        ({"ADMIN_PATH": "管理/"}, "ADMIN_PATH 只能用字母"),
        ({"ADMIN_PATH": "zfxxgk/"}, "这是公众页面的地址"),
        ({"ADMIN_NETWORKS": "10.1.0.0/16,intranet"}, "ADMIN_NETWORKS 应是网段"),
        ({"TRUSTED_PROXIES": "nginx"}, "TRUSTED_PROXIES 应是网段"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_words(tmp_path, environment, sentence):
    said = run(tmp_path, "", **environment)

    assert said.returncode == 1
    assert sentence in said.stderr


@pytest.fixture
def inside_only(settings):
    settings.ADMIN_NETWORKS = [ip_network("10.1.0.0/16"), ip_network("2001:db8::/32")]
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["10.1.200.3", "2001:db8::5"])
def test_from_the_networks_of_the_office_the_staff_side_opens(client, inside_only, address):
    page = client.get(LOGIN, headers={"X-Forwarded-For": address})

    assert page.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "203.0.113.4"},
        {"REMOTE_ADDR": "203.0.113.4", "HTTP_X_FORWARDED_FOR": "10.1.0.5"},
        {"HTTP_X_FORWARDED_FOR": "10.1.0.5, 203.0.113.4"},
        {"HTTP_X_REAL_IP": "10.1.0.5"},
    ],
    ids=["outside", "invented by the client", "before our proxy", "another header"],
)
def test_from_elsewhere_nothing_of_it_opens_and_the_page_says_why(client, inside_only, where):
    make_person()

    page = client.get("/admin/", **where)
    answer = client.post(LOGIN, {"username": "wen", "password": PASSWORD}, **where)
    public = client.get("/zfxxgk/", **where)

    assert (page.status_code, answer.status_code, public.status_code) == (403, 403, 200)
    assert "请在单位网络内登录" in page.content.decode()
    assert not client.session.keys()
