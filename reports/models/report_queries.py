"""Which annual reports there are, and how one begins: counted, or entered as it was published."""

from datetime import date, datetime, time

from django.db import models, transaction
from django.utils import timezone

from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry, OfficeSettings, User
from portal.permissions import require
from reports import counting, drafts
from reports.content import ReportContent
from reports.formats import form_for
from reports.models.channel_figure import ChannelFigure
from reports.models.report_item import put_on_the_list
from reports.models.report_sheet import ReportSheet
from reports.workflow import FROZEN, PREPARE, PUBLISH, EventKind, Status

NINE = time(9)  # when the offices open


class AnnualReportQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def current(self):
        """The published version of each year that counts: its last one."""
        last = self.model.objects.filter(year=models.OuterRef("year"), status=Status.PUBLISHED)
        last = last.order_by("-version").values("version")[:1]
        return self.published().filter(version=models.Subquery(last)).order_by("-year")

    def for_page(self):
        """The published versions, the last of each year first, without what is drawn once."""
        related = self.select_related("item__category__parent", "item__office")
        unread = ["frozen", "counted", "texts", "item__body"]
        return related.published().order_by("-year", "-version").defer(*unread)

    def frozen(self):
        return self.filter(status__in=FROZEN)

    def of_year(self, year: int):
        """The version of a year to read: the last frozen one, else the one under way."""
        versions = self.filter(year=year).order_by("-version")
        return versions.filter(status__in=FROZEN).first() or versions.first()


class AnnualReportManager(models.Manager.from_queryset(AnnualReportQuerySet)):
    @transaction.atomic
    def start(self, year: int, *, by: User, at: datetime) -> ReportSheet:
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
        figures = counting.figures_of_text(year, ChannelFigure.objects.all())
        report.texts = drafts.first_texts(report.format, figures)
        report.save()
        report.log(EventKind.STARTED, by=by, at=at)
        return report

    @transaction.atomic
    def import_published(
        self, content: ReportContent, *, published_on: date, by: User, at: datetime, source: str
    ) -> ReportSheet:
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
        put_on_the_list(report, by=by, at=moment)
        report.log(EventKind.IMPORTED, by=by, at=at, note=source)
        AuditEntry.objects.record(
            act=AuditAct.IMPORT, by=by, at=at, obj=report, data={"hash": report.frozen_hash}
        )
        return report


def reporting_body() -> str:
    return OfficeSettings.objects.current().bureau_name
