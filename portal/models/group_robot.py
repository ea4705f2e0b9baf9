"""Group robots: where a group of staff is told that something is owed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from portal.fields import EncryptedField
from portal.group_robots import Service, post


class GroupRobot(models.Model):
    """A robot in a group chat, or a gateway: it is told number, kind and day, never a name."""

    name = models.CharField("名称", max_length=40, unique=True, help_text="如“公开办工作群”")
    service = models.CharField("服务", max_length=10, choices=Service, default=Service.WECOM)
    url = EncryptedField(
        "接收地址", max_length=500, help_text="建机器人时给出的 https 地址；加密保存，不再显示"
    )
    kinds = models.JSONField("提醒种类", default=list, blank=True)
    is_on = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "群机器人"
        verbose_name_plural = "群机器人和短信网关"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="group_robot_service_is_known", condition=Q(service__in=Service.values)
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.url and not self.url.startswith(("https://", "http://")):
            raise ValidationError({"url": "接收地址应以 https:// 开头。"})

    def tell(self, text: str) -> None:
        post(self.service, self.url, text)
