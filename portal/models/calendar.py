"""The State Council's holiday notices: what the working-day calendar is made of.

Days that are neither named here nor at a weekend are worked. A year without a notice cannot be
counted (`portal.workdays.CalendarGap`); the office enters the notice when it appears, usually in
November of the year before.
"""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from portal.workdays import NamedDay, WorkCalendar


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", "放假"
    MAKEUP = "makeup", "上班（调休）"


class HolidayNoticeManager(models.Manager):
    def calendar(self) -> WorkCalendar:
        """Return the calendar of every complete year, read anew: a change counts at once."""
        rows = list(NoticeDay.objects.values_list("date", "kind", "name", "notice__number"))
        days = [(day, kind) for day, kind, _, _ in rows]
        return WorkCalendar(
            years=frozenset(self.filter(is_complete=True).values_list("year", flat=True)),
            holidays=frozenset(day for day, kind in days if kind == DayKind.HOLIDAY),
            makeup_days=frozenset(day for day, kind in days if kind == DayKind.MAKEUP),
            named={day: NamedDay(name, number) for day, _, name, number in rows},
        )


class HolidayNotice(models.Model):
    """A 《关于部分节假日安排的通知》; a year may have a second one that changes the first."""

    year = models.PositiveSmallIntegerField("年份")
    number = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    is_complete = models.BooleanField(
        "已录全",
        default=False,
        help_text="全年放假和调休都录入并核对后勾选；未录全的年份不计算期限",
    )
    is_confirmed = models.BooleanField("已与原文核对", default=False)

    history = HistoricalRecords()
    objects = HolidayNoticeManager()

    class Meta:
        verbose_name = "节假日安排"
        verbose_name_plural = "节假日安排（工作日历）"
        ordering = ["-year", "issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="holiday_notice_is_entered_once"
            )
        ]

    def __str__(self):
        return f"{self.year}年节假日安排 {self.number}".strip()


class NoticeDay(models.Model):
    """A day that departs from Monday–Friday."""

    notice = models.ForeignKey(HolidayNotice, models.CASCADE, related_name="days")
    date = models.DateField("日期", unique=True)
    kind = models.CharField("安排", max_length=8, choices=DayKind)
    name = models.CharField("节日", max_length=20, blank=True)

    class Meta:
        verbose_name = "放假或调休日"
        verbose_name_plural = "放假和调休日"
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                name="notice_day_kind_is_known", condition=Q(kind__in=DayKind.values)
            )
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"
