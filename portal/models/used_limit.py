"""How often a client has tried what guards a secret: counted where no restart forgets it."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F


class UsedLimitManager(models.Manager):
    def used(self, key: str, *, at: datetime) -> tuple[int, float]:
        """Return how many tries count at this moment, and until when (seconds of the epoch)."""
        row = self.filter(key=key, until__gt=at).first()
        return (row.count, row.until.timestamp()) if row else (0, at.timestamp())

    @transaction.atomic
    def use(self, key: str, seconds: int, *, at: datetime) -> None:
        """Count one try; forget what no longer counts, of this client and of all others."""
        self.filter(until__lte=at).delete()
        self.get_or_create(key=key, defaults={"until": at + timedelta(seconds=seconds)})
        self.filter(key=key).update(count=F("count") + 1)


class UsedLimit(models.Model):
    """One client at one limit; the key holds a hash of the address, never the address."""

    key = models.CharField(max_length=60, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    objects = UsedLimitManager()

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.key}: {self.count}"
