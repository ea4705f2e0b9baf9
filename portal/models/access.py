"""How staff log in: the rules, their passwords so far, the log-ins that last, kept texts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from portal.fields import EncryptedField
from portal.models.audit import AuditAct, AuditEntry
from portal.models.people import User

LONGEST_ADDRESS = 45  # IPv6
TOUCHED_EVERY = timedelta(seconds=30)


def number(label: str, default: int, least: int, most: int, help_text: str = ""):
    """Return a field for a whole number between `least` and `most`."""
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        help_text=help_text,
    )


class AccessRules(models.Model):
    """What the office demands of passwords and log-ins, in one row; the law names no numbers.

    Defaults: GB/T 22239-2019, third level, as the project reads it (deploy/SECURITY.md).
    """

    class Manager(models.Manager):
        def current(self) -> "AccessRules":
            """Return the one row; its defaults while nobody has saved it."""
            return self.filter(pk=1).first() or self.model(pk=1)

    password_length = number("密码最短（位）", 10, 8, 64)
    password_kinds = number(
        "至少含几类字符", 3, 1, 4, "大写字母、小写字母、数字、其他符号（含汉字）共四类"
    )
    password_days = number("密码有效期（天）", 90, 0, 366, "到期后登录须先改密码；0为不限")
    password_history = number("不得与最近几次的密码相同", 5, 0, 24, "0为不限")
    lock_failures = number("连续输错几次密码后锁定", 5, 3, 20)
    lock_minutes = number("锁定多久（分钟）", 30, 1, 1440)
    idle_minutes = number(
        "多久不操作自动退出（分钟）", 15, 5, 60, "填写中的内容会保留；改动自下次登录起生效"
    )
    login_hours = number("一次登录最长（小时）", 10, 1, 24, "到时须重新登录；改动自下次登录起生效")

    history = HistoricalRecords()
    objects = Manager()

    class Meta:
        verbose_name = "登录与密码规则"
        verbose_name_plural = "登录与密码规则"
        default_permissions = ["view", "change"]
        constraints = [
            models.CheckConstraint(name="access_rules_are_one_row", condition=Q(pk=1)),
        ]

    def __str__(self):
        return "登录与密码规则"

    def clean(self):
        self.pk = 1

    def is_expired(self, user: User, *, at: datetime) -> bool:
        """True when the password of `user` is older than the office allows."""
        set_at = user.password_set_at or user.date_joined
        return bool(self.password_days) and at >= set_at + timedelta(days=self.password_days)


class PastPassword(models.Model):
    """The hash of a password somebody has or had, so that it does not come back."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="past_passwords"
    )
    password = models.CharField("密码的散列值", max_length=128)
    set_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = "用过的密码"
        verbose_name_plural = "用过的密码"
        default_permissions = []
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"


class LoginEnd(models.TextChoices):
    LOGOUT = "logout", "本人退出"
    IDLE = "idle", "长时间不操作"
    AGE = "age", "超过一次登录的最长时间"
    AGAIN = "again", "重新登录"
    BY_SELF = "by_self", "本人在另一处结束"
    BY_GUARD = "by_guard", "安全管理员结束"
    PASSWORD = "password", "密码已更改"
    RIGHTS = "rights", "账号或角色已变更"
    FACTOR = "factor", "双因素验证已重置"


class LoginQuerySet(models.QuerySet):
    def open(self, at: datetime):
        """Those that still let somebody in."""
        return self.filter(ended_at=None, idle_at__gt=at, ends_at__gt=at)

    @transaction.atomic
    def end_all(self, *, user: User, because: LoginEnd, by: User | None, at: datetime) -> int:
        """End every log-in of `user` in this set, in one audit entry; return how many."""
        ending = self.filter(user=user, ended_at=None)
        is_seen = ending.open(at).exists()
        count = ending.update(ended_at=at, ended_because=because)
        if is_seen:
            data = {"because": because, "count": count}
            AuditEntry.objects.record(act=AuditAct.LOGIN_END, by=by, at=at, obj=user, data=data)
        return count


KEPT_DAYS = timedelta(days=184)  # a log's six months, counted at their longest
FORM_KEPT_DAYS = timedelta(days=7)
MOST_FORMS = 50  # of one person


class LoginManager(models.Manager.from_queryset(LoginQuerySet)):
    def begin(self, user: User, *, address: str, device: str, has_factor: bool, at: datetime):
        """Begin a log-in: its limits are those of the rules as they are now."""
        rules = AccessRules.objects.current()
        return self.create(
            user=user,
            began_at=at,
            seen_at=at,
            idle_at=at + timedelta(minutes=rules.idle_minutes),
            ends_at=at + timedelta(hours=rules.login_hours),
            idle_minutes=rules.idle_minutes,
            address=address[:LONGEST_ADDRESS],
            device=device,
            has_factor=has_factor,
        )

    def forget(self, *, at: datetime) -> None:
        """Delete log-ins and kept texts whose time is up; the audit trail keeps its own."""
        self.filter(seen_at__lt=at - KEPT_DAYS).delete()
        KeptForm.objects.filter(kept_at__lt=at - FORM_KEPT_DAYS).delete()


class Login(models.Model):
    """One log-in: from the right password to its end. The session holds its number."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="logins", verbose_name="工作人员"
    )
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近操作")
    idle_at = models.DateTimeField("无操作时到期")
    ends_at = models.DateTimeField("最迟到期")
    idle_minutes = models.PositiveSmallIntegerField("多久不操作退出（分钟）")
    address = models.CharField("网络地址", max_length=LONGEST_ADDRESS, blank=True)
    device = models.CharField("设备", max_length=60, blank=True)
    has_factor = models.BooleanField("须双因素验证", default=False)
    verified_at = models.DateTimeField("双因素验证时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_because = models.CharField(
        "结束原因", max_length=10, choices=LoginEnd, blank=True, default=""
    )

    objects = LoginManager()

    class Meta:
        verbose_name = "登录"
        verbose_name_plural = "登录"
        default_permissions = []
        ordering = ["-seen_at", "-pk"]
        indexes = [models.Index(fields=["user", "ended_at"], name="login_by_user")]
        constraints = [
            models.CheckConstraint(
                name="login_has_a_reason_once_ended",
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=LoginEnd.values),
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.device}"

    def touch(self, *, at: datetime) -> None:
        """Count the person as active; written down at most every half minute."""
        if at - self.seen_at < TOUCHED_EVERY:
            return
        self.seen_at = at
        self.idle_at = at + timedelta(minutes=self.idle_minutes)
        Login.objects.filter(pk=self.pk, ended_at=None).update(
            seen_at=self.seen_at, idle_at=self.idle_at
        )

    def verify(self, *, at: datetime) -> None:
        """Take the second factor as proved."""
        self.verified_at = at
        self.has_factor = True
        self.save(update_fields=["verified_at", "has_factor"])

    @transaction.atomic
    def end(self, *, because: LoginEnd, by: User | None, at: datetime) -> bool:
        """End this log-in once; False where it had ended already."""
        rows = Login.objects.filter(pk=self.pk, ended_at=None)
        if not rows.update(ended_at=at, ended_because=because):
            return False
        if because not in (LoginEnd.LOGOUT, LoginEnd.AGAIN):  # those have entries of their own
            data = {"because": because, "count": 1}
            act = AuditAct.LOGIN_END
            AuditEntry.objects.record(act=act, by=by, at=at, obj=self.user, data=data)
        return True


class KeptFormQuerySet(models.QuerySet):
    def autosaved(self, user: User, path: str):
        """What the person has typed on this page and not saved; the newest first."""
        return self.filter(is_autosave=True, user=user, path=path).order_by("-kept_at", "-pk")

    def autosave(self, user: User, *, path: str, key: str, content: str, at: datetime):
        """Keep what stands in a form at this moment in the place of what was kept before."""
        kept = {"content": content, "kept_at": at}
        row, is_new = self.update_or_create(
            is_autosave=True, user=user, path=path, key=key, defaults=kept
        )
        if is_new:
            self.make_room(user)
        return row

    def keep(self, user: User, *, path: str, content: str, at: datetime):
        """Keep what was sent after the log-in had ended."""
        row = self.create(user=user, path=path, content=content, kept_at=at)
        self.make_room(user)
        return row

    def make_room(self, user: User) -> None:
        """Let the oldest go: nobody is refused, and nobody fills the table."""
        kept = self.filter(user=user).order_by("-kept_at", "-pk")
        oldest = list(kept.values_list("pk", flat=True)[MOST_FORMS:])
        self.filter(pk__in=oldest).delete()


class KeptForm(models.Model):
    """What somebody had typed: theirs alone, until they send it.

    Kept when their log-in ended, or by a form that saves itself while they write
    (`is_autosave`): of one page and `key` there is one; the key tells new objects apart.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_forms")
    kept_at = models.DateTimeField("保留时间")
    path = models.CharField("页面", max_length=500)
    content = EncryptedField("填写的内容")
    is_autosave = models.BooleanField("自动保存", default=False)
    key = models.CharField(max_length=32, blank=True, default="")

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = "保留的填写内容"
        verbose_name_plural = "保留的填写内容"
        default_permissions = []
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "path", "key"],
                condition=Q(is_autosave=True),
                name="kept_form_is_one_per_page_and_key",
            )
        ]

    def __str__(self):
        return self.path
