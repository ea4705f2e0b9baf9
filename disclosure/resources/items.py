"""Items in and out of ledgers (台账), on django-import-export.

The library reads cells through fields and widgets, collects what is wrong row by row, and
feeds the preview. Writing is ours: the check runs without a transaction, which on SQLite would
keep every other writer waiting, and then `Item.objects.add_history`, which gives the numbers,
writes all rows in one transaction or none. Batches of several transactions could leave half a
ledger behind; one is short enough, because nothing is decided in it.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from import_export.fields import Field
from import_export.results import Error

from disclosure.doc_numbers import fold
from disclosure.models import (
    Attachment,
    DisclosureMode,
    Item,
    LegacyAddress,
    Validity,
)
from disclosure.models.attachment import READ_ATTACHMENTS
from disclosure.resources import cells
from disclosure.resources.formats import LedgerDataset, LedgerResource
from disclosure.resources.results import PREVIEW_ROWS, LedgerResult
from disclosure.workflow import Status
from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry, Counter
from portal.nudge import nudge
from portal.personal_data import scan

IMPORTS = "item-import"
MAY_IMPORT_PUBLISHED = "disclosure.import_published_items"
# What the library's own transactions would take; ours is described above.
OF_THE_LIBRARY = [
    *("raise_errors", "use_transactions", "collect_failed_rows"),
    "rollback_on_validation_errors",
]
PREVIEW_COLUMNS = ["标题", "发文字号", "栏目代码", "发布机构", "成文日期", "发布日期"]
VALUES_PER_QUERY, AT_ONCE = 5_000, 1_000
LONGEST_SHOWN = 60

Key = tuple[str, ...]


class ItemResource(LedgerResource):
    """The ledger of items. An export can be imported again.

    That is why withdrawn items are left out: a row with 发布日期 would make them public. 附件
    stays empty in an export: the files themselves are not in it.
    """

    title = Field("title", "标题", cells.TextWidget("title", is_required=True))
    doc_no = Field("doc_no", "发文字号", cells.DocumentNumberWidget("doc_no"))
    category = Field("category", "栏目代码", cells.CategoryWidget())
    issuer = Field("issuer", "发布机构", cells.TextWidget("issuer"))
    written_on = Field("written_on", "成文日期", cells.DayWidget())
    published_at = Field("published_at", "发布日期", cells.PublishedWidget())
    source_url = Field("source_url", "来源链接", cells.UrlWidget("source_url"))
    index_no = Field("original_index_no", "索引号", cells.TextWidget("original_index_no"))
    body = Field("body", "正文", cells.BodyWidget())
    summary = Field("summary", "摘要", cells.ParagraphsWidget("summary"))
    keywords = Field("keywords", "关键词", cells.TextWidget("keywords"))
    validity = Field(
        "validity", "有效性", cells.ChoiceWidget(Validity), default=Validity.NOT_APPLICABLE
    )
    mode = Field(
        "mode", "公开方式", cells.ChoiceWidget(DisclosureMode), default=DisclosureMode.ACTIVE
    )
    office = Field("office", "责任科室", cells.OfficeWidget())
    file_names = Field("file_names", "附件", cells.FileNamesWidget())
    old_addresses = Field("old_addresses", "旧网址", cells.OldAddressesWidget())

    class Meta:
        model = Item
        fields = [  # in the order of the columns
            *("title", "doc_no", "category", "issuer", "written_on", "published_at"),
            *("source_url", "index_no", "body", "summary", "keywords", "validity", "mode"),
            *("office", "file_names", "old_addresses"),
        ]
        name = "公开信息台账"
        use_bulk = True
        batch_size = None
        skip_diff = True
        force_init_instance = True

    # --- Import ---------------------------------------------------------------------------------

    @classmethod
    def get_result_class(cls):
        return LedgerResult

    def get_diff_headers(self):
        return PREVIEW_COLUMNS

    def import_data(self, dataset: LedgerDataset, dry_run=False, **kwargs) -> LedgerResult:
        """Check every row, then write them all; nothing unless every row is good.

        `today` must be given. `user` is who imports (None: the operator's command line) and
        needs the permission for rows with 发布日期. `archive` holds the attachments.
        """
        self.today, self.archive = kwargs.pop("today"), kwargs.pop("archive", None)
        self.user = kwargs.get("user")
        for option in OF_THE_LIBRARY:
            kwargs.pop(option, None)
        result = self.import_data_inner(dataset, True, False, False, False, **kwargs)
        for fault in [*result.base_errors, *(row.errors[0] for row in result.error_rows)]:
            raise fault.error  # not of the ledger: the library catches everything
        self.describe(result, dataset)
        if result.is_good and not dry_run:
            self.write(dataset, result, kwargs.get("file_name") or "台账")
        return result

    def before_import(self, dataset, **kwargs):
        self.fields["category"].widget.load()
        self.fields["office"].widget.load()
        self.stored = self.find_stored(dataset)
        self.seen = dict(self.stored)
        self.numbers = dataset.numbers

    def import_instance(self, instance, row, row_number, **kwargs):
        """As in the library, with complaints by column, and with the rules between cells."""
        errors: dict[str, list[str]] = {}
        for field in self.get_import_fields():
            try:
                self.import_field(field, instance, row)
            except ValueError as error:
                errors[field.column_name] = [f"{str(error).rstrip('。')}。"]
        instance.author = None if instance.published_at else self.user
        for column, complaint in self.broken_rules(instance, self.numbers[row_number - 1]):
            errors.setdefault(column, []).append(complaint)
        if errors:
            raise ValidationError(errors)

    def after_import_row(self, row, row_result, row_number, **kwargs):
        if row_number <= PREVIEW_ROWS:
            cells_shown = (row.get(name, "") for name in PREVIEW_COLUMNS)
            row_result.diff = [Truncator(cell).chars(LONGEST_SHOWN) for cell in cells_shown]

    def describe(self, result: LedgerResult, dataset: LedgerDataset) -> None:
        """Put the row numbers of the file into the result, and the counts."""
        for row in result.invalid_rows:
            row.number = dataset.numbers[row.number - 1]
        result.published = sum(item.published_at is not None for item in self.create_instances)
        result.drafts = len(self.create_instances) - result.published
        result.unused_files = self.archive.unused() if self.archive else []

    def write(self, dataset: LedgerDataset, result: LedgerResult, file_name: str) -> None:
        note = f"历史导入：台账“{file_name}”，SHA-256 {dataset.sha256}"
        with ExitStack() as on_failure:  # what is rolled back leaves no files behind
            attachments = [  # copying and cleaning files is slow: before any lock is taken
                self.archive.take(name, item, position, on_failure)
                for item in self.create_instances
                for position, name in enumerate(getattr(item, "file_names", []), start=1)
            ]
            try:
                self.write_rows(dataset, note, attachments)
            except RuleViolation as refusal:
                result.append_base_error(Error(refusal))
            else:
                on_failure.pop_all()

    @transaction.atomic
    def write_rows(self, dataset: LedgerDataset, note: str, attachments: list[Attachment]) -> None:
        Counter.objects.take(IMPORTS)  # its lock lets one import in after the other
        if self.find_stored(dataset) != self.stored:
            raise RuleViolation(
                "检查之后，有人录入了其中相同的信息，没有导入任何内容；请重新导入一次。"
            )
        items = self.create_instances
        while items:  # in portions, so that what is written leaves the memory
            portion, items[:] = items[:AT_ONCE], items[AT_ONCE:]
            Item.objects.add_history(portion, by=self.user, note=note)
            LegacyAddress.objects.bulk_create(
                LegacyAddress(item=item, path=path)
                for item in portion
                for path in getattr(item, "old_addresses", [])
            )
        Attachment.objects.bulk_create(attachments, batch_size=500)
        data = {"model": "disclosure.item", "rows": len(dataset), "sha256": dataset.sha256}
        AuditEntry.objects.record(act=AuditAct.IMPORT, by=self.user, at=timezone.now(), data=data)
        nudge(READ_ATTACHMENTS)

    # --- The rules between cells and rows -------------------------------------------------------

    def broken_rules(self, item: Item, number: int) -> Iterator[tuple[str, str]]:
        yield from self.broken_by_days(item)
        if item.published_at:
            yield from self.broken_by_publication(item)
        yield from self.broken_by_repetition(item, number)
        yield from self.broken_by_files(item)

    def broken_by_days(self, item: Item):
        published_on = item.published_at and timezone.localdate(item.published_at)
        if published_on and published_on > self.today:
            yield "发布日期", f"“{published_on}”在今天之后；请核对日期，尚未公开的请留空。"
        if item.written_on and item.written_on > (published_on or self.today):
            than = "发布日期" if published_on else "今天"
            yield "成文日期", f"“{item.written_on}”晚于{than}；请核对日期。"

    def broken_by_publication(self, item: Item):
        if item.mode != DisclosureMode.ACTIVE:
            yield (
                "公开方式",
                f"填了发布日期，公开方式却是“{item.get_mode_display()}”；"
                "已公开的须为“主动公开”，其他的请清空发布日期。",
            )
        if self.user and not self.user.has_perm(MAY_IMPORT_PUBLISHED):
            yield (
                "发布日期",
                "您没有导入已公开历史信息的权限；请清空发布日期作为草稿导入，或请有权限的人员导入。",
            )
        for column, text in cells.texts_of(item):
            for finding in scan(text):
                if finding.blocking:
                    yield (
                        column,
                        f"含有{finding.kind.label}“{finding.masked}”，不能直接公开；"
                        "请在台账里遮盖，或清空发布日期作为草稿导入、审查之后再公开。",
                    )

    def broken_by_repetition(self, item: Item, number: int):
        for column, key in keys_of(item):
            if where := self.seen.get(key):
                what = f"“{key[-1]}”与" if len(key) == 2 else f"“{item.doc_no}”连同标题，与"
                yield column, f"{what}{where}相同，不能重复导入；请删去这一行，或核对改正。"
            else:
                self.seen[key] = f"第{number}行"

    def broken_by_files(self, item: Item):
        names = getattr(item, "file_names", [])
        if names and self.archive is None:
            yield "附件", f"“{names[0]}”没有随台账提交；请把附件打成ZIP一并提交，或者留空。"
        elif names:
            complaints = (self.archive.complaint(name) for name in names)
            yield from (("附件", complaint) for complaint in complaints if complaint)

    def find_stored(self, dataset: LedgerDataset) -> dict[Key, str]:
        """Return where the keys of the ledger's rows stand in the database already."""
        found: dict[Key, str] = {}
        items = Item.objects.order_by("pk")
        for some in some_of(fold(text) for text in column(dataset, "发文字号")):
            rows = items.filter(doc_no_key__in=some)
            for doc_no, title, index_no in rows.values_list("doc_no_key", "title", "index_no"):
                found["doc_no", doc_no, title] = stored_as(title, index_no)
        for some in some_of(column(dataset, "索引号")):
            rows = items.filter(Q(original_index_no__in=some) | Q(index_no__in=some))
            for names in rows.values_list("original_index_no", "index_no", "title"):
                for name in names[:2]:
                    found["index_no", name] = stored_as(names[2], names[1])
        for some in some_of(column(dataset, "旧网址", self.fields["old_addresses"].widget.clean)):
            rows = LegacyAddress.objects.filter(path__in=some).select_related("item")
            for row in rows:
                found["address", row.path] = stored_as(row.item.title, row.item.index_no)
        return found

    # --- Export ---------------------------------------------------------------------------------

    def filter_export(self, queryset, **kwargs):
        shown = queryset.exclude(status=Status.WITHDRAWN).defer(None)
        return shown.select_related("category", "office")

    def before_export(self, queryset, **kwargs):
        self.addresses: dict[int, list[str]] = {}
        rows = LegacyAddress.objects.filter(item__in=queryset.order_by().values("pk"))
        for item_id, path in rows.order_by("pk").values_list("item", "path"):
            self.addresses.setdefault(item_id, []).append(path)

    def dehydrate_index_no(self, item):
        return item.index_no or item.original_index_no

    def dehydrate_old_addresses(self, item):
        return "\n".join(self.addresses.get(item.pk, []))


def keys_of(item: Item) -> Iterator[tuple[str, Key]]:
    """Yield what no two items may share, each with its column."""
    if item.doc_no:
        yield "发文字号", ("doc_no", fold(item.doc_no), item.title)
    if item.original_index_no:
        yield "索引号", ("index_no", item.original_index_no)
    for path in getattr(item, "old_addresses", []):
        yield "旧网址", ("address", path)


def stored_as(title: str, index_no: str | None) -> str:
    return f"系统里的《{title[:LONGEST_SHOWN]}》（{index_no or '草稿'}）"


def column(dataset: LedgerDataset, name: str, clean=lambda cell: [cells.one_line(cell)]):
    """Yield the values of a column as they will be stored; cells with a mistake yield none."""
    for cell in dataset[name] if name in dataset.headers else []:
        try:
            yield from clean(cell)
        except ValueError:
            continue


def some_of(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield the distinct values in portions a query can take."""
    distinct = sorted(set(values) - {""})
    for start in range(0, len(distinct), VALUES_PER_QUERY):
        yield distinct[start : start + VALUES_PER_QUERY]
