"""The annual report (政府信息公开工作年度报告) of one year, in one or more versions.

While it is made, its cells are what the registers count and what people enter. Approved, its
cells and texts are frozen with their hash: whatever the registers say later shows as drift.
What was approved is corrected by a further version only, which says why.
"""

from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Category, Genre, Item
from disclosure.models.item_queries import check_texts
from disclosure.workflow import EventKind as ItemEventKind
from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry, HistoryLine, OfficeSettings, User
from portal.moves import move
from portal.permissions import require
from reports import counting, drafts, placeholders, sheet
from reports.checks import ERROR, Finding
from reports.content import TEXT_SECTIONS, ReportContent, from_json
from reports.formats import FORMS, form_for, form_named
from reports.models.channel_figure import ChannelFigure
from reports.models.finding_note import key_of
from reports.tables import AMOUNT, COUNT, FREE_TEXT, SIGNED, Cells, Form, Value
from reports.text_checks import FEE_WORDS
from reports.workflow import FROZEN, NEXT, UNDER_WAY, EventKind, Origin, Status

PREPARE, APPROVE, PUBLISH = (
    f"reports.{act}_annualreport" for act in ("prepare", "approve", "publish")
)
ANNUAL_REPORTS = "9004"  # the leaf of the catalogue the report stands in
EXPLAINABLE = ["C5"]  # an error that may stand with an explanation (勾稽 with the year before)
CHANGED = [EventKind.FILLED, EventKind.WRITTEN]
LARGEST = 99_999_999
DECIMALS = Decimal("0.000001")
NINE = time(9)  # when the offices open
DUE = (1, 31)  # month and day of the next year, art. 49


class AnnualReportQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def current(self):
        """The published version of each year that counts: its last one."""
        last = self.model.objects.filter(year=models.OuterRef("year"), status=Status.PUBLISHED)
        last = last.order_by("-version").values("version")[:1]
        return self.published().filter(version=models.Subquery(last)).order_by("-year")

    def frozen(self):
        return self.filter(status__in=FROZEN)

    def of_year(self, year: int):
        """The version of a year to read: the last frozen one, else the one under way."""
        versions = self.filter(year=year).order_by("-version")
        return versions.filter(status__in=FROZEN).first() or versions.first()


class AnnualReportManager(models.Manager.from_queryset(AnnualReportQuerySet)):
    @transaction.atomic
    def start(self, year: int, *, by: User, at: datetime) -> "AnnualReport":
        """Begin the report of a year, counted from the registers as they stand; return it."""
        require(by, PREPARE)
        if self.filter(year=year).exists():
            raise RuleViolation(
                f"{year}年的年度报告已经在编制或已经公开；更正已批准的报告请用“更正”"
            )
        if year >= timezone.localdate(at).year:
            raise RuleViolation(f"{year}年还没有结束，年度报告在次年1月编制（条例第四十九条）")
        report = self.model(year=year, format=form_for(year).name, body=reporting_body())
        report.count_registers(at)
        has_fees = bool(counting.figures_of_text(year, ChannelFigure.objects.all())["FEE.INFO"])
        report.texts = drafts.first_texts(report.format, has_fees=has_fees)
        report.save()
        report.log(EventKind.STARTED, by=by, at=at)
        return report

    @transaction.atomic
    def import_published(
        self, content: ReportContent, *, published_on: date, by: User, at: datetime, source: str
    ) -> "AnnualReport":
        """Enter a report that was published before the portal kept them, as it was published.

        Blanks and words in its cells stay as they are; it joins the public series, and its
        figures are what the next year is checked against.
        """
        require(by, PREPARE)
        require(by, PUBLISH)
        if self.filter(year=content.year).exists():
            raise RuleViolation(f"{content.year}年的年度报告已经有了，不能再导入")
        if published_on.year <= content.year or published_on > timezone.localdate(at):
            raise RuleViolation("公布日期应在报告年度之后，且不晚于今天")
        report = self.model(
            year=content.year,
            format=content.form.name,
            body=content.body,
            status=Status.PUBLISHED,
            is_imported=True,
            frozen=content.as_json(),
            frozen_hash=content.digest,
            approved_at=at,
            published_on=published_on,
        )
        report.save()
        moment = datetime.combine(published_on, NINE, timezone.get_default_timezone())
        report.put_on_the_list(by=by, at=moment)
        report.log(EventKind.IMPORTED, by=by, at=at, note=source)
        AuditEntry.objects.record(
            act=AuditAct.IMPORT, by=by, at=at, obj=report, data={"hash": report.frozen_hash}
        )
        return report


def reporting_body() -> str:
    return OfficeSettings.objects.current().bureau_name


class AnnualReport(models.Model):
    """One version of one year's report."""

    year = models.PositiveSmallIntegerField("报告年度")
    version = models.PositiveSmallIntegerField("版本", default=1)
    format = models.CharField(
        "格式", max_length=4, choices=[(form.name, f"{form.name}年格式") for form in FORMS]
    )
    body = models.CharField("报告机关", max_length=100)
    status = models.CharField("状态", max_length=16, choices=Status, default=Status.DRAFT)
    counted = models.JSONField("统计数", default=dict)  # what the registers said at `counted_at`
    counted_at = models.DateTimeField("统计时间", null=True)
    texts = models.JSONField("正文", default=dict)  # by section, figures as placeholders
    frozen = models.JSONField("冻结的内容", null=True)
    frozen_hash = models.CharField("冻结内容的校验码", max_length=64, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核对人"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间", null=True)
    published_on = models.DateField("公布日期", null=True)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="+", verbose_name="公开信息"
    )
    correction_of = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="correction", verbose_name="更正的版本"
    )
    correction_reason = models.TextField("更正理由", blank=True)
    is_imported = models.BooleanField("历史导入", default=False)

    objects = AnnualReportManager()

    class Meta:
        verbose_name = "年度报告"
        verbose_name_plural = "年度报告"
        ordering = ["-year", "-version"]
        default_permissions = ["view"]
        permissions = [
            ("prepare_annualreport", "可以编制年度报告"),
            ("approve_annualreport", "可以批准年度报告"),
            ("publish_annualreport", "可以公开年度报告"),
            ("export_annualreport", "可以导出年度报告"),
            ("view_statistics", "可以查看统计看板"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="report_version_is_given_once", fields=["year", "version"]
            ),
            models.UniqueConstraint(
                name="report_of_a_year_is_under_way_once",
                fields=["year"],
                condition=Q(status__in=UNDER_WAY),
            ),
            models.CheckConstraint(
                name="report_status_is_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="report_format_is_known", condition=Q(format__in=[f.name for f in FORMS])
            ),
            models.CheckConstraint(
                name="report_is_frozen_once_approved",
                condition=Q(status__in=UNDER_WAY, frozen__isnull=True, frozen_hash="")
                | Q(status__in=FROZEN, frozen__isnull=False, approved_at__isnull=False)
                & ~Q(frozen_hash=""),
            ),
            models.CheckConstraint(
                name="report_is_approved_by_another_person",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="report_public_says_when",
                condition=Q(published_on__isnull=False) | ~Q(status=Status.PUBLISHED),
            ),
            models.CheckConstraint(
                name="report_correction_says_why",
                condition=Q(correction_of__isnull=True) | ~Q(correction_reason=""),
            ),
        ]

    def __str__(self):
        version = f"（第{self.version}版）" if self.version > 1 else ""
        return f"{self.year}年政府信息公开工作年度报告{version}"

    def get_absolute_url(self):
        return reverse("reports:annual_report", args=[self.year])

    # --- questions -------------------------------------------------------------------------

    @property
    def form(self) -> Form:
        return form_named(self.format)

    @property
    def is_frozen(self) -> bool:
        return self.status in FROZEN

    @property
    def is_intact(self) -> bool:
        """Tell whether the frozen content still is what its hash was taken of."""
        return self.frozen_content.digest == self.frozen_hash

    @property
    def due_on(self) -> date:
        return date(self.year + 1, *DUE)

    @cached_property
    def last_entries(self) -> dict:
        """Return the line that counts for each cell people have put something into."""
        last = {entry.code: entry for entry in self.entries.select_related("by")}
        return {code: entry for code, entry in last.items() if not entry.is_withdrawn}

    @cached_property
    def filled(self) -> dict[str, sheet.FilledCell]:
        """Return every cell of the draft, with where its figure comes from."""
        of = sheet.kinds(self.form)
        entered = {code: each.value_of(of[code]) for code, each in self.last_entries.items()}
        return sheet.fill(self.form, sheet.from_json(self.counted, self.form), entered)

    @cached_property
    def frozen_content(self) -> ReportContent:
        return from_json(self.frozen, self.form)

    def content(self) -> ReportContent:
        """Return what the report says: as frozen, or as it stands."""
        if self.is_frozen:
            return self.frozen_content
        cells = {code: cell.value for code, cell in self.filled.items()}
        values = self.text_values(cells)
        texts = {
            section: placeholders.filled_in(self.texts.get(str(section), ""), values)
            for section in TEXT_SECTIONS
        }
        opening = placeholders.filled_in(drafts.OPENING, values)
        return ReportContent(self.year, self.form, self.body, cells, texts, opening)

    def text_values(self, cells: Cells) -> dict[str, object]:
        """Return what every placeholder of the text stands for."""
        named = counting.figures_of_text(self.year, ChannelFigure.objects.all())
        return cells | named | words_of(self.year, self.form, self.body, cells)

    def previous(self) -> ReportContent | None:
        """Return the report of the year before, as frozen or as it stands."""
        report = AnnualReport.objects.of_year(self.year - 1)
        return report.content() if report else None

    def findings(self) -> list[Finding]:
        """Return what does not hold; figures corrected by hand are held against the register."""
        before = self.previous()
        single = {
            code: cell.counted
            for code, cell in self.filled.items()
            if code[:2] in ("S3", "S4") and cell.counted is not None
        }
        return self.content().findings(previous=before.cells if before else None, register=single)

    def explanations(self) -> dict[str, str]:
        return dict(self.notes.values_list("key", "note"))

    def explanation_of(self, finding: Finding, notes: dict[str, str]) -> str:
        """Return why a finding may stand: its note, or the reason its cell was corrected for."""
        if note := notes.get(key_of(finding)):
            return note
        if finding.id == "C10" and (entry := self.last_entries.get(finding.cells[0])):
            return entry.reason
        return ""

    def obstacles(self) -> list[str]:
        """Return what keeps the report from being approved, in a sentence each."""
        notes = self.explanations()
        sentences = []
        for finding in self.findings():
            explained = self.explanation_of(finding, notes)
            if finding.level == ERROR and finding.id not in EXPLAINABLE:
                sentences.append(f"{finding.id}：{finding.sentence}")
            elif not explained:
                sentences.append(f"{finding.id}需要说明：{finding.sentence}")
        if not FEE_WORDS.search(self.texts.get("6", "")):
            sentences.append("第六部分应当写明信息处理费的收取情况")
        return sentences

    def touched_by(self) -> set[int]:
        """Return who filled cells, wrote texts or submitted: none of them may approve."""
        lines = self.events.filter(kind__in=CHANGED, by__isnull=False)
        return {self.submitted_by_id, *lines.values_list("by", flat=True)} - {None}

    def drift(self) -> list[tuple[str, Value, Value]]:
        """Return (cell, what was counted, what is counted now) where the two differ."""
        if self.is_imported:
            return []
        now = counting.count(self.form, self.year)
        then = sheet.from_json(self.counted, self.form)
        return [(code, then.get(code), now[code]) for code in now if then.get(code) != now[code]]

    # --- acts ------------------------------------------------------------------------------

    @transaction.atomic
    def recompute(self, *, by: User, at: datetime):
        """Count the registers again; what people entered stays."""
        require(by, PREPARE)
        self.lock_draft()
        self.count_registers(at)
        self.save(update_fields=["counted", "counted_at"])
        self.log(EventKind.RECOUNTED, by=by, at=at)

    @transaction.atomic
    def enter(self, cell: str, value: Value, reason: str, *, by: User, at: datetime):
        """Put a figure into a cell; over a counted one only with a reason."""
        self.enter_all({cell: value}, reason, by=by, at=at)

    @transaction.atomic
    def enter_all(self, values: Cells, reason: str, *, by: User, at: datetime):
        """Put figures into several cells, for one reason."""
        require(by, PREPARE)
        self.lock_draft()
        of = sheet.kinds(self.form)
        for code, value in values.items():
            check_value(self.form, of, code, value)
            if self.filled[code].counted is not None and not reason.strip():
                name = self.form.name_of(code)
                raise RuleViolation(f"{name}有统计数{self.filled[code].counted}，更正须写明理由")
        self.entries.bulk_create(
            self.new_entry(code, of[code], value, reason, by, at) for code, value in values.items()
        )
        self.forget()
        said = "、".join(self.form.name_of(code) for code in list(values)[:3])
        more = f"等{len(values)}格" if len(values) > 3 else ""
        self.log(EventKind.FILLED, by=by, at=at, note=f"{said}{more} {reason}".strip())

    def new_entry(self, code, kind, value, reason, by, at):
        old = self.filled[code].value
        is_text = kind == FREE_TEXT
        return self.entries.model(
            report=self,
            code=code,
            value=None if is_text else value,
            text=value if is_text else "",
            old_value="" if old is None else str(sheet.plain_value(old, kind)),
            reason=reason.strip(),
            by=by,
            at=at,
        )

    @transaction.atomic
    def restore(self, cell: str, *, by: User, at: datetime):
        """Take back what was entered: the cell holds what is counted again."""
        require(by, PREPARE)
        self.lock_draft()
        if cell not in self.last_entries:
            raise RuleViolation("这一格没有填报的数据，不需要恢复")
        old = str(self.filled[cell].value)
        self.entries.create(code=cell, is_withdrawn=True, old_value=old, by=by, at=at)
        self.forget()
        note = f"{self.form.name_of(cell)}恢复统计数"
        self.log(EventKind.FILLED, by=by, at=at, note=note)

    @transaction.atomic
    def fill_blanks(self, reason: str, *, by: User, at: datetime):
        """Write 0 into every cell that is still empty: a nil report prints its zeros."""
        self.lock_draft()
        of = sheet.kinds(self.form)
        empty = {
            code: Decimal(0) if of[code] == AMOUNT else "0" if of[code] == FREE_TEXT else 0
            for code, cell in self.filled.items()
            if cell.origin == Origin.MISSING and not sheet.is_sum(self.form, code)
        }
        if not empty:
            raise RuleViolation("没有空着的单元格")
        self.enter_all(empty, reason or "没有发生，填0", by=by, at=at)

    @transaction.atomic
    def write(self, texts: dict[int, str], *, by: User, at: datetime):
        """Keep the texts of sections 一, 五 and 六, their figures as placeholders."""
        require(by, PREPARE)
        self.lock_draft()
        cells = {code: cell.value for code, cell in self.filled.items()}
        known = self.text_values(cells)
        for text in texts.values():
            if wrong := placeholders.unknown(text, known):
                raise RuleViolation(f"没有名为“{wrong[0]}”的数据")
        self.texts = self.texts | {str(section): text for section, text in texts.items()}
        self.save(update_fields=["texts"])
        self.log(EventKind.WRITTEN, by=by, at=at)

    @transaction.atomic
    def explain(self, finding: Finding, note: str, *, by: User, at: datetime):
        """Keep why a finding may stand; empty text takes the note back."""
        if not (by.has_perm(PREPARE) or by.has_perm(APPROVE)):
            raise PermissionDenied(f"需要权限 {PREPARE}")
        self.lock(UNDER_WAY)
        if finding.level == ERROR and finding.id not in EXPLAINABLE:
            raise RuleViolation("错误不能用说明代替，请改正数据")
        key = key_of(finding)
        self.notes.filter(key=key).delete()
        if note.strip():
            fields = {"check_id": finding.id, "sentence": finding.sentence, "note": note.strip()}
            self.notes.create(key=key, by=by, at=at, **fields)
        self.log(EventKind.NOTED, by=by, at=at, note=f"{finding.id} {note.strip()}".strip())

    @transaction.atomic
    def submit_check(self, *, by: User, at: datetime):
        """Hand the report in for approval, counted afresh; who did so may not approve it."""
        require(by, PREPARE)
        self.lock_draft()
        self.count_registers(at)
        self.save(update_fields=["counted", "counted_at"])
        if not FEE_WORDS.search(self.texts.get("6", "")):
            raise RuleViolation(
                "第六部分应当写明信息处理费的收取情况（国办函〔2020〕109号）；没有收取的，"
                "写“本年度未收取信息处理费”"
            )
        line = {"kind": EventKind.SUBMITTED, "at": at}
        move(self, Status.OFFICE_CHECK, steps=NEXT, by=by, line=line, submitted_by=by)
        self.audit(AuditAct.SUBMISSION, by=by, at=at)

    @transaction.atomic
    def send_back(self, reason: str, *, by: User, at: datetime):
        """Give the report back to be worked on, with the reason."""
        if not (by.has_perm(APPROVE) or by.has_perm(PREPARE)):
            raise PermissionDenied(f"需要权限 {APPROVE}")
        if not reason.strip():
            raise RuleViolation("退回须写明理由")
        line = {"kind": EventKind.RETURNED, "at": at}
        move(self, Status.DRAFT, steps=NEXT, by=by, note=reason.strip(), line=line)
        self.audit(AuditAct.RETURN, by=by, at=at)

    @transaction.atomic
    def approve(self, *, by: User, at: datetime):
        """Sign the report and freeze it: cells, texts and their hash."""
        require(by, APPROVE)
        self.lock([Status.OFFICE_CHECK])
        if by.pk in self.touched_by():
            raise RuleViolation("填写数据、修改正文或送核对的人不能批准，请由另一位负责人批准")
        if obstacles := self.obstacles():
            more = f"；另有{len(obstacles) - 3}处" if len(obstacles) > 3 else ""
            raise RuleViolation("还不能批准。" + "；".join(obstacles[:3]) + more)
        content = self.content()
        frozen = {"frozen": content.as_json(), "frozen_hash": content.digest}
        line = {"kind": EventKind.APPROVED, "at": at}
        fields = frozen | {"approved_by": by, "approved_at": at}
        move(self, Status.APPROVED, steps=NEXT, by=by, line=line, **fields)
        self.audit(AuditAct.RELEASE, by=by, at=at, hash=self.frozen_hash)

    @transaction.atomic
    def publish(self, *, by: User, at: datetime):
        """Make the frozen report public, with its item on the list of annual reports."""
        require(by, PUBLISH)
        self.lock([Status.APPROVED])
        if not self.is_intact:
            raise RuleViolation("冻结的内容与校验码不符，不能公开，请联系系统管理员")
        today = timezone.localdate(at)
        line = {"kind": EventKind.PUBLISHED, "at": at}
        move(self, Status.PUBLISHED, steps=NEXT, by=by, line=line, published_on=today)
        self.put_on_the_list(by=by, at=at)
        self.audit(AuditAct.PUBLICATION, by=by, at=at, hash=self.frozen_hash)

    @transaction.atomic
    def correct(self, reason: str, *, by: User, at: datetime) -> "AnnualReport":
        """Begin a further version of a frozen report, which stays as it is; return the new one."""
        require(by, PREPARE)
        if not reason.strip():
            raise RuleViolation("更正须写明理由，该理由会随新版本一并公布")
        self.lock(FROZEN)
        if AnnualReport.objects.filter(year=self.year, version__gt=self.version).exists():
            raise RuleViolation("已经有更新的版本，请在那一版上更正")
        last = AnnualReport.objects.filter(year=self.year).aggregate(n=Max("version"))["n"]
        new = AnnualReport(
            year=self.year,
            version=last + 1,
            format=self.format,
            body=self.body,
            texts=self.texts or {str(n): text for n, text in self.frozen_content.texts.items()},
            correction_of=self,
            correction_reason=reason.strip(),
        )
        new.count_registers(at)
        new.save()
        new.take_over(self, by=by, at=at)
        new.log(EventKind.CORRECTED, by=by, at=at, note=reason.strip())
        return new

    def take_over(self, old: "AnnualReport", *, by: User, at: datetime):
        """Put the frozen figures of an earlier version into the cells that count otherwise."""
        of = sheet.kinds(self.form)
        kept = {
            code: value
            for code, value in old.frozen_content.cells.items()
            if isinstance(value, int | Decimal | str)
            and value != ""
            and not sheet.is_sum(self.form, code)
            and value != self.filled[code].value
            and is_value(of[code], value)
        }
        reason = f"沿用第{old.version}版"
        self.entries.bulk_create(
            self.new_entry(code, of[code], value, reason, by, at) for code, value in kept.items()
        )
        self.forget()

    # --- inside the acts -------------------------------------------------------------------

    def lock(self, statuses):
        """Hold the row until the transaction ends; refuse it outside `statuses`."""
        stored = type(self).objects.select_for_update().get(pk=self.pk)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(stored, field.attname))
        self.forget()
        if self.status not in statuses:
            raise RuleViolation(f"“{self.get_status_display()}”的报告不能这样办理，请刷新页面")

    def lock_draft(self):
        self.lock([Status.DRAFT])

    def forget(self):
        """Drop what was derived from the cells: they have changed."""
        for name in ("last_entries", "filled", "frozen_content"):
            self.__dict__.pop(name, None)

    def count_registers(self, at: datetime):
        counted = counting.count(self.form, self.year)
        of = sheet.kinds(self.form)
        self.counted = {code: sheet.plain_value(value, of[code]) for code, value in counted.items()}
        self.counted_at = at
        self.forget()

    def put_on_the_list(self, *, by: User, at: datetime):
        """Give the report its item in the leaf of annual reports; a correction keeps the first one.

        The report's two signatures are its review, so the item is public at once, as what a
        ledger brings is; personal data in it would still refuse it.
        """
        earlier = AnnualReport.objects.filter(year=self.year, item__isnull=False).first()
        if earlier:
            note = f"年度报告第{self.version}版公开，更正理由：{self.correction_reason}"
            earlier.item.events.create(kind=ItemEventKind.REVISED, by=by, at=at, note=note)
            self.item = earlier.item
        else:
            self.item = self.item_published_before() or self.new_item(by=by, at=at)
        self.save(update_fields=["item"])

    def item_published_before(self) -> Item | None:
        """Return the item an imported report was published as, where the portal has it."""
        if not self.is_imported:
            return None
        items = Item.objects.public().filter(category__code=ANNUAL_REPORTS)
        return items.filter(title__contains=f"{self.year}年").first()

    def new_item(self, *, by: User, at: datetime) -> Item:
        category = Category.objects.filter(code=ANNUAL_REPORTS).first()
        if category is None:
            raise RuleViolation("公开目录中没有“政府信息公开年报”栏目（9004），请先在目录中建立")
        address = self.get_absolute_url()
        item = Item(
            category=category,
            genre=Genre.objects.filter(name="报告").first(),
            title=self.frozen_content.title,
            issuer=self.body,
            office=by.office,
            author=by,
            written_on=timezone.localdate(self.approved_at if not self.is_imported else at),
            published_at=at,
            summary=f"{self.body}{self.year}年1月1日至12月31日政府信息公开工作情况。",
            keywords="年度报告 政府信息公开",
            body=(
                f'<p><a href="{address}">阅读{self.year}年政府信息公开工作年度报告全文</a>，'
                "并可下载 Word、Excel、PDF 和 JSON 格式。</p>"
            ),
        )
        check_texts([item])
        note = f"年度报告第{self.version}版公开时生成"
        Item.objects.add_history([item], by=by, note=note, kind=ItemEventKind.PUBLISHED)
        return item

    def log(self, kind: EventKind, *, by: User, at: datetime, note: str = ""):
        self.events.create(kind=kind, by=by, at=at, note=note)

    def audit(self, act: AuditAct, *, by: User, at: datetime, **data):
        data = {"year": self.year, "version": self.version} | data
        AuditEntry.objects.record(act=act, by=by, at=at, obj=self, data=data)


def words_of(year: int, form: Form, body: str, cells: Cells) -> dict[str, object]:
    """Return what the placeholders stand for that are no cell and no channel."""
    suits = [cells.get(f"S4.CASES.{group}_TOTAL") for group in ("LITD", "LITA")]
    office = OfficeSettings.objects.current()
    contact = "；".join(each for each in (office.address, office.phone, office.email) if each)
    return {
        "YEAR": year,
        "NEXT_YEAR": year + 1,
        "BODY": body,
        "NOTICE": form.notice,
        "CONTACT": f"如有疑问，请与{body}联系（{contact}）。" if contact else "",
        "SUITS": None if None in suits else sum(suits),
    }


def check_value(form: Form, of: dict[str, str], code: str, value: Value) -> None:
    """Refuse what cannot stand in a cell, in a sentence."""
    if code not in of:
        raise RuleViolation(f"{form.name}年格式没有“{code}”这一格")
    name = form.name_of(code)
    if sheet.is_sum(form, code):
        raise RuleViolation(f"{name}是合计，由各项相加得出，不能填写")
    if not is_value(of[code], value):
        wanted = {
            COUNT: "不小于0的整数",
            SIGNED: "整数",
            AMOUNT: "不小于0的金额（万元），最多六位小数",
        }.get(of[code], "不超过60字的文字")
        raise RuleViolation(f"{name}应当填{wanted}")


def is_value(kind: str, value: Value) -> bool:
    if kind == FREE_TEXT:
        return isinstance(value, str) and 0 < len(value) <= 60
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or abs(value) > LARGEST:
        return False
    if kind == AMOUNT:
        return value >= 0 and Decimal(value) == Decimal(value).quantize(DECIMALS)
    return isinstance(value, int) and (kind == SIGNED or value >= 0)


class ReportEvent(HistoryLine):
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="events")

    class Meta(HistoryLine.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        default_permissions = []

    @property
    def label(self) -> str:
        return EventKind(self.kind).label
