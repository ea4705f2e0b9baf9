"""Numbers without gaps or doubles."""

from django.db import models, transaction
from django.db.models import F


class CounterManager(models.Manager):
    @transaction.atomic
    def take(self, name: str, count: int = 1) -> int:
        """Return the first of the next `count` numbers of the counter `name`.

        The counter's row stays locked until the caller's transaction ends, so numbers
        appear in commit order, and a rolled-back act leaves no gap.
        """
        self.get_or_create(name=name)
        self.filter(name=name).update(value=F("value") + count)
        return self.get(name=name).value - count + 1


class Counter(models.Model):
    """A row that gives numbers without gaps or doubles: index numbers, search stamps."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    objects = CounterManager()

    def __str__(self):
        return f"{self.name}: {self.value}"
