"""One file, everything from the environment, safe embedded defaults (README, “Environment”).

Without any variable set the portal is embedded: SQLite, local-memory cache, a folder as
Celery's broker, all below PORTAL_DATA_DIR. With DATABASE_URL and REDIS_URL it is a
production portal. Half a configuration is refused in words.
"""

from functools import partial
from pathlib import Path

from celery.schedules import crontab
from cryptography.fernet import Fernet

from portal.environment import admin_path, data_dir, env, fernet_keys, networks, rate_limits, secret

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir(BASE_DIR / "var")
REDIS_URL = env("REDIS_URL", default="")
EMBEDDED = not REDIS_URL
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)

key = partial(secret, folder=DATA_DIR, makes_own=EMBEDDED or DEBUG)
SECRET_KEY = key("SECRET_KEY")
# Links the audit trail. Machines that share a database share this key; a changed one fits nothing.
AUDIT_KEY = key("AUDIT_KEY")
# Encrypt personal data, newest first (portal/encryption.py), and match it. Shared like AUDIT_KEY.
FIELD_KEYS = fernet_keys(key("FIELD_KEYS", make=lambda: Fernet.generate_key().decode()))
MATCH_KEY = key("MATCH_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

PUBLIC_PATHS = {
    *("zfxxgk", "items", "columns", "search", "feeds", "now", "static", "site-map", "view"),
    *("healthz", "readyz", "styleguide", "open-data", "subscribe"),
}
ADMIN_PATH = admin_path(PUBLIC_PATHS)
ADMIN_NETWORKS = networks("ADMIN_NETWORKS", [])  # empty: staff may come from anywhere

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
    "axes",
    "django_otp",
]

MIDDLEWARE = [
    "portal.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.PackingMiddleware",
    "portal.pages.PageCacheMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.BadInputMiddleware",
    "portal.accounts.gate.StaffNetworkMiddleware",
    "portal.rate_limits.RateLimitMiddleware",
    "portal.traditional.TraditionalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.gate.AccountGateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
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
    # Nobody waits longer for a page; jobs and commands (portal/wsgi.py does not start them) may.
    if env.bool("WEB_PROCESS", default=False) and (
        seconds := env.int("WEB_STATEMENT_SECONDS", default=30)
    ):
        DATABASES["default"]["OPTIONS"] = {"options": f"-c statement_timeout={seconds}s"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# "limits": what each client has used (portal/rate_limits.py), shared by all workers.
if EMBEDDED:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CACHES["limits"] = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "limits",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "portal.redis_cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
        }
    }

    CACHES["limits"] = CACHES["default"] | {
        "KEY_PREFIX": "limits",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
RATE_LIMITS = rate_limits(env("RATE_LIMITS", default=""))

AUTH_USER_MODEL = "portal.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# The numbers are the office's: AccessRules in the admin.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"portal.accounts.passwords.{name}"}
    for name in ("LengthValidator", "KindsValidator", "CommonWordsValidator", "HistoryValidator")
] + [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    "portal.accounts.lock.LockOutBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"

# Lock-out (portal/accounts/lock.py): counted by account, in the database all processes share.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = "portal.accounts.lock.failure_limit"
AXES_COOLOFF_TIME = "portal.accounts.lock.lock_time"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the end that was told stays the end
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "portal.accounts.lock.name_for_axes"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.lock.address_for_axes"
AXES_LOCKOUT_CALLABLE = "portal.accounts.lock.locked_page"
AXES_DISABLE_ACCESS_LOG = True  # the audit trail and the list of log-ins have it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# By account alone is meant: all addresses and browsers count together against one account.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

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
    "default": {"BACKEND": "portal.files.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "portal.files.storage.NamedStaticStorage"},
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
FILE_UPLOAD_PERMISSIONS = 0o640
# nginx itself reads a published file, once a view has allowed it (deploy/nginx.conf).
FILES_BY_NGINX = env.bool("FILES_BY_NGINX", default=False)
MAX_UPLOAD_MEGABYTES = env.int("MAX_UPLOAD_MEGABYTES", default=50)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
# A body that says it is larger is refused before a byte of it is read.
MAX_REQUEST_MEGABYTES = env.int("MAX_REQUEST_MEGABYTES", default=MAX_UPLOAD_MEGABYTES * 4 + 20)
# What arrives lies in files without a name: gone with the request, also after kill -9.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.files.arriving.NamelessFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "arriving")
# Where backups go and who can open them (portal/backup/configured.py); kept for so many periods.
BACKUP_DIR = env("BACKUP_DIR", default="")
BACKUP_PASSPHRASE_FILE = env("BACKUP_PASSPHRASE_FILE", default="")
BACKUP_PUBLIC_KEY = env("BACKUP_PUBLIC_KEY", default="")
BACKUP_KEEP = {"daily": 7, "weekly": 5, "monthly": 12}
CLAMAV_SOCKET = env("CLAMAV_SOCKET", default="")  # unix:/run/clamav/clamd.ctl or host:3310

# The admin wants to be reached over HTTPS outside the embedded portal, which binds 127.0.0.1.
HTTPS = env.bool("HTTPS", default=not (EMBEDDED or DEBUG))
# Whose X-Forwarded-For is believed (portal/client_address.py): with HTTPS, nginx beside us.
TRUSTED_PROXIES = networks("TRUSTED_PROXIES", ["127.0.0.1", "::1", "unix"] if HTTPS else [])
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # a browser takes these names only from this host, over TLS, for the whole site
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
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
    CELERY_BROKER_TRANSPORT = "portal.broker:FolderTransport"
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
    "check-derived": {"task": "disclosure.check_derived", "schedule": crontab(hour=2, minute=30)},
    "run-schedule": {"task": "disclosure.run_schedule", "schedule": 30},
    "read-attachments": {"task": "disclosure.read_attachments", "schedule": 30},
    "seal-audit": {"task": "portal.seal_audit", "schedule": 60},
    "record-rights": {"task": "portal.record_rights", "schedule": 600},
    "log-audit-head": {"task": "portal.log_audit_head", "schedule": crontab(hour=1, minute=30)},
    "beat": {"task": "portal.beat", "schedule": 60},
    "tell-subscribers": {"task": "disclosure.tell_subscribers", "schedule": 600},
    "scan-reminders": {"task": "portal.scan_reminders", "schedule": 600},
    "forget-logins": {"task": "portal.forget_logins", "schedule": crontab(hour=3, minute=20)},
    "keep-letters": {"task": "requests_app.keep_letters", "schedule": 60},
    "inspect-site": {"task": "reports.inspect_site", "schedule": crontab(hour=2, minute=10)},
    "check-outside-links": {
        "task": "reports.check_outside_links",
        "schedule": crontab(hour="0-6", minute=40),
    },
    "visit-site": {"task": "reports.visit_site", "schedule": 1800},
    "purge": {"task": "requests_app.purge", "schedule": crontab(hour=3, minute=10)},
    "deliver-notices": {"task": "portal.deliver_notices", "schedule": 60},
    "run-ledger-jobs": {"task": "portal.run_ledger_jobs", "schedule": 30},
    "forget-missed-words": {
        "task": "disclosure.forget_missed_words",
        "schedule": crontab(hour=3, minute=40),
    },
    "forget-staged": {"task": "disclosure.forget_staged", "schedule": 3600},
}

if EMBEDDED:  # elsewhere logrotate does it
    CELERY_BEAT_SCHEDULE["turn-over-log"] = {
        "task": "portal.turn_over_log",
        "schedule": crontab(hour=0, minute=5),
    }
if EMBEDDED and BACKUP_DIR:  # elsewhere a timer of the machine does it
    CELERY_BEAT_SCHEDULE["back-up"] = {
        "task": "portal.back_up",
        "schedule": crontab(hour=2, minute=30),
    }

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = False  # ledgers.neutralise() does it, more strictly
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.MediaStorage"
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False

LOG_FILE = Path(env("LOG_DIR", default=str(DATA_DIR / "logs"))) / "portal.jsonl"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "portal.logs.LineFormatter"},
        "json": {"()": "portal.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "file": {  # reopened when logrotate, or the portal itself, has renamed it
            "class": "portal.logs.LogFile",
            "filename": str(LOG_FILE),
            "formatter": "json",
            "encoding": "utf-8",
            "delay": True,
        },
    },
    "root": {"handlers": ["console", "file"], "level": "INFO"},
    "loggers": {name: {"level": "ERROR"} for name in ("pypdf", "fontTools", "weasyprint", "axes")}
    | {
        "portal.access": {"handlers": ["file"], "propagate": False},
        "django": {"handlers": [], "level": "INFO"},  # nobody is mailed an error with its data
        "django.request": {"level": "ERROR"},  # what was refused has its line in the access log
    },
}
