import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("WEB_PROCESS", "1")  # before the settings are read
application = get_wsgi_application()

from portal.start import refuse_bad_start  # noqa: E402  (models need the app registry)

refuse_bad_start()
