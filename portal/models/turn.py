"""Turns: what only one process may do at a time, on whichever machine, over many transactions."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q

from portal.errors import RuleViolation

LENGTH = timedelta(minutes=10)  # a turn nobody keeps for so long is over: its holder died


class TurnManager(models.Manager):
    def take(self, name: str, *, now: datetime, busy: str) -> "Turn":
        """Return the turn, for this process alone. Raises RuleViolation(busy) while it is taken."""
        self.bulk_create([self.model(name=name)], ignore_conflicts=True)
        token = uuid4().hex
        is_free = Q(holder="") | Q(until__lt=now)
        if not self.filter(is_free, name=name).update(holder=token, until=now + LENGTH):
            raise RuleViolation(busy)
        return self.model(name=name, holder=token)


class Turn(models.Model):
    """Whose turn it is, and until when; kept by whoever goes on working."""

    name = models.CharField(max_length=60, primary_key=True)
    holder = models.CharField(max_length=32, blank=True)
    until = models.DateTimeField(null=True)

    objects = TurnManager()

    def __str__(self):
        return self.name

    def keep(self, *, now: datetime) -> None:
        """Go on; in a transaction nobody else begins before it ends. Raises RuleViolation."""
        mine = Turn.objects.filter(name=self.name, holder=self.holder)
        if not mine.update(until=now + LENGTH):
            raise RuleViolation("停顿太久，已由别的操作接替，没有写入任何内容；请重新操作一次")

    def give_back(self) -> None:
        Turn.objects.filter(name=self.name, holder=self.holder).update(holder="", until=None)
