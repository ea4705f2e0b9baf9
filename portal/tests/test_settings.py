import runpy
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from portal.environment import stored_secret
from portal.tests.logins import LOGIN, PASSWORD, make_person

SETTINGS = Path(__file__).parents[1] / "settings.py"
KEYS = ("SECRET_KEY", "AUDIT_KEY", "FIELD_KEYS", "MATCH_KEY")
VARIABLES = (
    *("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "DEBUG", "DEMO"),
    *("EMAIL_URL", "HTTPS", "MAX_UPLOAD_MEGABYTES", *KEYS),
    *("WEB_PROCESS", "WEB_STATEMENT_SECONDS"),
)
PRODUCTION = {name: Fernet.generate_key().decode() for name in KEYS} | {
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

    owned = ["STATIC_ROOT", "MEDIA_ROOT", "CELERY_BEAT_SCHEDULE_FILENAME", *KEYS]

    assert all(one[name] != other[name] for name in owned)
    assert one["DATABASES"]["default"]["NAME"] != other["DATABASES"]["default"]["NAME"]
    assert not set(one["CELERY_BROKER_TRANSPORT_OPTIONS"].values()) & set(
        other["CELERY_BROKER_TRANSPORT_OPTIONS"].values()
    )


@pytest.mark.parametrize("name", KEYS)
def test_a_production_portal_makes_no_key_for_itself(load, tmp_path, name):
    lacking = {key: value for key, value in PRODUCTION.items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=f"缺少密钥 {name}.*openssl"):
        load(**lacking)

    (tmp_path / "data" / name.lower()).write_text(PRODUCTION[name])
    assert PRODUCTION[name] in load(**lacking)[name]


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize(
    "key", ["short", "a" * 44, "change-me-" + "qwertyuiopasdfghjklzxcvbnm", "django-insecure-" * 3]
)
def test_a_key_that_can_be_guessed_is_refused_in_production_without_being_shown(load, name, key):
    with pytest.raises(ImproperlyConfigured, match=f"{name} 太短、太简单或者是示例值") as error:
        load(**PRODUCTION | {name: key})

    assert key not in str(error.value)


@pytest.mark.parametrize("name", KEYS)
def test_a_key_is_made_once_and_nobody_else_can_read_it(load, tmp_path, name):
    first, second = load(), load()

    file = tmp_path / "data" / name.lower()

    assert first[name] == second[name]
    assert len(file.read_text()) >= 44
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_of_two_processes_at_first_start_both_take_the_secret_that_was_there_first(tmp_path):
    path = tmp_path / "new_key"

    def make():  # meanwhile another process starts and is faster
        stored_secret(path, lambda: "of the faster one")
        return "of the slower one"

    assert stored_secret(path, make) == "of the faster one"
    assert stored_secret(path) == "of the faster one"
    assert not list(tmp_path.glob("tmp*"))


def test_an_empty_file_is_not_taken_for_a_secret(load, tmp_path):
    load()
    (tmp_path / "data" / "field_keys").write_text("")

    with pytest.raises(ImproperlyConfigured, match="field_keys 是空的。请从备份恢复"):
        load()


def test_several_field_keys_stand_newest_first_in_the_environment_or_the_file(load, tmp_path):
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    load()
    (tmp_path / "data" / "field_keys").write_text("\n".join(keys) + "\n")

    assert load()["FIELD_KEYS"] == keys
    assert load(FIELD_KEYS=f"{keys[1]}, {keys[0]}")["FIELD_KEYS"] == keys[::-1]


@pytest.mark.parametrize("key", ["short", "不是钥匙", "x" * 44])
def test_a_field_key_that_cannot_be_one_is_refused_in_words_without_being_shown(load, key):
    good = Fernet.generate_key().decode()

    with pytest.raises(ImproperlyConfigured, match="第2把密钥不可用.*openssl") as error:
        load(FIELD_KEYS=f"{good},{key}")

    assert key not in str(error.value)


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


def test_over_https_cookies_have_names_that_only_this_host_can_set(load):
    settings = load(**PRODUCTION)

    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["CSRF_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.django_db
def test_cookies_are_set_as_their_names_demand(load, settings, client):
    made = load(**PRODUCTION)
    for name in [name for name in made if "_COOKIE_" in name]:
        setattr(settings, name, made[name])
    typed = {"username": make_person().username, "password": PASSWORD}

    client.get(LOGIN, secure=True)
    client.post(LOGIN, typed, secure=True)

    assert set(client.cookies) >= {"__Host-session", "__Host-csrf"}
    for name in ("__Host-session", "__Host-csrf"):
        cookie = client.cookies[name]
        assert cookie["secure"] and cookie["httponly"], name
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax"), name


def test_only_the_web_processes_end_a_slow_statement(load):
    jobs = load(**PRODUCTION)
    web = load(**PRODUCTION | {"WEB_PROCESS": "1"})
    longer = load(**PRODUCTION | {"WEB_PROCESS": "1", "WEB_STATEMENT_SECONDS": "90"})
    without = load(**PRODUCTION | {"WEB_PROCESS": "1", "WEB_STATEMENT_SECONDS": "0"})

    options = [each["DATABASES"]["default"].get("OPTIONS") for each in (web, longer)]

    assert options == [
        {"options": "-c statement_timeout=30s"},
        {"options": "-c statement_timeout=90s"},
    ]
    assert "OPTIONS" not in jobs["DATABASES"]["default"]
    assert "OPTIONS" not in without["DATABASES"]["default"]


def test_limits_of_an_installation_are_read_by_name(load):
    settings = load(RATE_LIMITS="search=240/60, feeds=0")

    assert settings["RATE_LIMITS"] == {"search": (240, 60), "feeds": (0, 1)}


@pytest.mark.parametrize("text", ["search", "search=", "search=5", "search=0/60", "search=-1/60"])
def test_a_limit_written_otherwise_is_refused_in_words(load, text):
    with pytest.raises(ImproperlyConfigured, match=f"“{text}”写法不对.*search=240/60"):
        load(RATE_LIMITS=text)
