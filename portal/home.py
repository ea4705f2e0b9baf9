"""Roof: the home page, liveness and readiness. May know every app."""

from datetime import date

from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import search
from disclosure.models import Category, Family, Item
from disclosure.statements import catalogue, newest_pks, public_rows
from portal import appearance, pulse
from reports.request_statistics import RequestCounts
from reports.statistics import year_of

ANNUAL_REPORTS = "9004"
CHART_SECONDS = 600
IN_A_FAMILY = 3  # items
EXAMPLE_QUERIES = ["学区划分", "教师招聘", "学生资助"]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    items = Item.objects.public()
    going_on = items.going_on(today).order_by("ends_on", "pk")
    figures = figures_of_year(today)
    context = {
        "examples": EXAMPLE_QUERIES,
        "going_on": public_rows(going_on.values_list("pk", flat=True)[:6]),
        "today": today,
        "families": families(),
        "newest": public_rows(items.newest_first().values_list("pk", flat=True)[:8]),
        "annual_reports": annual_reports(),
        "published": sum(number for _, number in figures["months"]),
        "year": today.year,
    } | figures
    is_simple = appearance.read(request).simple
    return render(request, "portal/home_simple.html" if is_simple else "portal/home.html", context)


def families() -> list[dict]:
    """Return the four families with their three newest items each."""
    roots = {root.family: root for root in catalogue() if root.family}
    newest = {}
    for family in filter(roots.get, Family):
        leaves = [node.pk for node in roots[family].subtree() if node.published_count]
        newest[family] = newest_pks(leaves, IN_A_FAMILY)
    rows = {row.pk: row for row in public_rows([pk for pks in newest.values() for pk in pks])}
    return [
        {
            "category": roots[family],
            "label": family.label,
            "items": [rows[pk] for pk in pks if pk in rows],
        }
        for family, pks in newest.items()
    ]


def annual_reports() -> list[Item]:
    """Return the latest reports; by the key of their category, which an index knows."""
    category = Category.objects.filter(code=ANNUAL_REPORTS).values_list("pk", flat=True)
    return public_rows(newest_pks(category, 4))


def figures_of_year(today: date) -> dict:
    """Return what was made public by month, and what became of requests; for ten minutes."""

    def count():
        figures = RequestCounts(year_of(today.year), today).figures
        requests = {"received": figures.received, "closed": figures.closed}
        return {"months": items_per_month(today.year), "requests": requests}

    return cache.get_or_set(f"figures-of-{today.year}", count, CHART_SECONDS)


def items_per_month(year: int) -> list[tuple[str, int]]:
    """Return (“1月”, items made public) for each month of `year`."""
    rows = Item.objects.public().filter(published_at__year=year).order_by()
    rows = rows.annotate(month=ExtractMonth("published_at")).values("month")
    counts = dict(rows.annotate(n=Count("pk")).values_list("month", "n"))
    return [(f"{month}月", counts.get(month, 0)) for month in range(1, 13)]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri("/sitemap.xml")
    closed = ("/admin/", "/search/?", "/view/set/")  # a hidden ADMIN_PATH stays hidden
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {address}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Liveness: this process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Readiness: 503 while a page cannot be served; what else is amiss stands in `warnings`."""
    faults, warnings = {}, {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever the database says, the answer is “not ready”
        faults["database"] = "数据库无法连接"
    if not (space := pulse.disk()).is_well:
        faults["disk"] = space.sentence
    report = {"ready": not faults, "faults": faults, "warnings": warnings}
    if "database" not in faults:
        report["search_lag"] = search.lag()
        for sign in pulse.signs(timezone.now(), index_lag=report["search_lag"]):
            if not sign.is_well and sign.name not in faults:
                warnings[sign.name] = sign.public_sentence
    return JsonResponse(report, status=503 if faults else 200)
