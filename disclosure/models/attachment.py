"""The files of an item."""

from functools import partial
from pathlib import PurePosixPath
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.db import models, transaction
from django.db.models import Max, Q
from django.urls import reverse

from disclosure.models.item import Item
from disclosure.workflow import Status
from portal.errors import RuleViolation
from portal.files.kinds import check_upload, is_readable, safe_name, sha256_of
from portal.files.published_copy import published_copy
from portal.files.text import Unreadable, plain_text, read_in_child
from portal.nudge import nudge

IMAGES = ("jpg", "png", "gif", "webp")
READ_ATTACHMENTS = "disclosure.read_attachments"


def stored_path(attachment, name) -> str:
    """Return a path that tells nothing and collides with nothing."""
    return f"attachments/{uuid4().hex[:2]}/{uuid4().hex}.{attachment.kind}"


def check_open(item: Item):
    """Raise RuleViolation unless files of `item` may change; its row stays locked."""
    stored = Item.objects.select_for_update().get(pk=item.pk)
    if stored.status != Status.DRAFT:
        label = stored.get_status_display()
        raise RuleViolation(f"“{label}”的信息不能增减附件，请先退回或办理修订")


class TextStatus(models.TextChoices):
    WAITING = "waiting", "待读取"
    READ = "read", "已读取"
    FAILED = "failed", "读取失败，须人工核对"
    BY_EYE = "by_eye", "不能自动读取，须人工核对"


class AttachmentQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(text_status=TextStatus.WAITING).order_by("pk")

    @transaction.atomic
    def attach(self, item: Item, file: File, name: str, *, alt_text: str = "") -> "Attachment":
        """Store `file` as the last attachment of `item`, after checking what it is.

        Raises ValidationError with a sentence for the person who uploads, RuleViolation when
        the item is no draft: what is under review or public changes by its verbs alone.
        """
        check_open(item)
        return self.attach_to_history(item, file, name, alt_text=alt_text)

    @transaction.atomic
    def attach_to_history(self, item, file, name, *, alt_text="") -> "Attachment":
        """Attach as `attach` does, whatever the item's status: for loaders of history alone."""
        kind = check_upload(file, name, megabytes=settings.MAX_UPLOAD_MEGABYTES)
        last = item.attachments.aggregate(last=Max("position"))["last"] or 0
        attachment = self.model(
            item=item,
            position=last + 1,
            name=safe_name(name),
            kind=kind,
            size=file.size,
            sha256=sha256_of(file),
            alt_text=alt_text,
            text_status=TextStatus.WAITING if is_readable(kind) else TextStatus.BY_EYE,
        )
        file.seek(0)
        attachment.file.save(name, file, save=False)
        attachment.make_public_copy()
        attachment.save()
        nudge(READ_ATTACHMENTS)
        return attachment


class Attachment(models.Model):
    """A file of an item, stored outside the web root and served after a check."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField("次序")
    file = models.FileField("文件", upload_to=stored_path, max_length=200)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=8, editable=False)
    size = models.PositiveBigIntegerField("大小", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    alt_text = models.CharField(
        "替代文字", max_length=200, blank=True, help_text="图片必填：向看不见图片的人说明内容"
    )
    text_status = models.CharField(
        "文字读取", max_length=8, choices=TextStatus, default=TextStatus.WAITING, editable=False
    )
    text_error = models.CharField(max_length=200, blank=True, editable=False)
    blocks = models.JSONField(default=list, editable=False)
    public_file = models.FileField(
        "公开文件", upload_to=stored_path, max_length=200, editable=False
    )
    public_size = models.PositiveBigIntegerField("公开文件大小", editable=False)
    public_sha256 = models.CharField("公开文件SHA-256", max_length=64, editable=False)
    is_clean = models.BooleanField("来源信息已清除", default=False, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["id"],
                name="attachment_waiting",
                condition=Q(text_status=TextStatus.WAITING),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "position"], name="attachment_position_is_unique_in_item"
            ),
            models.CheckConstraint(
                name="attachment_text_status_is_known",
                condition=models.Q(text_status__in=TextStatus.values),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse(
            "disclosure:attachment_file", args=[self.item.slug, self.position, self.name]
        )

    @property
    def reading_url(self):
        return reverse("disclosure:attachment_detail", args=[self.item.slug, self.position])

    @property
    def is_image(self) -> bool:
        return self.kind in IMAGES

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def text(self) -> str:
        return plain_text(self.blocks)

    def make_public_copy(self):
        """Make the file citizens get: the same content without author, history or location.

        Its text is read from the copy, so that what is scanned and shown is what is published.
        """
        with self.file.open("rb") as original:
            copy = published_copy(original, self.kind)
        self.public_file.save(self.name, File(copy.content), save=False)
        self.public_size = copy.content.getbuffer().nbytes
        self.public_sha256 = sha256_of(copy.content)
        self.is_clean = copy.is_clean

    def check_stored(self):
        """Raise RuleViolation unless the file on disk is, byte for byte, the one reviewed."""
        try:
            with self.public_file.open("rb") as stored:
                is_same = sha256_of(stored) == self.public_sha256
        except (OSError, ValueError):
            is_same = False
        if not is_same:
            raise RuleViolation(
                f"附件《{self.name}》的公开文件丢失或与审核的不一致，不能公开，请退回后重新上传"
            )

    @transaction.atomic
    def discard(self):
        """Take the file off a draft; its bytes go too, unless another row publishes them."""
        check_open(self.item)
        self.delete()
        for stored in {self.file.name, self.public_file.name} - {"", None}:
            transaction.on_commit(partial(delete_unless_used, self.file.storage, stored))

    def read(self):
        """Read the file's text in a child process; a file that cannot be read says why."""
        try:
            blocks = read_in_child(self.public_file.path, self.kind)
            status, error = TextStatus.READ, ""
        except Unreadable as unreadable:
            blocks, status, error = [], TextStatus.FAILED, str(unreadable)[:200]
        self.blocks, self.text_status, self.text_error = blocks, status, error
        self.save(update_fields=["blocks", "text_status", "text_error"])
        if self.item.status == Status.PUBLISHED:
            self.item.restamp()


def delete_unless_used(storage, name: str):
    """Delete the stored file once no attachment has it: a revision shares its original's."""
    if not Attachment.objects.filter(Q(file=name) | Q(public_file=name)).exists():
        storage.delete(name)
