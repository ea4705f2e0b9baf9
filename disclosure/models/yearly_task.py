"""The yearly plan of who does what for openness (年度政务公开责任分解)."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from portal.models import Office

DONE = 100


class YearlyTaskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(progress__lt=DONE)

    def late(self, today):
        return self.open().filter(due_on__lt=today)


class YearlyTask(models.Model):
    """A task of one year: whose it is, by when, and how far it has come."""

    year = models.PositiveSmallIntegerField("年度")
    task = models.CharField("任务", max_length=300)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="yearly_tasks", verbose_name="责任机构"
    )
    person = models.CharField("责任人", max_length=50, blank=True)
    due_on = models.DateField("完成时限")
    progress = models.PositiveSmallIntegerField(
        "进展（%）", default=0, validators=[MaxValueValidator(DONE)], help_text="完成填 100"
    )
    note = models.TextField("进展说明", max_length=500, blank=True)

    objects = YearlyTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "年度任务"
        verbose_name_plural = "年度责任分解"
        ordering = ["-year", "due_on", "pk"]
        permissions = [("report_yearlytask", "可以填报本机构年度任务的进展")]
        constraints = [
            models.CheckConstraint(
                name="yearly_task_progress_is_a_percentage", condition=Q(progress__lte=DONE)
            ),
            models.UniqueConstraint(
                fields=["year", "office", "task"],
                name="yearly_task_stands_once_for_an_office",
                violation_error_message="该机构本年度已有相同的任务，请直接修改那一条。",
            ),
        ]

    def __str__(self):
        return self.task

    @property
    def is_done(self) -> bool:
        return self.progress == DONE

    def days_late(self, today) -> int:
        """Return by how many days the task is late; 0 while it is not, and once it is done."""
        return 0 if self.is_done else max(0, (today - self.due_on).days)
