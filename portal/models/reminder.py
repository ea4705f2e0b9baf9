"""What the office decides about reminders, and the signs of life of what runs by the clock."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from portal.reminder_steps import Steps

OWNER = "本事项经办人"
APPLICANT = "申请人"
DAYS_LEFT = re.compile(r"(\d{1,3}(,\d{1,3})*)?")
LARGEST = 365
LABELS: dict[str, str] = {}  # of each kind; filled as the apps register their reminders


def validate_thresholds(text: str) -> None:
    if not DAYS_LEFT.fullmatch(text) or any(days > LARGEST for days in numbers(text)):
        raise ValidationError(f"请填写0至{LARGEST}的整数，用英文逗号隔开，如“5,3,1,0”。")


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(",") if each)


class ReminderRuleManager(models.Manager):
    def complete(self, declared: "list[ReminderRule]", *, write: bool) -> "dict[str, ReminderRule]":
        """Return the rule of each kind, those nobody has touched yet as they were declared.

        With `write`, what is declared is written down the first time it is asked for, so that
        the office finds every kind in its register; from then on the row alone counts.
        """
        stored = {rule.kind: rule for rule in self.all()}
        missing = [rule for rule in declared if rule.kind not in stored]
        if missing and write:
            self.bulk_create(missing, ignore_conflicts=True)
        return {rule.kind: stored.get(rule.kind, rule) for rule in declared}


class ReminderRule(models.Model):
    """When and whom one kind of reminder tells; each app's reminders.py declares the kinds."""

    kind = models.CharField("种类", max_length=40, unique=True, editable=False)
    thresholds = models.CharField(
        "提前天数",
        max_length=60,
        blank=True,
        validators=[validate_thresholds],
        help_text="期限前还剩几天时提醒，0为当天，用英文逗号隔开，如“5,3,1,0”；留空则不提前提醒",
    )
    overdue_every = models.PositiveSmallIntegerField(
        "逾期后每隔几天再提醒", null=True, blank=True, help_text="1为每天；留空则逾期后不再提醒"
    )
    escalate_after = models.PositiveSmallIntegerField(
        "逾期几天后报告上级", null=True, blank=True, help_text="留空则不报告"
    )
    roles = models.JSONField("收件人", default=list)
    escalation_roles = models.JSONField("逾期后另报告", default=list, blank=True)
    is_on = models.BooleanField("启用", default=True)
    note = models.CharField("备注", max_length=200, blank=True)

    history = HistoricalRecords()
    objects = ReminderRuleManager()

    class Meta:
        verbose_name = "提醒规则"
        verbose_name_plural = "提醒规则"
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                name="reminder_rule_counts_from_one",
                condition=~models.Q(overdue_every=0) & ~models.Q(escalate_after=0),
            )
        ]

    def __str__(self):
        return LABELS.get(self.kind, self.kind)

    @property
    def steps(self) -> Steps:
        return Steps(numbers(self.thresholds), self.overdue_every, self.escalate_after)


class PulseManager(models.Manager):
    def beat(self, name: str, *, at: datetime, faults: int = 0, note: str = "") -> None:
        """Write down that `name` ran at `at`, and what went wrong in it."""
        values = {"at": at, "faults": faults, "note": note}
        self.update_or_create(name=name, defaults=values)


class Pulse(models.Model):
    """The last sign of life of something that runs by the clock."""

    name = models.CharField("项目", max_length=60, unique=True)
    at = models.DateTimeField("最近一次")
    faults = models.PositiveIntegerField("出错", default=0)
    note = models.TextField("说明", blank=True)

    objects = PulseManager()

    class Meta:
        verbose_name = "运行迹象"
        verbose_name_plural = "运行迹象"

    def __str__(self):
        return self.name
