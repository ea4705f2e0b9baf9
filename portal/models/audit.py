"""The audit trail (审计记录): who did what to which object, in a chain nobody changes unseen.

An act writes its entry in its own transaction, unlinked and without a lock, so acts never wait
for one another. Later the sealer (`portal.audit.seal`) gives the committed entries the numbers
1, 2, 3 … and links each to the one before it. Every entry carries an HMAC, made with a key the
database does not hold: at first over its own content, so that nobody else invents or changes
one before it is linked; from then on over its number and the entry before it as well.
"""

import hmac
import json
from datetime import UTC

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Concat

from portal.models.people import User
from portal.nudge import nudge
from portal.row_keys import is_key

SEAL_AUDIT = "portal.seal_audit"
canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
WRITTEN_ONCE = "An audit entry is written once: record a further entry instead."


class AuditAct(models.TextChoices):
    SUBMISSION = "submission", "送审"
    EMERGENCY = "emergency", "紧急公开送审"
    REVIEW = "review", "审核通过"
    RETURN = "return", "退回"
    RELEASE = "release", "签发"
    SCHEDULE = "schedule", "定时公开或下架"
    PUBLICATION = "publication", "公开"
    REVISION = "revision", "公开后修改"
    WITHDRAWAL = "withdrawal", "撤回"
    WITHHOLDING = "withholding", "不予公开"
    REOPENING = "reopening", "重新启用"
    WAIVER = "waiver", "个人信息提示放行"
    RECEIPT = "receipt", "申请登记或确认收到"
    CORRECTION = "correction", "补正"
    CONSULTATION = "consultation", "征求意见"
    EXTENSION = "extension", "延期"
    FEE = "fee", "信息处理费"
    DECISION = "decision", "拟定、批准或退回答复"
    SERVICE = "service", "送达"
    CLOSING = "closing", "办结"
    REMEDY = "remedy", "复议诉讼"
    PURGE = "purge", "到期清除个人信息"
    UNMASKING = "unmasking", "查看未遮盖的个人信息"
    IMPORT = "import", "导入"
    EXPORT = "export", "导出"
    LOGIN = "login", "登录"
    LOGIN_FAILURE = "login_failure", "登录失败"
    LOGOUT = "logout", "退出登录"
    LOGIN_END = "login_end", "结束登录"
    LOCKOUT = "lockout", "账号锁定"
    UNLOCK = "unlock", "解除锁定"
    SECOND_FACTOR = "second_factor", "双因素验证"
    PASSWORD_CHANGE = "password_change", "修改密码"
    ROLE_CHANGE = "role_change", "角色权限变更"
    SETTINGS_CHANGE = "settings_change", "设置变更"


def label_of(obj) -> str:
    """Return how the trail names an object: app.model:pk, or "" for none."""
    return "" if obj is None else f"{obj._meta.label_lower}:{obj.pk}"


def plain(data: dict) -> dict:
    """Return `data` as every database gives it back, byte for byte: fractions become text."""
    text = json.dumps(data, cls=DjangoJSONEncoder)
    return json.loads(text, parse_float=str, parse_constant=str)


class AuditEntryQuerySet(models.QuerySet):
    """Questions only. What would change or remove entries is refused: the chain would break."""

    def sealed(self):
        return self.filter(number__isnull=False).order_by("number")

    def unsealed(self):
        return self.filter(number__isnull=True).order_by("pk")

    def about(self, obj):
        return self.filter(object_label=label_of(obj))

    def matching(self, term: str):
        """What an auditor types: a person's login or name, an object's label, a number."""
        people = User.objects.annotate(name=Concat("last_name", "first_name")).filter(name=term)
        found = Q(by_name=term) | Q(object_label=term) | Q(by__in=people)
        if is_key(term):
            found |= Q(number=int(term))
        return self.filter(found)

    def update(self, **changes):
        raise TypeError(WRITTEN_ONCE)

    def delete(self):
        raise TypeError(WRITTEN_ONCE)


class AuditEntryManager(models.Manager.from_queryset(AuditEntryQuerySet)):
    def record(self, *, act: AuditAct, by: User | None, at, obj=None, data: dict | None = None):
        """Write down that `by` (None: the portal itself) did `act` to `obj`; return the entry.

        Call it inside the transaction of the act: both happen or neither does. `data` says what
        else counts, in codes, numbers and hashes, never personal data in clear: it stays for good.
        """
        entry = self.model(
            act=act,
            by=by,
            by_name=by.username if by else "",
            at=at,
            object_label=label_of(obj),
            data=plain(data or {}),
        )
        entry.mac = entry.compute_mac()
        entry.save(force_insert=True)
        nudge(SEAL_AUDIT)
        return entry


class AuditEntry(models.Model):
    """One act: who, what, to which object, when. Written once, numbered once, never removed."""

    number = models.PositiveBigIntegerField("序号", unique=True, null=True)
    act = models.CharField("事项", max_length=20, choices=AuditAct)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="操作人",
    )
    by_name = models.CharField("登录名", max_length=150, blank=True, db_index=True)
    at = models.DateTimeField("时间", db_index=True)
    object_label = models.CharField("对象", max_length=100, blank=True, db_index=True)
    data = models.JSONField("内容", default=dict)
    mac = models.CharField("校验码", max_length=64)

    objects = AuditEntryManager()

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["-pk"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["act", "-id"], name="audit_entry_by_act")]
        constraints = [
            models.CheckConstraint(name="audit_act_is_known", condition=Q(act__in=AuditAct.values)),
            models.CheckConstraint(
                name="audit_numbers_begin_with_one",
                condition=Q(number__isnull=True) | Q(number__gte=1),
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()} {self.object_label}".strip()

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(WRITTEN_ONCE)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(WRITTEN_ONCE)

    def compute_mac(self, previous: str = "") -> str:
        """Return the HMAC over all this entry says and over the HMAC of the entry before it."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        content = [self.number, previous, self.by_id, self.by_name, moment]
        content += [self.act, self.object_label, self.data]
        return hmac.digest(settings.AUDIT_KEY.encode(), canonical(content).encode(), "sha256").hex()

    def agrees(self, previous: str = "") -> bool:
        """True when nothing in this entry changed since its HMAC was made."""
        return hmac.compare_digest(self.mac, self.compute_mac(previous))

    def link(self, *, number: int, previous: str) -> None:
        """Take a place in the chain; the sealer stores it."""
        self.number = number
        self.mac = self.compute_mac(previous)


class AuditHead(models.Model):
    """The end of the chain, one row; whoever lengthens the chain holds its lock."""

    number = models.PositiveBigIntegerField("序号", default=0)
    mac = models.CharField("校验码", max_length=64, blank=True)
    sealed_at = models.DateTimeField("入链时间", null=True)

    class Meta:
        verbose_name = "审计链头"
        verbose_name_plural = "审计链头"
        default_permissions = []
        constraints = [
            models.CheckConstraint(name="audit_head_is_one_row", condition=Q(pk=1)),
        ]

    def __str__(self):
        return f"№{self.number}"
