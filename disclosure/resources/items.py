"""Items in and out of ledgers (台账), on django-import-export.

The library reads cells through fields and widgets, collects what is wrong row by row, and
feeds the preview. Writing is ours: the check runs without a transaction, which on SQLite would
keep every other writer waiting; then `disclosure.staging` writes the rows in portions nobody
sees, and shows them in one act, or none.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial

from django.db.models import Max, Q
from django.utils import timezone
from import_export.fields import Field
from import_export.results import Error

from disclosure.doc_numbers import fold
from disclosure.models import (
    Attachment,
    DisclosureMode,
    Item,
    ItemEvent,
    LegacyAddress,
    Validity,
)
from disclosure.models.attachment import READ_ATTACHMENTS
from disclosure.resources import cells
from disclosure.resources.results import ItemLedgerResult
from disclosure.staging import AT_ONCE, Staging
from disclosure.workflow import STAGED, Status
from portal.errors import RuleViolation
from portal.ledger_files import LedgerDataset, LedgerResource
from portal.ledger_files.cells import ChoiceWidget, DayWidget, one_line
from portal.ledger_files.resources import some_of, values_of
from portal.models import AuditAct, AuditEntry
from portal.nudge import nudge
from portal.personal_data import scan

MAY_IMPORT_PUBLISHED = "disclosure.import_published_items"
# What the library's own transactions would take; ours is described above.
OF_THE_LIBRARY = [
    *("raise_errors", "use_transactions", "collect_failed_rows"),
    "rollback_on_validation_errors",
]
LONGEST_SHOWN = 60

Key = tuple[str, ...]


class ItemResource(LedgerResource):
    """The ledger of items. An export can be imported again.

    That is why withdrawn items are left out: a row with 发布日期 would make them public. 附件
    stays empty in an export: the files themselves are not in it.
    """

    result_class = ItemLedgerResult
    preview_columns = ["标题", "发文字号", "栏目代码", "发布机构", "成文日期", "发布日期"]

    title = Field("title", "标题", cells.TextWidget("title", is_required=True))
    doc_no = Field("doc_no", "发文字号", cells.DocumentNumberWidget("doc_no"))
    category = Field("category", "栏目代码", cells.CategoryWidget())
    issuer = Field("issuer", "发布机构", cells.TextWidget("issuer"))
    written_on = Field("written_on", "成文日期", DayWidget())
    published_at = Field("published_at", "发布日期", cells.PublishedWidget())
    source_url = Field("source_url", "来源链接", cells.UrlWidget("source_url"))
    index_no = Field("original_index_no", "索引号", cells.TextWidget("original_index_no"))
    body = Field("body", "正文", cells.BodyWidget())
    summary = Field("summary", "摘要", cells.ParagraphsWidget("summary"))
    keywords = Field("keywords", "关键词", cells.TextWidget("keywords"))
    validity = Field(
        "validity",
        "有效性",
        ChoiceWidget(Validity, cells.VALIDITY_WORDS),
        default=Validity.NOT_APPLICABLE,
    )
    mode = Field("mode", "公开方式", ChoiceWidget(DisclosureMode), default=DisclosureMode.ACTIVE)
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

    def import_data(self, dataset: LedgerDataset, dry_run=False, **kwargs) -> ItemLedgerResult:
        """Check every row, then write them all; nothing unless every row is good.

        `today` must be given. `user` is who imports (None: the operator's command line) and
        needs the permission for rows with 发布日期. `archive` holds the attachments.
        """
        self.today, self.archive = kwargs.pop("today"), kwargs.pop("archive", None)
        self.user = kwargs.get("user")
        for option in OF_THE_LIBRARY:
            kwargs.pop(option, None)
        result = self.import_data_inner(dataset, True, False, False, False, **kwargs)
        self.describe(result, dataset)
        if result.is_good and not dry_run:
            self.write(dataset, result, kwargs.get("file_name") or "台账")
        return result

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        self.fields["category"].widget.load()
        self.fields["office"].widget.load()
        self.last_item = Item.objects.order_by().aggregate(last=Max("pk", default=0))["last"]
        events = ItemEvent.objects.order_by()
        self.last_event = events.aggregate(last=Max("pk", default=0))["last"]
        self.seen = self.find_stored(dataset)

    def describe(self, result: ItemLedgerResult, dataset: LedgerDataset) -> None:
        super().describe(result, dataset)
        result.published = sum(item.published_at is not None for item in self.create_instances)
        result.drafts = len(self.create_instances) - result.published
        result.unused_files = self.archive.unused() if self.archive else []

    def write(self, dataset: LedgerDataset, result: ItemLedgerResult, file_name: str) -> None:
        note = f"历史导入：台账“{file_name}”，SHA-256 {dataset.sha256}"
        items, total = self.create_instances, len(dataset)
        with ExitStack() as on_failure:  # what is not shown leaves no files behind
            try:
                with Staging(by=self.user, note=note) as staging:
                    attachments: list[Attachment] = []
                    while items:  # in portions, so that what is written leaves the memory
                        portion, items[:] = items[:AT_ONCE], items[AT_ONCE:]
                        attachments += self.take_files(portion, on_failure)
                        staging.add(portion)
                        self.tell("写入", total - len(items), total)
                    staging.show(attachments, partial(self.finish, dataset))
            except RuleViolation as refusal:
                result.append_base_error(Error(refusal))
            else:
                on_failure.pop_all()

    def take_files(self, items: Iterable[Item], on_failure: ExitStack) -> list[Attachment]:
        """Copy and clean the files of some rows: slow, and so before any lock is taken."""
        for item in items:
            item.author = None if item.published_at else self.user
        return [
            self.archive.take(name, item, position, on_failure)
            for item in items
            for position, name in enumerate(getattr(item, "file_names", []), start=1)
        ]

    def finish(self, dataset: LedgerDataset) -> None:
        """In the act that shows the rows: refuse it, or put it on record."""
        if self.entered_meanwhile():
            raise RuleViolation(
                "检查之后，有人录入了其中相同的信息，没有导入任何内容；请重新导入一次。"
            )
        data = {"model": "disclosure.item", "rows": len(dataset), "sha256": dataset.sha256}
        AuditEntry.objects.record(act=AuditAct.IMPORT, by=self.user, at=timezone.now(), data=data)
        self.sign_off()
        nudge(READ_ATTACHMENTS)

    def entered_meanwhile(self) -> bool:
        """Return whether somebody entered, since the check, what the ledger holds too."""
        written = ItemEvent.objects.filter(pk__gt=self.last_event).exclude(item__status=STAGED)
        touched = Q(pk__gt=self.last_item) | Q(pk__in=written.values("item"))
        items = Item.objects.filter(touched).exclude(status=STAGED)
        rows = items.values_list("doc_no_key", "title", "original_index_no", "index_no")
        for doc_no, title, *numbers in rows.iterator():
            keys = [("doc_no", doc_no, title), *(("index_no", number) for number in numbers)]
            if any(key in self.seen for key in keys):
                return True
        return False

    # --- The rules between cells and rows -------------------------------------------------------

    def broken_rules(self, item: Item, number: int, errors) -> Iterator[tuple[str, str]]:
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
        items = Item.objects.exclude(status=STAGED).order_by("pk")
        numbers = values_of(dataset, "发文字号", in_one_line)
        for some in some_of(fold(text) for text in numbers):
            rows = items.filter(doc_no_key__in=some)
            for doc_no, title, index_no in rows.values_list("doc_no_key", "title", "index_no"):
                found["doc_no", doc_no, title] = stored_as(title, index_no)
        for some in some_of(values_of(dataset, "索引号", in_one_line)):
            rows = items.filter(Q(original_index_no__in=some) | Q(index_no__in=some))
            for names in rows.values_list("original_index_no", "index_no", "title"):
                for name in names[:2]:
                    found["index_no", name] = stored_as(names[2], names[1])
        for some in some_of(
            values_of(dataset, "旧网址", self.fields["old_addresses"].widget.clean)
        ):
            rows = LegacyAddress.objects.filter(path__in=some).exclude(item__status=STAGED)
            for row in rows.select_related("item"):
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


def in_one_line(cell: object) -> list[str]:
    return [one_line(cell)]
