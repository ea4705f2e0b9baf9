import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Every redis:// and redis+socket:// address, whichever the environment names.
TRANSPORT_ALIASES["redis"] = "portal.broker:RedisTransport"

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
