"""Files a person has attached to a form that is not accepted yet: kept so that none is lost."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Q

from portal.fields import EncryptedField
from portal.files import private_files
from portal.files.kinds import safe_name
from requests_app.models.request_file import FileKind, RequestFile


class HeldUploadManager(models.Manager):
    def hold(self, form: str, slot: str, kind: FileKind, upload: UploadedFile, *, at: datetime):
        """Check, encrypt and keep a file for the form; return its row.

        The same file attached twice is kept once. Errors as `portal.files.kinds` says.
        """
        stored = private_files.store(upload)
        row, is_new = self.get_or_create(
            form=form,
            slot=slot,
            sha256=stored.sha256,
            defaults={
                "kind": kind,
                "name": safe_name(upload.name),
                "path": stored.path,
                "size": stored.size,
                "held_at": at,
            },
        )
        if not is_new:
            private_files.delete(stored.path)
        return row

    @transaction.atomic
    def hand_over(self, form: str, info_request, *, at: datetime) -> None:
        """Make the files of the form files of the case."""
        held = list(self.filter(form=form))
        RequestFile.objects.bulk_create(
            RequestFile(
                info_request=info_request,
                added_at=at,
                **{name: getattr(row, name) for name in ("kind", "name", "path", "size", "sha256")},
            )
            for row in held
        )
        self.filter(pk__in=[row.pk for row in held]).delete()

    @transaction.atomic
    def forget(self, rows: Q) -> int:
        """Delete files whose form was never sent, or that were taken back; return how many."""
        held = list(self.select_for_update().filter(rows))
        self.filter(pk__in=[row.pk for row in held]).delete()
        for row in held:
            transaction.on_commit(lambda path=row.path: private_files.delete(path))
        return len(held)

    def take_back(self, form: str, pks: list[int]) -> int:
        """Delete those files of a form that the person no longer wants to hand in."""
        return self.forget(Q(form=form, pk__in=pks))

    def forget_before(self, moment: datetime) -> int:
        """Delete what forms opened before `moment` have left behind; return how many files."""
        return self.forget(Q(held_at__lt=moment))


class HeldUpload(models.Model):
    """One good file of a form that was not accepted as a whole; encrypted like any other."""

    form = models.CharField(max_length=64)  # `Ticket.key`
    slot = models.CharField(max_length=20)  # the field of the form it was attached to
    kind = models.CharField("类别", max_length=12, choices=FileKind)
    name = EncryptedField("文件名", max_length=200)
    path = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("SHA-256", max_length=64)
    held_at = models.DateTimeField("暂存时间", db_index=True)

    objects = HeldUploadManager()

    class Meta:
        verbose_name = "暂存的申请材料"
        verbose_name_plural = "暂存的申请材料"
        ordering = ["pk"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                name="a_form_holds_a_file_once", fields=["form", "slot", "sha256"]
            ),
            models.CheckConstraint(
                name="held_upload_kind_is_known", condition=Q(kind__in=FileKind.values)
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}（暂存）"
