"""How tests run: fast passwords, no broker, files of their own, on whatever day is asked for."""

from datetime import datetime

import hypothesis
import pytest
import time_machine
import zeal
import zeal.constants
import zeal.patch
from django.conf import settings as portal_settings
from django.core.cache import caches
from django.test import Client, override_settings

from portal.accounts.gate import LOGIN_KEY
from portal.celery import app
from portal.models import Login
from portal.tests.smtp_sink import smtp_sink

SETTINGS = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "DEMO": False,
    # Static files are neither collected nor served.
    "STORAGES": portal_settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "MIDDLEWARE": [
        "conftest.watched_for_n_plus_one",
        # A kept page shows what stood there before the test wrote more.
        *(
            name
            for name in portal_settings.MIDDLEWARE
            if not name.startswith(("whitenoise.", "portal.pages."))
        ),
    ],
    "ZEAL_SHOW_ALL_CALLERS": True,
    "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
    "SECURE_SSL_REDIRECT": False,
}


def watched_for_n_plus_one(get_response):
    """A page that is read may not ask for each row; an act on many objects may."""

    def answer(request):
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with zeal.zeal_context():
            return get_response(request)

    return answer


def pytest_addoption(parser):
    parser.addoption("--as-of", metavar="DATE", help="run as if it were this day: 2027-01-15")


def pytest_configure(config):
    override_settings(**SETTINGS).enable()
    app.conf.update(broker_url="memory://", broker_transport=None, broker_transport_options={})
    zeal.constants.initialize_app_registry()
    zeal.patch.patch()
    hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
    hypothesis.settings.load_profile("portal")
    if day := config.getoption("--as-of"):
        travel = time_machine.travel(datetime.fromisoformat(f"{day}T10:00:00+08:00"), tick=True)
        travel.start()
        config.add_cleanup(travel.stop)


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Each test has its own uploads and its own search index."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def forced_logins_are_verified(monkeypatch):
    """`client.force_login` skips the second factor as it skips the password.

    It goes on from there like any log-in: a row of Login, a session that ends. What is posted to
    the log-in page, and `client.login`, meet the whole gate.
    """
    force_login = Client.force_login

    def force_verified_login(client, user, backend=None):
        force_login(client, user, backend)
        login = Login.objects.get(pk=client.session[LOGIN_KEY])
        login.verify(at=login.began_at)

    monkeypatch.setattr(Client, "force_login", force_verified_login)


@pytest.fixture(autouse=True)
def empty_cache():
    for each in caches.all(initialized_only=True):
        each.clear()


@pytest.fixture
def each_act_by_itself(settings):
    """Acts go row by row; the tests of lists and pages watch over reading."""
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]


@pytest.fixture
def mail_server(settings):
    """A mail server, and a portal that sends to it over SMTP."""
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        yield sink
