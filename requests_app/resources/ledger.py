"""Requests in and out of the ledger (台账), on django-import-export.

As with items, the library reads cells through widgets and collects what is wrong row by row,
without a transaction; the writing is ours, in one transaction, and decides nothing any more.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone
from import_export.fields import Field
from import_export.results import Error

from portal.errors import RuleViolation
from portal.ledger_files import LedgerDataset, LedgerResource
from portal.ledger_files.cells import (
    DayWidget,
    LineWidget,
    ParagraphsWidget,
    RequiredDayWidget,
    one_line,
)
from portal.ledger_files.resources import some_of
from portal.models import AuditAct, AuditEntry, Counter
from portal.permissions import require
from portal.personal_data import mask, mask_name
from requests_app.models import InformationRequest, RequestEvent
from requests_app.resources import cells
from requests_app.resources.history import REMARK, History
from requests_app.resources.labels import Ended
from requests_app.resources.results import RequestLedgerResult
from requests_app.workflow import EventKind

IMPORTS = "ledger-import"  # no “request-…”: those count our own numbers
MAY_IMPORT = "requests_app.import_requests"
AT_ONCE = 1_000
PREVIEW_COLUMNS = [
    *("申请编号", "申请人类型", "申请人", "提交日期", "收到日期", "渠道", "办理结果", "办结日期"),
]
ROW_FIELDS = {  # of the resource, in the order of the columns of the format
    "number": "申请编号",
    "applicant_kind": "申请人类型",
    "name": "申请人",
    "submitted_on": "提交日期",
    "received_on": "收到日期",
    "channel": "渠道",
    "wanted": "申请内容",
    "ended": "办理结果",
    "closed_on": "办结日期",
    "doc_no": "答复文号",
    "extension_days": "延期工作日",
    "remark": "备注",
}


def longest(field: str) -> int:
    return InformationRequest._meta.get_field(field).max_length


class RequestResource(LedgerResource):
    """The ledger of requests. An export with the names in clear can be imported again."""

    result_class = RequestLedgerResult
    preview_columns = PREVIEW_COLUMNS

    number = Field("number", "申请编号", LineWidget(longest("number"), is_required=True))
    applicant_kind = Field("applicant_kind", "申请人类型", cells.ApplicantKindWidget())
    name = Field("name", "申请人", LineWidget(100, is_required=True))
    submitted_on = Field("submitted_on", "提交日期", RequiredDayWidget())
    received_on = Field("received_on", "收到日期", DayWidget())
    channel = Field("channel_id", "渠道", cells.ChannelWidget())
    wanted = Field("wanted", "申请内容", ParagraphsWidget(cells.LONGEST_TEXT, is_required=True))
    ended = Field("ended", "办理结果", cells.OutcomeWidget())
    closed_on = Field("closed_on", "办结日期", DayWidget())
    doc_no = Field(
        "imported_doc_no", "答复文号", LineWidget(longest("imported_doc_no")), default=""
    )
    extension_days = Field("extension_days", "延期工作日", cells.ExtensionWidget(), default=0)
    remark = Field("remark", "备注", ParagraphsWidget(cells.LONGEST_TEXT), default="")

    class Meta:
        model = InformationRequest
        fields = list(ROW_FIELDS)
        name = "依申请公开台账"
        use_bulk = True
        batch_size = None
        skip_diff = True
        force_init_instance = True

    # --- Import ---------------------------------------------------------------------------------

    def import_data(self, dataset: LedgerDataset, dry_run=False, **kwargs) -> RequestLedgerResult:
        """Check every row, then write them all; nothing unless every row is good.

        `today` must be given. `user` is who imports, None for the operator's command line.
        """
        self.today, self.user = kwargs["today"], kwargs.get("user")
        if self.user is not None:
            require(self.user, MAY_IMPORT)
        result = self.import_data_inner(
            dataset, True, False, False, False, today=self.today, user=self.user
        )
        self.describe(result, dataset)
        if result.is_good and not dry_run:
            self.write(dataset, result, kwargs.get("file_name") or "台账")
        return result

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        self.stored = find_stored(one_line(cell) for cell in dataset["申请编号"])
        self.seen: dict[str, int] = {}

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.ended, instance.remark = None, ""
        instance.row_number = self.numbers[kwargs["row_number"] - 1]

    def shown(self, row) -> Iterator[str]:
        for name, cell in zip(PREVIEW_COLUMNS, super().shown(row), strict=True):
            yield mask_name(cell) if name == "申请人" else cell

    def describe(self, result: RequestLedgerResult, dataset: LedgerDataset) -> None:
        super().describe(result, dataset)
        result.closed = sum(row.ended is not None for row in self.create_instances)
        result.open = len(self.create_instances) - result.closed
        result.unconfirmed = sum(row.received_on is None for row in self.create_instances)

    def write(self, dataset: LedgerDataset, result: RequestLedgerResult, file_name: str) -> None:
        now = timezone.now()
        history = History(by=self.user, at=now, file_name=file_name, sha256=dataset.sha256)
        for row in self.create_instances:  # counting days takes its time: before any lock
            history.complete(row)
        try:
            self.write_rows(dataset, history)
        except RuleViolation as refusal:
            result.append_base_error(Error(refusal))

    @transaction.atomic
    def write_rows(self, dataset: LedgerDataset, history: History) -> None:
        Counter.objects.take(IMPORTS)  # its lock lets one import in after the other
        if find_stored(self.seen) != self.stored:
            raise RuleViolation(
                "检查之后，有人登记或导入了其中相同的申请，没有导入任何内容；请重新导入一次。"
            )
        rows = self.create_instances
        while rows:  # in portions, so that what is written leaves the memory
            portion, rows[:] = rows[:AT_ONCE], rows[AT_ONCE:]
            history.write(portion)
            self.tell("写入", len(dataset) - len(rows), len(dataset))
        data = {
            "model": "requests_app.informationrequest",
            "rows": len(dataset),
            "sha256": dataset.sha256,
        }
        AuditEntry.objects.record(act=AuditAct.IMPORT, by=self.user, at=history.at, data=data)
        self.sign_off()

    # --- The rules between cells and rows -------------------------------------------------------

    def broken_rules(self, row: InformationRequest, number: int, errors):
        if not errors.keys() & {"提交日期", "收到日期", "办结日期"}:
            yield from broken_by_days(row, self.today)
            if "办理结果" not in errors:
                yield from broken_by_ending(row)
        if "申请编号" not in errors:
            yield from self.broken_by_repetition(row)

    def broken_by_repetition(self, row: InformationRequest):
        first = self.seen.setdefault(row.number, row.row_number)
        if first != row.row_number:
            yield "申请编号", f"“{row.number}”与第{first}行相同；请删去重复的一行，或核对改正。"
        elif row.number in self.stored.imported:
            yield (
                "申请编号",
                f"“{row.number}”以前已经导入过；请删去这一行，或核对编号。",
            )
        elif (row.number, getattr(row, "submitted_on", None)) in self.stored.own:
            yield (
                "申请编号",
                f"“{row.number}”是本系统登记的同一件申请（提交日期相同）；请删去这一行。",
            )

    # --- Export ---------------------------------------------------------------------------------

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("applicant")

    def before_export(self, queryset, **kwargs):
        """`in_clear` shows names and texts as they are; else both are masked."""
        self.in_clear = kwargs.get("in_clear", False)
        pks = queryset.order_by().values("pk")
        imported = RequestEvent.objects.filter(kind=EventKind.IMPORTED, info_request__in=pks)
        with_remark = imported.filter(note__contains=REMARK)
        notes = with_remark.values_list("info_request", "note")
        self.remarks = {pk: note.partition(REMARK)[2] for pk, note in notes}
        letters = queryset.order_by().filter(decisions__letter__isnull=False)
        self.doc_nos = dict(letters.values_list("pk", "decisions__letter__number"))

    def text(self, text: str) -> str:
        return text if self.in_clear else mask(text)

    def dehydrate_name(self, info_request):
        person = info_request.applicant
        return person.name if self.in_clear else person.masked["name"]

    def dehydrate_wanted(self, info_request):
        parts = (info_request.wanted_name, info_request.wanted_number, info_request.wanted)
        return self.text("\n".join(part for part in parts if part))

    def dehydrate_ended(self, info_request):
        outcome = info_request.outcome
        return self.fields["ended"].widget.render(Ended(outcome) if outcome else None)

    def dehydrate_doc_no(self, info_request):
        return info_request.imported_doc_no or self.doc_nos.get(info_request.pk, "")

    def dehydrate_remark(self, info_request):
        return self.text(self.remarks.get(info_request.pk, ""))


def broken_by_days(row: InformationRequest, today: date) -> Iterator[tuple[str, str]]:
    days = {"提交日期": row.submitted_on, "收到日期": row.received_on, "办结日期": row.closed_on}
    for column, day in days.items():
        if day and day > today:
            yield column, f"“{day}”在今天之后；请核对日期。"
    if row.received_on and row.received_on < row.submitted_on:
        yield (
            "收到日期",
            f"“{row.received_on}”早于提交日期{row.submitted_on}；请核对两个日期。",
        )
    begun = row.received_on or row.submitted_on
    if row.closed_on and row.closed_on < begun:
        which = "收到日期" if row.received_on else "提交日期"
        yield "办结日期", f"“{row.closed_on}”早于{which}{begun}；请核对两个日期。"


def broken_by_ending(row: InformationRequest) -> Iterator[tuple[str, str]]:
    ended, closed_on = row.ended, row.closed_on
    if ended and not closed_on:
        yield "办结日期", "填了办理结果，却没有办结日期；请补填，或清空办理结果作为在办申请导入。"
    if closed_on and not ended:
        yield "办理结果", "填了办结日期，却没有办理结果；请补填，或清空办结日期作为在办申请导入。"
    if row.received_on is None:
        if ended or closed_on:
            yield "收到日期", "已经办结的申请须有收到日期，年报按它统计新收；请补填。"
        elif row.extension_days:
            yield "收到日期", "填了延期工作日，却没有收到日期；没有起算的期限不能延长，请补填。"


class Stored(dict):
    """Which numbers of a ledger the register has: imported ones, and our own with their day."""

    @property
    def imported(self) -> set[str]:
        return self["imported"]

    @property
    def own(self) -> set[tuple[str, date]]:
        return self["own"]


def find_stored(numbers: Iterable[str]) -> Stored:
    imported, own = set(), set()
    for some in some_of(numbers):
        rows = InformationRequest.objects.filter(number__in=some).order_by()
        for number, day, is_imported in rows.values_list("number", "submitted_on", "is_imported"):
            imported.add(number) if is_imported else own.add((number, day))
    return Stored(imported=imported, own=own)
