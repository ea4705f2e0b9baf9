import runpy
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).parents[1] / "settings.py"
VARIABLES = (
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "DEMO"),
    *("EMAIL_URL", "HTTPS", "MAX_UPLOAD_MEGABYTES"),
)
PRODUCTION = {
    "DATABASE_URL": "postgres://portal@//run/postgresql/portal",
    "REDIS_URL": "redis://localhost:6379/0",
}


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Read settings.py under these environment variables and no others."""

    def load(**variables):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        variables = {"PORTAL_DATA_DIR": str(tmp_path / "data")} | variables
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return load


def test_without_any_variable_the_portal_is_embedded_in_its_data_directory(load, tmp_path):
    settings = load()

    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "data" / "portal.sqlite3")
    assert settings["CACHES"]["default"]["BACKEND"].endswith("LocMemCache")
    assert settings["CELERY_BROKER_URL"].startswith("filesystem://")
    assert not settings["DEBUG"]
    assert not settings["DEMO"]


def test_two_data_directories_share_nothing(load, tmp_path):
    one = load(PORTAL_DATA_DIR=str(tmp_path / "one"))
    other = load(PORTAL_DATA_DIR=str(tmp_path / "other"))

    owned = ["SECRET_KEY", "STATIC_ROOT", "MEDIA_ROOT", "CELERY_BEAT_SCHEDULE_FILENAME"]

    assert all(one[name] != other[name] for name in owned)
    assert one["DATABASES"]["default"]["NAME"] != other["DATABASES"]["default"]["NAME"]
    assert not set(one["CELERY_BROKER_TRANSPORT_OPTIONS"].values()) & set(
        other["CELERY_BROKER_TRANSPORT_OPTIONS"].values()
    )


def test_the_secret_key_is_made_once_and_nobody_else_can_read_it(load, tmp_path):
    first, second = load(), load()

    mode = (tmp_path / "data" / "secret_key").stat().st_mode

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 50
    assert stat.S_IMODE(mode) == 0o600


def test_a_data_directory_that_cannot_be_made_is_refused_in_words(load, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ImproperlyConfigured, match="无法写入.*PORTAL_DATA_DIR"):
        load(PORTAL_DATA_DIR=str(tmp_path / "file" / "data"))


def test_a_production_portal_lets_cookies_travel_over_https_only(load):
    settings = load(**PRODUCTION)

    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] > 0


def test_a_production_portal_uses_postgresql_and_redis(load):
    settings = load(**PRODUCTION)

    assert settings["DATABASES"]["default"]["HOST"] == "/run/postgresql"
    assert settings["DATABASES"]["default"]["NAME"] == "portal"
    assert settings["CACHES"]["default"]["BACKEND"].endswith("RedisCache")
    assert settings["CELERY_BROKER_URL"] == PRODUCTION["REDIS_URL"]


def test_a_redis_behind_a_unix_socket_serves_cache_and_broker(load):
    settings = load(**PRODUCTION | {"REDIS_URL": "unix:///run/redis.sock"})

    assert settings["CACHES"]["default"]["LOCATION"] == "unix:///run/redis.sock"
    assert settings["CELERY_BROKER_URL"] == "redis+socket:///run/redis.sock"
