"""The ways a request may reach the bureau; which are open, the office decides (art. 28)."""

from django.db import models
from django.db.models import Q

from requests_app.workflow import ReceiptRule


class ChannelQuerySet(models.QuerySet):
    def open(self):
        return self.filter(is_open=True)


class Channel(models.Model):
    """A way in, with the rule that says when a request counts as received (art. 31).

    In person and by post are the basic channels and cannot be closed (国办公开办函〔2017〕19号).
    """

    BASIC = ("in_person", "ems", "ordinary_mail")
    PORTAL = "internet"
    LETTERS = "ordinary_mail"  # nobody signs for them

    code = models.SlugField("代码", primary_key=True, max_length=20)
    name = models.CharField("渠道", max_length=40)
    receipt_rule = models.CharField("收到日期", max_length=12, choices=ReceiptRule)
    is_open = models.BooleanField("开通", default=True)
    conditions = models.TextField("使用条件", blank=True, help_text="写入公开指南，对外公布")
    source = models.CharField("依据", max_length=200, blank=True)
    is_unconfirmed = models.BooleanField("规则待上级确认", default=False)
    position = models.PositiveSmallIntegerField("排序", default=0)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = "申请渠道"
        verbose_name_plural = "申请渠道"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="channel_receipt_rule_is_known",
                condition=Q(receipt_rule__in=ReceiptRule.values),
            ),
            models.CheckConstraint(
                name="basic_channels_stay_open",
                condition=Q(is_open=True) | ~Q(code__in=["in_person", "ems", "ordinary_mail"]),
            ),
        ]

    def __str__(self):
        return self.name
