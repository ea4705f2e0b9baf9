"""The item of an annual report: its place in the catalogue, the search and the feeds."""

from datetime import datetime

from django.utils import timezone

from disclosure.models import Category, Genre, Item
from disclosure.models.item_queries import check_texts
from disclosure.workflow import EventKind as ItemEventKind
from portal.errors import RuleViolation
from portal.models import User
from reports.models.report_sheet import ReportSheet
from reports.workflow import ANNUAL_REPORTS


def put_on_the_list(report: ReportSheet, *, by: User, at: datetime):
    """Give the report its item in the leaf of annual reports; a correction keeps the first one.

    The report's two signatures are its review, so the item is public at once, as what a
    ledger brings is; personal data in it would still refuse it.
    """
    earlier = type(report).objects.filter(year=report.year, item__isnull=False).first()
    if earlier:
        note = f"年度报告第{report.version}版公开，更正理由：{report.correction_reason}"
        earlier.item.events.create(kind=ItemEventKind.REVISED, by=by, at=at, note=note)
        report.item = earlier.item
    else:
        report.item = item_published_before(report) or new_item(report, by=by, at=at)
    report.save(update_fields=["item"])


def item_published_before(report: ReportSheet) -> Item | None:
    """Return the item an imported report was published as, where the portal has it."""
    if not report.is_imported:
        return None
    items = Item.objects.public().filter(category__code=ANNUAL_REPORTS)
    return items.filter(title__contains=f"{report.year}年").first()


def new_item(report: ReportSheet, *, by: User, at: datetime) -> Item:
    category = Category.objects.filter(code=ANNUAL_REPORTS).first()
    if category is None:
        raise RuleViolation("公开目录中没有“政府信息公开年报”栏目（9004），请先在目录中建立")
    address = report.get_absolute_url()
    item = Item(
        category=category,
        genre=Genre.objects.filter(name="报告").first(),
        title=report.frozen_content.title,
        issuer=report.body,
        office=by.office,
        author=by,
        written_on=timezone.localdate(report.approved_at if not report.is_imported else at),
        published_at=at,
        summary=f"{report.body}{report.year}年1月1日至12月31日政府信息公开工作情况。",
        keywords="年度报告 政府信息公开",
        body=(
            f'<p><a href="{address}">阅读{report.year}年政府信息公开工作年度报告全文</a>，'
            "并可下载 Word、Excel、PDF 和 JSON 格式。</p>"
        ),
    )
    check_texts([item])
    note = f"年度报告第{report.version}版公开时生成"
    Item.objects.add_history([item], by=by, note=note, kind=ItemEventKind.PUBLISHED)
    return item
