"""How tests run: fast passwords, no broker, files of their own, on whatever day is asked for."""

from datetime import datetime

import hypothesis
import pytest
import time_machine
import zeal
import zeal.constants
import zeal.patch
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.test import override_settings

from portal.celery import app

SETTINGS = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "DEMO": False,
    # Static files are neither collected nor served.
    "STORAGES": portal_settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "MIDDLEWARE": [
        "conftest.watched_for_n_plus_one",
        *(name for name in portal_settings.MIDDLEWARE if not name.startswith("whitenoise.")),
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
def empty_cache():
    cache.clear()
