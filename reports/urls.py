from django.urls import path

from reports import sitemaps, views  # noqa: F401  the sitemap enters itself

app_name = "reports"
YEAR = "zfxxgk/zfxxgknb/<int:year>/"

urlpatterns = [
    path(YEAR, views.annual_report, name="annual_report"),
    path("zfxxgk/statistics/", views.statistics_page, name="statistics"),
    path(f"{YEAR}report.<str:form>", views.report_file, name="report_file"),
]
