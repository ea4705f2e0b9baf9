"""What the registers say of a year: requests, remedies, published items; and what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from disclosure.models import Item, Origin, Validity
from reports.format_2021 import uncounted
from reports.tables import Cells, Form, Table
from reports.workflow import PUBLISHING, Outlet, unit_of
from requests_app.models import CaseKind, FeeNotice, InformationRequest, Remedy
from requests_app.workflow import Status

NORMATIVE = "0202"  # the leaf of 行政规范性文件
REQUESTS, REMEDIES = "S3", "S4"


def has_register(year: int) -> bool:
    """Tell whether requests were registered by the end of the year."""
    ends = date(year, 12, 31)
    entered = Q(received_on__lte=ends) | Q(closed_on__lte=ends)
    return InformationRequest.objects.counted().filter(entered).exists()


def count(form: Form, year: int) -> Cells:
    """Return every cell the registers give, in one query for each table; None where they cannot.

    A year before the first registered request has no figures: nobody knows them.
    """
    cells: Cells = {}
    is_known = has_register(year)
    for table in form.tables(year):
        rows = register_of(table)
        if rows is not None:
            cells |= table.fill(rows) if is_known else dict.fromkeys(table.rules())
    return cells | count_documents(form, year)


def register_of(table: Table) -> QuerySet | None:
    """Return the rows a table is counted from; None where the offices enter its figures."""
    if table.code == REQUESTS:
        return InformationRequest.objects.counted()
    return Remedy.objects.all() if table.code == REMEDIES else None


def behind(form: Form, year: int, code: str) -> QuerySet | None:
    """Return the cases or items a cell counts; None where nothing in the portal is behind it."""
    table = next(each for each in form.tables(year) if each.code == code.split(".")[0])
    register = register_of(table)
    if register is not None:
        return table.behind(code, register) if code in table.rules() else None
    rule = document_rules(form, year).get(code)
    return None if rule is None else normative_documents().filter(rule)


# --- 规范性文件 -----------------------------------------------------------------------------------


def normative_documents() -> QuerySet:
    return Item.objects.public().filter(category__code=NORMATIVE, origin=Origin.ORIGINAL)


def document_rules(form: Form, year: int) -> dict[str, Q]:
    """Return which documents the cells of 第二十条第（一）项 propose to count, by 成文日期."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    this_year = (begins, ends)
    written, issued = Q(written_on__lte=ends), Q(written_on__range=this_year)
    # A document whose end has no day ended when nobody knows: it is not in force.
    undated = Q(validity__in=[Validity.EXPIRED, Validity.REPEALED])
    undated &= Q(abolished_on__isnull=True, expires_on__isnull=True)
    gone = Q(abolished_on__lte=ends) | Q(expires_on__lte=ends) | undated
    abolished = Q(abolished_on__range=this_year) | (
        Q(expires_on__range=this_year)
        & (Q(abolished_on=None) | Q(abolished_on__gt=F("expires_on")))
    )
    stem = "S2_20_1.NORM"
    if form.name == "2019":
        public = Q(published_at__date__range=this_year)
        return {
            f"{stem}.MADE": issued,
            f"{stem}.PUBLISHED": public,
            f"{stem}.PUBLIC_TOTAL": Q(published_at__date__lte=ends),
        }
    return {
        f"{stem}.ISSUED": issued,
        f"{stem}.ABOLISHED": written & abolished,
        f"{stem}.EFFECTIVE": written & ~gone,
    }


def count_documents(form: Form, year: int) -> Cells:
    """Return the figures the items propose; None while not one document stands in the leaf."""
    rules = document_rules(form, year)
    counts = {f"c{n}": Count("pk", filter=rule) for n, rule in enumerate(rules.values())}
    counted = normative_documents().aggregate(all=Count("pk"), **counts)
    is_known = bool(counted.pop("all"))
    return {
        code: counted[alias] if is_known else None
        for code, alias in zip(rules, counts, strict=True)
    }


# --- Figures that stand in the text --------------------------------------------------------------


def figures_of_text(year: int, outlets: QuerySet) -> dict[str, int]:
    """Return what placeholders beside the cells stand for: fees, items, channels."""
    fees = FeeNotice.objects.filter(paid_on__year=year).aggregate(sum=Sum("amount"))["sum"]
    items = Item.objects.public().filter(published_at__year=year).count()
    sums = outlet_sums(year, outlets)
    figures = {f"CHANNEL.{outlet}": sums.get((outlet, unit_of(outlet)), 0) for outlet in Outlet}
    figures["CHANNEL.TOTAL"] = sum(figures[f"CHANNEL.{outlet}"] for outlet in PUBLISHING)
    return figures | {"FEE.INFO": fees or 0, "ITEMS.PUBLISHED": items}


def outlet_sums(year: int, outlets: QuerySet) -> dict[tuple[str, str], int]:
    rows = outlets.filter(year=year).order_by().values_list("outlet", "unit")
    return {(outlet, unit): number for outlet, unit, number in rows.annotate(n=Sum("figure"))}


# --- What no cell counts -------------------------------------------------------------------------


@dataclass(frozen=True)
class LeftOut:
    why: str
    advice: str
    rows: QuerySet
    number: int


def left_out(year: int) -> list[LeftOut]:
    """Return the requests of the year that no cell counts, or that count in another year."""
    return [
        LeftOut(why, advice, rows.order_by("number"), number)
        for why, advice, rows in left_out_rows(year)
        if (number := rows.count())
    ]


def left_out_rows(year: int) -> Iterator[tuple[str, str, QuerySet]]:
    requests = InformationRequest.objects.all()
    submitted = requests.filter(submitted_on__year=year)
    yield (
        "当年办结，但没有收到日期",
        "没有计入任何一格，请在登记簿中补记收到日期。",
        requests.filter(uncounted(year)),
    )
    yield (
        "当年提交，还没有确认收到",
        "按收到日期统计，确认收到之后才计入。",
        submitted.filter(kind=CaseKind.INFORMATION, status=Status.SUBMITTED),
    )
    yield (
        "当年提交，收到日期在其他年度",
        "新收按收到日期计入收到的那一年。",
        submitted.filter(kind=CaseKind.INFORMATION)
        .exclude(received_on=None)
        .exclude(received_on__year=year),
    )
    yield (
        "复议、诉讼后重新答复",
        "原案已经计数；是否另计一件，在“依申请公开设置”中决定。",
        requests.filter(is_counted=False).filter(
            Q(received_on__year=year) | Q(closed_on__year=year)
        ),
    )
    yield (
        "更正与自身相关的信息",
        "依《条例》第四十一条办理，不是公开申请，不计入表三。",
        submitted.exclude(kind=CaseKind.INFORMATION),
    )
