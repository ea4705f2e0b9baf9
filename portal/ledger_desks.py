"""Where a ledger job belongs: the admin of its register, and the list it was asked for on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from portal.models import LedgerJob


@dataclass(frozen=True)
class BulkAct:
    """An act on many rows; `to_do` finds those it is still to be done to, after a break too."""

    label: str
    verb: Callable  # (row, *, by, at); raises RuleViolation or PermissionDenied
    to_do: Q


def desk_of(job: LedgerJob) -> admin.ModelAdmin:
    return admin.site.get_model_admin(apps.get_model(job.register))


def list_url(job: LedgerJob) -> str:
    return reverse(f"admin:{job.register.replace('.', '_')}_changelist")
