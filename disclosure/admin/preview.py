"""A draft as citizens will see it, on a phone and on a large screen, for who may see the draft.

The page of the desk shows the public page in a frame. That one address may be framed, by our
own pages alone; nothing in it runs.
"""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from disclosure.admin.review import find
from disclosure.models import Attachment, Category, Item
from disclosure.page_tags import item_tags
from disclosure.related import around
from disclosure.workflow import Status
from portal.accounts import kept
from portal.middleware import PUBLIC_POLICY, policy_text
from portal.models import KeptForm

NAME = "disclosure_item"
WIDTHS = {"phone": "手机", "desktop": "电脑"}
NOT_YET = "公开时自动生成"
NOBODY = 0  # the key of an item that is not stored: nothing hangs on it


# --- The page of the desk ------------------------------------------------------------------------


def page(item_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show a stored item; what its writer typed and has not saved stands in it already."""
    item = find(item_admin, request, pk)
    row = unsaved(request, item)
    frame = reverse("admin:disclosure_item_preview_shown", args=[pk])
    back = reverse("admin:disclosure_item_change", args=[pk])
    return framed(item_admin, request, frame, back, item.title, row)


def page_of_kept(item_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show a new item that was typed and kept, and never saved."""
    row = own_kept(item_admin, request, pk)
    frame = reverse("admin:disclosure_item_preview_kept_shown", args=[pk])
    title = "".join(kept.fields_of(row).get("title", []))
    return framed(item_admin, request, frame, f"{row.path}?restore={row.pk}", title, row)


def framed(item_admin, request, frame, back, title, row) -> HttpResponse:
    width = request.GET.get("width", "")
    context = {
        **item_admin.admin_site.each_context(request),
        "title": "预览",
        "opts": item_admin.opts,
        "item_title": title or "（没有标题）",
        "frame": frame,
        "back": back,
        "width": width if width in WIDTHS else "desktop",
        "widths": WIDTHS.items(),
        "kept": row,
    }
    request.current_app = item_admin.admin_site.name
    response = TemplateResponse(request, "admin/disclosure/item/preview.html", context)
    response["Content-Security-Policy"] = policy_text(PUBLIC_POLICY | {"frame-src": "'self'"})
    return response


# --- The public page in the frame ----------------------------------------------------------------


def shown(item_admin, request: HttpRequest, pk: int) -> HttpResponse:
    item = find(item_admin, request, pk)
    if row := unsaved(request, item):
        fill(item_admin, request, item, row)
    return as_citizens_see(request, item)


def shown_of_kept(item_admin, request: HttpRequest, pk: int) -> HttpResponse:
    row = own_kept(item_admin, request, pk)
    item = Item(author=request.user)
    fill(item_admin, request, item, row)
    item.pk = NOBODY
    return as_citizens_see(request, item)


def as_citizens_see(request: HttpRequest, item: Item) -> HttpResponse:
    """Answer the public page of an item that has no number and no moment yet."""
    if item.category_id is None:
        item.category = Category(code="00", name="还没有选择栏目")
    if not (item.begins_on and item.ends_on):
        item.period_kind = ""  # a period half typed: the page has nothing to say of it yet
    item.set_derived()
    item.index_no = item.index_no or NOT_YET
    item.slug = item.slug or "preview"
    item.published_at = item.published_at or timezone.now()
    address = request.build_absolute_uri(item.get_absolute_url())
    surroundings = around(item)
    context = {
        "item": item,
        "attachments": [openable(file, item) for file in surroundings.attachments],
        "related": surroundings.documents,
        "stages": surroundings.stages,
        "changes": surroundings.changes,
        "address": address,
        "page_tags": item_tags(item, address),
    }
    response = render(request, "disclosure/item_detail.html", context)
    policy = PUBLIC_POLICY | {"frame-ancestors": "'self'", "script-src": "'none'"}
    response["Content-Security-Policy"] = policy_text(policy)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def openable(file: Attachment, item: Item) -> Attachment:
    """Let a file of a draft be opened at the desk: it has no public address yet."""
    args = [item.pk, file.pk]
    file.get_absolute_url = partial(reverse, "admin:disclosure_item_file", args=args)
    return file


# --- What was typed and not saved ----------------------------------------------------------------


def unsaved(request: HttpRequest, item: Item) -> KeptForm | None:
    """Return what the person typed into the draft after it was saved last."""
    if item.status != Status.DRAFT:
        return None
    address = reverse("admin:disclosure_item_change", args=[item.pk])
    rows = KeptForm.objects.autosaved(request.user, address)
    return rows.filter(kept_at__gt=item.updated_at).first()


def own_kept(item_admin, request: HttpRequest, pk: int) -> KeptForm:
    """Return a kept new item of the person's own."""
    if not item_admin.has_add_permission(request):
        raise PermissionDenied
    address = reverse("admin:disclosure_item_add")
    return get_object_or_404(KeptForm.objects.autosaved(request.user, address), pk=pk)


def fill(item_admin, request: HttpRequest, item: Item, row: KeptForm) -> None:
    """Write what was typed, as far as it is valid, onto the item in memory."""
    typed = QueryDict(mutable=True)
    for name, values in kept.fields_of(row).items():
        typed.setlist(name, values)
    stored = item if item.pk else None
    form = item_admin.get_form(request, stored)(typed, instance=item)
    form.full_clean()


def urls(item_admin) -> list:
    """Return the addresses of items that are kept and not stored."""
    guard = item_admin.admin_site.admin_view
    return [
        path(
            "kept/<int:pk>/preview/",
            guard(partial(page_of_kept, item_admin)),
            name=f"{NAME}_preview_kept",
        ),
        path(
            "kept/<int:pk>/preview/shown/",
            guard(partial(shown_of_kept, item_admin)),
            name=f"{NAME}_preview_kept_shown",
        ),
    ]
