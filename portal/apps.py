from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules

from portal import celery as celery_app  # noqa: F401  tasks bind to this app, not a default one


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "机构与设置"

    def ready(self):
        import_module("portal.checks")  # not each app's: those of reports are about its tables
        autodiscover_modules("audit_signals", "calendar_users", "reminders", "calendar_reminders")


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"
