"""The register of what the office demands of passwords and log-ins."""

from django.contrib import admin

from portal.admin.base import OneRowAdmin
from portal.models import AccessRules


@admin.register(AccessRules)
class AccessRulesAdmin(OneRowAdmin):
    fieldsets = [
        (
            "密码",
            {
                "fields": [
                    ("password_length", "password_kinds"),
                    ("password_days", "password_history"),
                ]
            },
        ),
        ("锁定", {"fields": [("lock_failures", "lock_minutes")]}),
        ("退出", {"fields": [("idle_minutes", "login_hours")]}),
    ]
