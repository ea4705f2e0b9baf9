"""One file, everything from the environment, safe embedded defaults (README, “Environment”).

Without any variable set the portal is embedded: SQLite, local-memory cache, a folder as
Celery's broker, all below PORTAL_DATA_DIR. With DATABASE_URL and REDIS_URL it is a
production portal. Half a configuration is refused in words.
"""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import environ
from celery.schedules import crontab
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def data_dir() -> Path:
    """Return the folder everything this installation owns lives in; create it if missing."""
    path = Path(env("PORTAL_DATA_DIR", default=str(BASE_DIR / "var"))).absolute()
    refusal = f"数据目录 {path} 无法写入。请更改目录权限，或者用 PORTAL_DATA_DIR 指定另一目录。"
    try:
        for folder in (path, path / "files", path / "broker", path / "logs"):
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(refusal) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(refusal)
    return path


def stored_secret(path: Path, make: Callable[[], str] = get_random_secret_key) -> str:
    """Return the secret kept in `path`, made once, by whichever process starts first."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as draft:  # mode 0600
            draft.write(make())
            draft.flush()
            os.fsync(draft.fileno())
            # The name appears with the whole secret behind it, or somebody else's is there.
            with suppress(FileExistsError):
                os.link(draft.name, path)
    secret = path.read_text(encoding="utf-8").strip()
    if not secret:
        refusal = f"密钥文件 {path} 是空的。请从备份恢复它；从未使用过的，删除后重新启动。"
        raise ImproperlyConfigured(refusal)
    return secret


def fernet_keys(text: str) -> list[str]:
    """Return the keys that stand in `text`, newest first, separated by commas or new lines."""
    keys = re.split(r"[\s,]+", text.strip(" ,\n"))
    for number, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"FIELD_KEYS 的第{number}把密钥不可用：应是44个字符的Fernet密钥。"
                "生成一把：openssl rand -base64 32 | tr '+/' '-_'"
            ) from error
    return keys


DATA_DIR = data_dir()
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or stored_secret(DATA_DIR / "secret_key")
# Links the audit trail. Machines that share a database share this key; a changed one fits nothing.
AUDIT_KEY = env("AUDIT_KEY", default="") or stored_secret(DATA_DIR / "audit_key")
# Encrypt personal data, newest first (portal/encryption.py), and match it. Shared like AUDIT_KEY.
FIELD_KEYS = fernet_keys(
    env("FIELD_KEYS", default="")
    or stored_secret(DATA_DIR / "field_keys", lambda: Fernet.generate_key().decode())
)
MATCH_KEY = env("MATCH_KEY", default="") or stored_secret(DATA_DIR / "match_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
REDIS_URL = env("REDIS_URL", default="")
EMBEDDED = not REDIS_URL

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "disclosure.apps.DisclosureConfig",
    "requests_app.apps.RequestsAppConfig",
    "reports.apps.ReportsConfig",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_filters",
    "django_prose_editor",
    "import_export",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.BadInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
            "builtins": ["portal.templatetags.portal"],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/portal.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing; a reader never waits for a writer.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if EMBEDDED:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }

AUTH_USER_MODEL = "portal.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"  # never served by address: every file goes through a view
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
FILE_UPLOAD_PERMISSIONS = 0o640
MAX_UPLOAD_MEGABYTES = env.int("MAX_UPLOAD_MEGABYTES", default=50)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# The admin wants to be reached over HTTPS outside the embedded portal, which binds 127.0.0.1.
HTTPS = env.bool("HTTPS", default=not (EMBEDDED or DEBUG))
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The dummy backend means “no mail”: notices then stay in the inbox and say so.
EMAIL_CONFIG = env.email("EMAIL_URL", default="dummymail://")
EMAIL_TIMEOUT = 10
globals().update(EMAIL_CONFIG)
sender = env("EMAIL_FROM", default="") or EMAIL_CONFIG["EMAIL_HOST_USER"]
DEFAULT_FROM_EMAIL = sender or "portal@localhost"

CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
if EMBEDDED:
    broker = str(DATA_DIR / "broker")
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "portal.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": broker,
        "data_folder_out": broker,
        "control_folder": str(DATA_DIR / "broker-control"),
    }
else:
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)  # Celery's name for it
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 1}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "update-search": {"task": "disclosure.update_search", "schedule": 10},
    "run-schedule": {"task": "disclosure.run_schedule", "schedule": 30},
    "read-attachments": {"task": "disclosure.read_attachments", "schedule": 30},
    "seal-audit": {"task": "portal.seal_audit", "schedule": 60},
    "record-rights": {"task": "portal.record_rights", "schedule": 600},
    "log-audit-head": {"task": "portal.log_audit_head", "schedule": crontab(hour=1, minute=30)},
    "beat": {"task": "portal.beat", "schedule": 60},
    "scan-reminders": {"task": "portal.scan_reminders", "schedule": 600},
    "keep-letters": {"task": "requests_app.keep_letters", "schedule": 60},
    "purge": {"task": "requests_app.purge", "schedule": crontab(hour=3, minute=10)},
    "deliver-notices": {"task": "portal.deliver_notices", "schedule": 60},
}

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = False  # ledgers.neutralise() does it, more strictly
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.MediaStorage"
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"pypdf": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}
