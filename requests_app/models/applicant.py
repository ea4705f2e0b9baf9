"""Who asks: everything personal in one row, encrypted, so that it can be guarded and cleared."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q

from portal.encryption import applicant_key
from portal.errors import RuleViolation
from portal.fields import EncryptedField
from portal.personal_data import mask_address, mask_email, mask_id_number, mask_name, mask_phone
from requests_app.models.choices import IdKind
from requests_app.workflow import EventKind

MASKS = {
    "name": mask_name,
    "id_number": mask_id_number,
    "legal_representative": mask_name,
    "contact_name": mask_name,
    "agent_name": mask_name,
    "agent_id_number": mask_id_number,
    "phone": mask_phone,
    "email": mask_email,
    "address": mask_address,
    "postcode": lambda text: text,
}
CONTACT = {"phone": "联系电话", "email": "电子邮箱", "address": "通信地址", "postcode": "邮政编码"}


class Applicant(models.Model):
    """The person or organisation behind one request (art. 29 II). Citizens have no account."""

    info_request = models.OneToOneField(
        "requests_app.InformationRequest",
        models.CASCADE,
        primary_key=True,
        related_name="applicant",
        verbose_name="申请",
    )
    name = EncryptedField("姓名或名称", max_length=100)
    id_kind = models.CharField("证件类型", max_length=12, choices=IdKind, blank=True)
    id_number = EncryptedField("证件号码", max_length=40, blank=True)
    legal_representative = EncryptedField("法定代表人", max_length=60, blank=True)
    contact_name = EncryptedField("联系人", max_length=60, blank=True)
    agent_name = EncryptedField("代理人", max_length=60, blank=True)
    agent_id_number = EncryptedField("代理人证件号码", max_length=40, blank=True)
    phone = EncryptedField("联系电话", max_length=40, blank=True)
    email = EncryptedField("电子邮箱", max_length=100, blank=True)
    address = EncryptedField("通信地址", max_length=200, blank=True)
    postcode = EncryptedField("邮政编码", max_length=10, blank=True)
    key = models.CharField("同一申请人标记", max_length=64, editable=False, db_index=True)
    purged_at = models.DateTimeField("个人信息清除时间", null=True, editable=False)

    class Meta:
        verbose_name = "申请人"
        verbose_name_plural = "申请人"
        constraints = [
            models.CheckConstraint(
                name="applicant_id_kind_is_known",
                condition=Q(id_kind__in=["", *IdKind.values]),
            )
        ]

    def __str__(self):
        return self.masked["name"]

    @property
    def masked(self) -> dict[str, str]:
        """Return what may be shown without a reason: enough to recognise, not to find someone."""
        shown = {name: getattr(self, name) for name in MASKS}
        return {name: mask(shown[name]) if shown[name] else "" for name, mask in MASKS.items()}

    def set_key(self) -> None:
        """Set the mark by which requests of one applicant are found; it tells nobody who."""
        if self.id_number:
            self.key = applicant_key(f"id:{self.id_number}")
        else:
            self.key = applicant_key(f"name:{self.name}:{self.phone or self.email or self.address}")

    @transaction.atomic
    def correct_contact(self, *, at: datetime, **contact: str) -> None:
        """Take the applicant's own new telephone, e-mail or address; what is not named stays."""
        case = self.info_request
        case.lock()
        if not case.is_open:
            raise RuleViolation("申请已经办结，联系方式不再更改；需要时请与公开办联系")
        named = [name for name in CONTACT if name in contact]
        for name in named:
            setattr(self, name, contact[name])
        self.save(update_fields=named)
        case.log(EventKind.CHANGED, by=None, at=at, note="申请人更正联系方式")

    def purge(self, *, at) -> None:
        """Forget who asked: every personal field is emptied, the row stays."""
        for name in MASKS:
            setattr(self, name, "")
        self.id_kind, self.key, self.purged_at = "", "", at
        self.save()
