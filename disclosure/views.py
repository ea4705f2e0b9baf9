"""The public pages. Every one starts from `Item.objects.public()`: a draft is a 404."""

from collections.abc import Iterable
from copy import copy
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import search, spelling, statements, wanted_words
from disclosure.browse import PER_PAGE, ListPaginator, category_pages, slices
from disclosure.filters import ItemFilter
from disclosure.forms import SearchForm
from disclosure.models import (
    Attachment,
    Category,
    CategoryStatus,
    Guide,
    Item,
    LegacyAddress,
)
from disclosure.narrowing import facets
from disclosure.page_tags import column_tags, item_tags
from disclosure.related import around
from disclosure.workflow import Status
from portal.files.sending import send_file

GUIDE, RULES, CATALOGUE, ANNUAL_REPORTS, REQUESTS = "9001", "9002", "9003", "9004", "9005"
SHOWN_INLINE = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8"} | {
    kind: f"image/{kind.replace('jpg', 'jpeg')}" for kind in ("jpg", "png", "gif", "webp")
}


def catalogue_tree() -> tuple[list[Category], dict[str, Category]]:
    """Return the roots of the catalogue and every category by its code, with one query."""
    roots = statements.catalogue()
    return roots, {node.code: node for root in roots for node in root.subtree()}


def find_category(by_code: dict[str, Category], code: str) -> Category:
    """Return the category for one page: a copy, as its office is read and stays on it."""
    if code not in by_code:
        raise Http404(f"没有代码为“{code}”的栏目")
    return copy(by_code[code])


@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """The 政府信息公开 platform: its fixed blocks and what is new (国办公开办函〔2019〕61号)."""
    roots, by_code = catalogue_tree()
    newest = Item.objects.public().exclude(category__article20="").newest_first()
    context = {
        "roots": [root for root in roots if root.is_statutory and root.code != "90"],
        "newest": statements.public_rows(newest.values_list("pk", flat=True)[:10]),
        "page_tags": {"ColumnName": "政府信息公开", "ColumnType": "信息公开"},
    }
    return render(request, "disclosure/platform.html", context)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """指南, with the nine fields of 条例 art. 12 and the documents filed under it."""
    context = {"guide": Guide.objects.current()}
    return render_block(request, GUIDE, "disclosure/guide.html", context)


@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    return render_block(request, RULES, "disclosure/rule_list.html")


@require_safe
def annual_report_list(request: HttpRequest) -> HttpResponse:
    return render_block(request, ANNUAL_REPORTS, "disclosure/annual_report_list.html")


def render_block(request, code, template, context=None) -> HttpResponse:
    """Render a fixed block of the platform with the newest items of its leaf."""
    category = get_object_or_404(Category.objects.select_related("parent"), code=code)
    items = Item.objects.public().filter(category=category).newest_first()
    pages = ListPaginator(slices(items), category.published_count)
    page = pages.get_page(request.GET.get("page"))
    context = {"category": category, "page": page, "page_tags": column_tags(category)} | (
        context or {}
    )
    return render(request, template, context)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """法定主动公开内容: the whole statutory catalogue with owner, term and rhythm of each leaf."""
    categories = Category.objects.select_related("office").prefetch_related("national_rows")
    roots = [root for root in categories.tree() if root.is_statutory]
    own = get_object_or_404(Category, code=CATALOGUE)
    context = {
        "roots": roots,
        "documents": Item.objects.public()
        .filter(category=own)
        .for_rows()
        .newest_first()[:PER_PAGE],
        "page_tags": column_tags(own),
    }
    return render(request, "disclosure/catalogue.html", context)


@require_safe
def category_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A statutory category: its subtree's items with filters, sort and pages."""
    roots, by_code = catalogue_tree()
    category = find_category(by_code, code)
    address = category.get_absolute_url()
    if address != request.path:  # a fixed page, or a column outside the statutory content
        return redirect(address)
    shown = [root for root in roots if root.is_statutory]
    return render_category(request, category, shown)


@require_safe
def column_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A column outside the statutory content: news and events."""
    roots, by_code = catalogue_tree()
    category = find_category(by_code, code)
    address = category.get_absolute_url()
    if address != request.path:
        return redirect(address)
    return render_category(request, category, [root for root in roots if not root.is_statutory])


def render_category(request, category: Category, roots: list[Category]) -> HttpResponse:
    subtree = [node.pk for node in category.subtree()]
    items = Item.objects.public().filter(category__in=subtree).newest_first()
    item_filter = ItemFilter(request.GET, queryset=items)
    narrowed = item_filter.qs if item_filter.is_asked else items
    pages = category_pages(category, item_filter.chosen, narrowed)
    context = {
        "category": category,
        "branches": branches(roots, category),
        "filter": item_filter,
        "page": pages.get_page(request.GET.get("page")),
        "page_tags": column_tags(category),
    }
    return render(request, "disclosure/category_detail.html", context)


class Branch(NamedTuple):
    """What the tree beside a list shows of a category."""

    code: str
    name: str
    address: str
    count: int
    is_applicable: bool
    branches: tuple["Branch", ...] = ()

    @classmethod
    def of(cls, category: Category, below: Iterable[Category] = ()) -> "Branch":
        return cls(
            category.code,
            category.name,
            category.get_absolute_url(),
            category.total_count,
            category.status != CategoryStatus.NOT_APPLICABLE,
            tuple(map(cls.of, below)),
        )


def branches(roots: list[Category], shown: Category) -> tuple[Branch, ...]:
    """Return the tree with the way to the category that is shown unfolded."""
    way = [shown, *shown.ancestors()]
    return tuple(Branch.of(root, root.nodes if root in way else ()) for root in roots)


@require_safe
def item_detail(request: HttpRequest, slug: str) -> HttpResponse:
    item = statements.item_with_page(slug)
    if item is None:
        raise Http404(f"没有地址为“{slug}”的信息")
    if item.status == Status.WITHDRAWN:
        return render(request, "disclosure/item_gone.html", {"item": item}, status=410)
    surroundings = around(item)
    context = {
        "item": item,
        "attachments": surroundings.attachments,
        "related": surroundings.documents,
        "stages": surroundings.stages,
        "changes": surroundings.changes,
        "address": request.build_absolute_uri(item.get_absolute_url()),
    }
    context["page_tags"] = item_tags(item, context["address"])
    return render(request, "disclosure/item_detail.html", context)


def find_attachment(slug: str, position: int) -> Attachment:
    """Return the attachment, public or withdrawn; the caller answers 410 for the second."""
    attachments = Attachment.objects.filter(item__in=Item.objects.known())
    return get_object_or_404(
        attachments.select_related("item__category"), item__slug=slug, position=position
    )


@require_safe
def attachment_detail(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """Read a file's text in the page, without a download."""
    attachment = find_attachment(slug, position)
    if attachment.item.status == Status.WITHDRAWN:
        return render(request, "disclosure/item_gone.html", {"item": attachment.item}, status=410)
    address = request.build_absolute_uri()
    context = {
        "attachment": attachment,
        "item": attachment.item,
        "page_tags": item_tags(attachment.item, address),
    }
    return render(request, "disclosure/attachment_detail.html", context)


@require_safe
def attachment_file(request: HttpRequest, slug: str, position: int, name: str) -> HttpResponse:
    """Send the file itself; a browser may show pictures, PDF and text, never run anything."""
    attachment = find_attachment(slug, position)
    if attachment.item.status == Status.WITHDRAWN:
        return render(request, "disclosure/item_gone.html", {"item": attachment.item}, status=410)
    if name != attachment.name:
        return redirect(attachment)
    response = send_file(
        attachment.public_file,
        filename=attachment.name,
        as_attachment="download" in request.GET or attachment.kind not in SHOWN_INLINE,
        content_type=SHOWN_INLINE.get(attachment.kind, "application/octet-stream"),
    )
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    roots, by_code = catalogue_tree()
    form = SearchForm(request.GET)
    query = form.as_query(by_code)
    results = search.search(query) if query else None
    context = {
        "form": form,
        "results": results,
        "page_tags": {"ColumnName": "搜索", "ColumnType": "搜索"},
    }
    if results:
        wanted_words.note(request, query, results, on=timezone.localdate())
        context |= {
            "better": spelling.better(query, results),
            "facets": facets(request.GET, form.cleaned_data, results, by_code),
            "first_number": (results.page - 1) * query.per_page + 1,
        }
    return render(request, "disclosure/search.html", context)


@require_safe
def going_on(request: HttpRequest) -> HttpResponse:
    """正在进行: registrations, publicity periods and consultations open today."""
    today = timezone.localdate()
    items = Item.objects.public().going_on(today).order_by("ends_on", "pk")
    pages = ListPaginator(slices(items), items.count())  # a few weeks' worth, by its index
    page = pages.get_page(request.GET.get("page"))
    context = {"page": page, "today": today, "page_tags": {"ColumnName": "正在进行"}}
    return render(request, "disclosure/going_on.html", context)


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    roots, _ = catalogue_tree()
    return render(request, "disclosure/site_map.html", {"roots": roots})


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search here from its address bar."""
    kind = "application/opensearchdescription+xml"
    return render(request, "disclosure/opensearch.xml", content_type=kind)


def legacy_address(request: HttpRequest, old: str) -> HttpResponse:
    """Lead an address of the old website to its item for good; anything else is a 404."""
    legacy = get_object_or_404(
        LegacyAddress.objects.select_related("item"),
        path=request.get_full_path(),
        item__in=Item.objects.known(),
    )
    return redirect(legacy.item, permanent=True)
