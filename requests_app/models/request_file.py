"""Files of a case: proofs, opinions, what is handed out. Encrypted, opened only with a right."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from portal.fields import EncryptedField
from portal.files import private_files
from requests_app.models.info_request import InformationRequest
from requests_app.workflow import EventKind


class FileKind(models.TextChoices):
    IDENTITY = "identity", "身份证明"
    AUTHORITY = "authority", "授权委托书"
    WANTED = "wanted", "申请附件"
    ENVELOPE = "envelope", "信封或邮件凭证"
    CORRECTION = "correction", "补正材料"
    OPINION = "opinion", "征求意见回复"
    ANSWER = "answer", "向申请人提供的信息"
    PROOF = "proof", "送达凭证"
    PAYMENT = "payment", "缴费凭证"
    REMEDY = "remedy", "复议诉讼材料"
    OTHER = "other", "其他材料"


PERSONAL = [FileKind.IDENTITY, FileKind.AUTHORITY]  # opened with a reason only


class RequestFileManager(models.Manager):
    @transaction.atomic
    def add(self, info_request, kind: FileKind, upload, *, by, at: datetime):
        """Check, encrypt and keep an upload; return its row. Errors: `portal.files.kinds`."""
        info_request.hold(by, "requests_app.handle_informationrequest")
        stored = private_files.store(upload)
        if by is not None:
            info_request.log(EventKind.NOTED, by=by, at=at, note=f"存入{FileKind(kind).label}")
        return self.create(
            info_request=info_request,
            kind=kind,
            name=upload.name,
            path=stored.path,
            size=stored.size,
            sha256=stored.sha256,
            added_by=by,
            added_at=at,
        )


class RequestFile(models.Model):
    """One file of a case; name and content are encrypted."""

    info_request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="files")
    kind = models.CharField("类别", max_length=12, choices=FileKind)
    name = EncryptedField("文件名", max_length=200)
    path = models.CharField(max_length=120, editable=False)
    size = models.PositiveBigIntegerField("大小", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    added_at = models.DateTimeField("加入时间", editable=False)

    objects = RequestFileManager()

    class Meta:
        verbose_name = "案卷材料"
        verbose_name_plural = "案卷材料"
        ordering = ["added_at", "pk"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="request_file_kind_is_known", condition=Q(kind__in=FileKind.values)
            )
        ]

    def __str__(self):
        return f"{self.info_request.number} {self.get_kind_display()}"

    def read(self) -> bytes:
        """Return the file in clear."""
        return private_files.read(self.path)
