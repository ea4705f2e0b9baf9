"""The annual reports in the sitemap: /zfxxgk/zfxxgknb/<year>/, and the figures of the year."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from disclosure.sitemaps import SITEMAPS
from reports.models import AnnualReport


class ReportSitemap(Sitemap):
    """Each published year once, and the page of statistics."""

    def items(self):
        years = AnnualReport.objects.current().values_list("year", "published_on")
        return [(reverse("reports:statistics"), None)] + [
            (reverse("reports:annual_report", args=[year]), day) for year, day in years
        ]

    def location(self, entry):
        return entry[0]

    def lastmod(self, entry):
        return entry[1]


SITEMAPS["reports"] = ReportSitemap
