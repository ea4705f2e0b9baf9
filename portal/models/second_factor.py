"""The second factor: a code of an app on the phone (TOTP, RFC 6238), or a code on paper."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django_otp.models import Device, DeviceManager, ThrottlingMixin
from django_otp.oath import TOTP

from portal.fields import EncryptedField
from portal.models.audit import AuditAct, AuditEntry
from portal.models.people import User

STEP = 30  # seconds a code stands
DIGITS = 6
TOLERANCE = 1  # steps a phone's clock may be off
SECRET_BYTES = 20  # RFC 4226, 4: 160 bits
RECOVERY_CODES = 10
RECOVERY_DIGITS = 16


class SecondFactorManager(DeviceManager):
    def of(self, user: User) -> "SecondFactor | None":
        """Return what `user` confirms a log-in with, None where nothing is set up."""
        return self.filter(user=user, confirmed=True).first()

    def pending_for(self, user: User) -> "SecondFactor":
        """Return the secret `user` is setting up, made on first asking."""
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
        defaults = {"name": "手机验证器", "secret": secret}
        pending, _ = self.get_or_create(user=user, confirmed=False, defaults=defaults)
        return pending

    @transaction.atomic
    def reset(self, user: User, *, by: User | None, at: datetime, reason: str) -> None:
        """Forget phone and recovery codes of `user`; whoever logs in next sets them up anew."""
        self.filter(user=user).delete()
        data = {"step": "reset", "reason": reason}
        AuditEntry.objects.record(act=AuditAct.SECOND_FACTOR, by=by, at=at, obj=user, data=data)


class SecondFactor(ThrottlingMixin, Device):
    """A phone of one person. django-otp gives the arithmetic and the growing wait after a mistake;
    its own TOTPDevice holds the secret in clear, this one encrypted under FIELD_KEYS.
    """

    secret = EncryptedField("密钥")
    last_step = models.BigIntegerField("最近用过的时段", default=-1)
    confirmed_at = models.DateTimeField("启用时间", null=True)

    objects = SecondFactorManager()

    class Meta:
        verbose_name = "双因素验证"
        verbose_name_plural = "双因素验证"
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                name="second_factor_is_one_a_person", fields=["user", "confirmed"]
            ),
        ]

    def get_throttle_factor(self) -> int:
        return 1  # seconds after the first mistake, doubled with each further one

    def address(self, issuer: str) -> str:
        """Return what the QR code says to the app (otpauth)."""
        label = quote(f"{issuer}:{self.user.get_username()}")
        facts = {"secret": self.secret, "issuer": issuer, "digits": DIGITS, "period": STEP}
        return f"otpauth://totp/{label}?{urlencode(facts, quote_via=quote)}"

    @property
    def locked_until(self) -> datetime | None:
        """Return until when no code is looked at, None where one may be tried."""
        is_allowed, why = self.verify_is_allowed()
        return None if is_allowed else why["locked_until"]

    def verify_token(self, token: str) -> bool:
        """Refused: who checks a code says when (`accept`), so that no code is good twice."""
        raise NotImplementedError("Use accept(token, at=…).")

    @transaction.atomic
    def accept(self, token: str, *, at: datetime) -> str:
        """Return what `token` was: "phone", "paper", or "" for a wrong one, which is counted.

        The row is locked: of two people with one code at once, the second is refused.
        """
        locked = SecondFactor.objects.select_for_update().get(pk=self.pk)
        if locked.locked_until:
            return ""
        step = locked.step_of(token, at=at)
        kind = "phone" if step is not None else "paper" if locked.spend(token, at=at) else ""
        if kind:
            locked.last_step = locked.last_step if step is None else step
            locked.throttle_reset()
        else:
            locked.throttle_increment()
        return kind

    def step_of(self, token: str, *, at: datetime) -> int | None:
        """Return the step in which `token` is the code, None for a wrong or a used one."""
        if len(token) != DIGITS or not (token.isascii() and token.isdecimal()):
            return None
        totp = TOTP(base64.b32decode(self.secret), STEP, digits=DIGITS)
        totp.time = at.timestamp()
        is_good = totp.verify(int(token), TOLERANCE, self.last_step + 1)
        return totp.t() if is_good else None

    def spend(self, token: str, *, at: datetime) -> bool:
        """Use up a recovery code; False when it is none, or was used."""
        unused = self.recovery_codes.filter(used_at=None, digest=digest_of(token))
        return bool(token) and unused.update(used_at=at) == 1

    @transaction.atomic
    def confirm(self, token: str, *, at: datetime) -> bool:
        """Put this phone in the place of any other, once it has shown a good code."""
        step = self.step_of(token, at=at)
        if step is None:
            return False
        SecondFactor.objects.filter(user=self.user, confirmed=True).delete()
        self.confirmed, self.confirmed_at, self.last_step = True, at, step
        self.save()
        self.record("enrolled", at=at)
        return True

    @transaction.atomic
    def renew_codes(self, *, at: datetime) -> list[str]:
        """Replace the recovery codes; return the new ones, which nobody can read again."""
        codes = [make_recovery_code() for _ in range(RECOVERY_CODES)]
        self.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(factor=self, digest=digest_of(code)) for code in codes
        )
        self.record("codes", at=at)
        return codes

    def record(self, step: str, *, at: datetime) -> None:
        AuditEntry.objects.record(
            act=AuditAct.SECOND_FACTOR, by=self.user, at=at, obj=self.user, data={"step": step}
        )


def make_recovery_code() -> str:
    """Return sixteen digits in groups of four: typed on a phone's number pad, 53 bits."""
    digits = "".join(secrets.choice("0123456789") for _ in range(RECOVERY_DIGITS))
    return " ".join(digits[place : place + 4] for place in range(0, RECOVERY_DIGITS, 4))


def digest_of(code: str) -> str:
    """Return what is stored of a recovery code: an HMAC, its key not in the database."""
    digits = "".join(code.split()).replace("-", "")
    return hmac.digest(settings.MATCH_KEY.encode(), f"recovery:{digits}".encode(), "sha256").hex()


class RecoveryCode(models.Model):
    """A code on paper, for the day the phone is lost; good once."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(name="recovery_code_is_unique", fields=["factor", "digest"]),
            models.CheckConstraint(name="recovery_code_is_a_digest", condition=~Q(digest="")),
        ]

    def __str__(self):
        return f"{self.factor_id}"
