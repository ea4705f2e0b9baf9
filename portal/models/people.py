"""Offices and the people who work there."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F
from simple_history.models import HistoricalRecords


class OfficeKind(models.TextChoices):
    BUREAU = "bureau", "局机关"
    SECTION = "section", "内设科室"
    SUBORDINATE = "subordinate", "直属单位"
    SCHOOL = "school", "学校"


class Office(models.Model):
    """A unit that makes or keeps information: a section, a subordinate unit, a school."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100, help_text="内部使用的简称，如“基础教育科”")
    full_name = models.CharField(
        "规范全称", max_length=150, help_text="公开时作为发布机构的全称，不用简称"
    )
    kind = models.CharField("类别", max_length=12, choices=OfficeKind, default=OfficeKind.SECTION)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )
    phone = models.CharField("办公电话", max_length=40, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="office_kind_is_known", condition=models.Q(kind__in=OfficeKind.values)
            ),
            models.CheckConstraint(
                name="office_is_not_its_own_parent", condition=~models.Q(parent=F("id"))
            ),
        ]

    def __str__(self):
        return self.name


class User(AbstractUser):
    """A member of staff. Citizens have no account."""

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name="所属机构",
    )
    wants_digest = models.BooleanField("每天只收一封通知邮件", default=False)
    password_set_at = models.DateTimeField("密码设置时间", null=True, editable=False)
    must_change_password = models.BooleanField(
        "须先改密码", default=False, db_default=False, editable=False
    )

    history = HistoricalRecords(
        excluded_fields=[
            *("password", "last_login", "wants_digest"),
            *("password_set_at", "must_change_password"),
        ]
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "工作人员"
        verbose_name_plural = "工作人员"
        permissions = [("guard_user", "可以解除锁定、结束他人登录、重置双因素验证")]

    def __str__(self):
        return self.get_full_name() or self.username

    def get_full_name(self):
        return f"{self.last_name}{self.first_name}"
