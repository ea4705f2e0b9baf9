import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from portal.demo_logins import refuse_demo_logins  # noqa: E402  (models need the app registry)

refuse_demo_logins()
