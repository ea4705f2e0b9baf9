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
    verb: Callable  # (row, *, by, at, what its form asks); raises RuleViolation, PermissionDenied
    to_do: Q
    permission: str  # as Django's actions name it: the register has has_…_permission
    at_once: int = 10  # rows; more are a job with progress
    told_as: str = ""  # what is said of the rows it was done to; empty: their new status


def desk_of(job: LedgerJob) -> admin.ModelAdmin:
    return admin.site.get_model_admin(apps.get_model(job.register))


def list_url(job: LedgerJob) -> str:
    return reverse(f"admin:{job.register.replace('.', '_')}_changelist")
