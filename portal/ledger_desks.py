"""Where a ledger job belongs: the admin of its register, and the list it was asked for on."""

from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from portal.models import LedgerJob


def desk_of(job: LedgerJob) -> admin.ModelAdmin:
    return admin.site.get_model_admin(apps.get_model(job.register))


def list_url(job: LedgerJob) -> str:
    return reverse(f"admin:{job.register.replace('.', '_')}_changelist")
