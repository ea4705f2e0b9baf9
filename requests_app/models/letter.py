"""A letter of a case: numbered when issued, its words fixed when it goes out, then unchangeable.

Until then what it says is read from the rows of the case. When it goes out, its words are
written down in the same transaction (`freeze`); the PDF made of them follows outside any lock
(`file`), the same bytes whoever makes it.
"""

import hashlib
import json
import secrets
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from portal.documents import Letter as LetterDocument
from portal.documents import PdfUnavailable, render_letter
from portal.errors import RuleViolation
from portal.fields import EncryptedField
from portal.files import private_files
from portal.models import Counter, HolidayNotice, OfficeSettings
from portal.nudge import nudge
from requests_app import letter_words
from requests_app.letters import FORMS, SUBMISSION_RECEIPT, FileForm, LetterForm, LetterKind
from requests_app.models.info_request import InformationRequest
from requests_app.models.rules import RequestRules
from requests_app.workflow import ServiceMethod

KEEP_LETTERS = "requests_app.keep_letters"


def new_token() -> str:
    """Return what the QR code of a letter leads by: 128 random bits, nothing to be guessed."""
    return secrets.token_urlsafe(16)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class LetterQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The letters of the cases `person` may see."""
        return self.filter(info_request__in=InformationRequest.objects.visible_to(person))

    def about(self, kind: LetterKind, part):
        """The letters of one kind that speak of the row `part`."""
        return self.filter(kind=kind, part_pk=part.pk)

    def frozen(self):
        return self.filter(frozen_at__isnull=False)

    def unkept(self):
        """Fixed in words, but no file is made of them yet."""
        return self.frozen().filter(sha256="").exclude(words="")


class LetterManager(models.Manager.from_queryset(LetterQuerySet)):
    @transaction.atomic
    def issue(self, info_request, kind: LetterKind, *, by, on: date, at: datetime, part=None):
        """Return a new numbered letter of the case; `part` is the row it speaks of.

        Numbers run per kind and year; the counter stays locked until the act commits.
        """
        place = Counter.objects.take(f"letter-{kind}-{on.year}")
        prefix = RequestRules.objects.current().letter_prefix
        letter = self.create(
            info_request=info_request,
            kind=kind,
            number=f"{prefix}{FORMS[kind].sign}〔{on.year}〕{place}号",
            dated=on,
            part_pk=part.pk if part else None,
            made_by=by,
            made_at=at,
        )
        if not FORMS[kind].waits_for_service:
            letter.freeze(at=at)
        return letter

    def prove_service(self, letter, *, by, on: date, at: datetime):
        """Return a 送达回证 for `letter`, to be signed by whoever receives it."""
        if letter.kind == LetterKind.SERVICE_PROOF:
            raise RuleViolation("送达回证本身不再另制送达回证")
        proof = {"by": by, "on": on, "at": at, "part": letter}
        return self.issue(letter.info_request, LetterKind.SERVICE_PROOF, **proof)


class Letter(models.Model):
    """One document of a case."""

    info_request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="letters", verbose_name="申请"
    )
    kind = models.CharField("文书", max_length=24, choices=LetterKind)
    number = models.CharField("文号", max_length=60, unique=True)
    dated = models.DateField("日期")
    part_pk = models.BigIntegerField(null=True)  # of the consultation, decision … it speaks of
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField("制作时间")
    served_on = models.DateField("送达日期", null=True)
    service_method = models.CharField("送达方式", max_length=12, choices=ServiceMethod, blank=True)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    words = EncryptedField(blank=True, editable=False)  # JSON, of `letter_words`
    words_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    template_version = models.CharField("文本版本", max_length=64, blank=True, editable=False)
    frozen_at = models.DateTimeField("定稿时间", null=True, editable=False)
    form = models.CharField("文件格式", max_length=4, choices=FileForm, blank=True, editable=False)
    path = models.CharField(max_length=120, blank=True, editable=False)
    size = models.PositiveIntegerField("大小", null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)

    objects = LetterManager()

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        ordering = ["made_at", "pk"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="letter_kind_is_known", condition=Q(kind__in=LetterKind.values)
            ),
            models.CheckConstraint(
                name="letter_file_has_form_and_hash_or_neither",
                condition=Q(form="", sha256="") | Q(form__in=FileForm.values) & ~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="letter_is_kept_once_its_words_are_fixed",
                condition=Q(sha256="") | Q(frozen_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @property
    def name(self) -> str:
        """Return what it is called: a receipt given before the clock runs says so."""
        if self.kind == LetterKind.RECEIPT and self.is_of_submission:
            return SUBMISSION_RECEIPT
        return self.get_kind_display()

    @property
    def is_of_submission(self) -> bool:
        """True for the receipt of a request that was confirmed later, or is not yet."""
        if self.info_request.received_on is None:
            return True
        receipts = self.info_request.letters.filter(kind=LetterKind.RECEIPT)
        return receipts.filter(pk__gt=self.pk).exists()

    @property
    def law(self) -> LetterForm:
        return FORMS[self.kind]

    @property
    def part(self):
        """Return the row this letter speaks of, None where it speaks of the case alone."""
        name = self.law.part
        if not name:
            return None
        if not name.endswith("s"):
            return self.info_request.part(name)
        return getattr(self.info_request, name).get(pk=self.part_pk)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def file_name(self) -> str:
        return f"{self.number}{self.name}"

    @property
    def verify_path(self) -> str:
        return reverse("requests_app:letter_verify", args=[self.token])

    # --- What it says ----------------------------------------------------------------------

    def current_words(self) -> dict:
        """Return what the letter says: as it went out, or as the rows have it now."""
        if self.words:
            if sha256_of(self.words) != self.words_sha256:
                raise RuleViolation("这份文书的内容与定稿时不同，请联系运维人员核查")
            return json.loads(self.words)
        if self.is_frozen:
            raise RuleViolation("这份文书的内容已按保存期限清除")
        return letter_words.write(self.facts())

    def facts(self, **changes) -> letter_words.Facts:
        office = OfficeSettings.objects.current()
        known = {
            "kind": LetterKind(self.kind),
            "info_request": InformationRequest.objects.get(pk=self.info_request_id),
            "part": self.part,
            "number": self.number,
            "dated": self.dated,
            "rules": RequestRules.objects.current(),
            "office": office,
            "calendar": HolidayNotice.objects.calendar(),
            "qr_url": office.url_of(self.verify_path),
        }
        return letter_words.Facts(**known | changes)

    def content(self, *, masked: bool = False, query_code: str = "") -> LetterDocument:
        """Return the letter as the renderer wants it.

        `masked` hides who it names. `query_code` is printed on a receipt that is handed out and
        kept nowhere: the copy in the file goes without.
        """
        return letter_words.document(self.current_words(), masked=masked, query_code=query_code)

    # --- Fixing it -------------------------------------------------------------------------

    @transaction.atomic
    def freeze(self, *, at: datetime):
        """Write down what the letter says, for good; call it in the act by which it goes out."""
        words = letter_words.write(self.facts())
        text = json.dumps(words, ensure_ascii=False)
        frozen = {
            "words": text,
            "words_sha256": sha256_of(text),
            "template_version": words["template_version"],
            "frozen_at": at,
        }
        if not type(self).objects.filter(pk=self.pk, frozen_at=None).update(**frozen):
            raise RuleViolation(f"{self}已经定稿，不能更改")
        self.refresh_from_db()
        nudge(KEEP_LETTERS)

    def serve(self, *, on: date, method: ServiceMethod, at: datetime):
        """Record that the letter went out, and fix it if nothing has yet."""
        type(self).objects.filter(pk=self.pk).update(served_on=on, service_method=method)
        self.refresh_from_db()
        if not self.is_frozen:
            self.freeze(at=at)

    def keep(self):
        """Make the file of a fixed letter, once; takes about a second and holds no lock."""
        if not self.is_frozen:
            raise RuleViolation("文书还没有发出，定稿后才留存文件")
        if self.sha256:
            return
        form, content = self.render()
        stored = private_files.store(content)
        kept = {"path": stored.path, "size": stored.size, "sha256": stored.sha256, "form": form}
        if not type(self).objects.unkept().filter(pk=self.pk).update(**kept):
            private_files.delete(stored.path)  # made by somebody else, or forgotten meanwhile
        self.refresh_from_db()

    def render(self) -> tuple[FileForm, bytes]:
        """Return the letter as PDF, or as DOCX where this machine cannot make PDF."""
        content = self.content()
        try:
            return FileForm.PDF, render_letter(content, "pdf")
        except PdfUnavailable:
            return FileForm.DOCX, render_letter(content, "docx")

    def read(self) -> bytes:
        """Return the file as it is kept, made first if need be."""
        self.keep()
        if not self.path:
            raise RuleViolation("这份文书的文件已按保存期限清除")
        return private_files.read(self.path)

    def forget(self):
        """Clear words and file when they need not be kept any longer; the hash stays."""
        path = self.path
        type(self).objects.filter(pk=self.pk).update(words="", path="")
        self.refresh_from_db()
        if path:
            transaction.on_commit(lambda: private_files.delete(path))
