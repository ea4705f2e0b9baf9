"""What a report says while it is made: its cells, counted or entered, and its texts.

One model in two files: this abstract half is the sheet people fill in, `AnnualReport` its life
from draft to publication. A cell is never overwritten: what people put in is a line of its own,
and the last one counts.
"""

from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db import models, transaction

from portal.errors import RuleViolation
from portal.models import User
from portal.permissions import require
from reports import counting, drafts, placeholders, sheet
from reports.cell_values import is_value
from reports.content import TEXT_SECTIONS, ReportContent
from reports.formats import FORMS, form_named
from reports.models.channel_figure import ChannelFigure
from reports.tables import AMOUNT, COUNT, FREE_TEXT, SIGNED, Cells, Form, Value
from reports.text_values import text_values
from reports.workflow import PREPARE, EventKind, Origin, Status


class ReportSheet(models.Model):
    """The cells and texts of one version of one year's report."""

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

    class Meta:
        abstract = True

    # --- questions -------------------------------------------------------------------------

    @property
    def form(self) -> Form:
        return form_named(self.format)

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

    def draft_content(self) -> ReportContent:
        """Return what the sheet says as it stands, the figures of its texts filled in."""
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
        return text_values(self.year, self.form, self.body, cells, ChannelFigure.objects.all())

    def drift(self) -> list[tuple[str, Value, Value]]:
        """Return (cell, what was counted, what is counted now) where the two differ."""
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

    def take_over(self, old: "ReportSheet", *, by: User, at: datetime):
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

    def log(self, kind: EventKind, *, by: User, at: datetime, note: str = ""):
        self.events.create(kind=kind, by=by, at=at, note=note)


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
