"""What the desk does for a text while it is written: templates, autosave, pasting, checklist."""

from functools import partial

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disclosure import checklist
from disclosure.models import Item, ItemTemplate
from disclosure.pasted import LONGEST, clean_pasted
from disclosure.workflow import Status
from portal.accounts import kept
from portal.admin.base import act_on_each
from portal.errors import RuleViolation
from portal.models import KeptForm
from portal.row_keys import is_key

TEMPLATE = "template"  # in the address of a new item: the template it begins with
RESTORE = "restore"  # in the address of a form: the autosave it begins with
NOT_RESTORED = (kept.KEPT_FIELD, "upload")
MANY = ("replaces", "interprets")  # fields of several values
OFFERED = 5
WAITS = "有{}处提醒要先看过，请打开这条信息，用“保存并提交审核”办理"


# --- Templates -----------------------------------------------------------------------------------


def from_template(request: HttpRequest) -> dict:
    """Return what the chosen template fills in; nothing where none is chosen."""
    chosen = request.GET.get(TEMPLATE, "")
    rows = ItemTemplate.objects.filter(is_active=True)
    template = rows.filter(pk=chosen).first() if is_key(chosen) else None
    return template.initial() if template else {}


# --- Autosave ------------------------------------------------------------------------------------


def autosave(item_admin, request: HttpRequest, object_id: str | None) -> HttpResponse:
    """Keep what stands in the form, for who types it alone; say when, and what is the matter."""
    item = None
    if object_id is None:
        may = item_admin.has_add_permission(request)
    else:
        item = ModelAdmin.get_object(item_admin, request, unquote(object_id))  # takes no lock
        may = item is not None and item_admin.has_change_permission(request, item)
    if not may:
        raise PermissionDenied
    saved = kept.autosave(request, request.user, at=timezone.now())
    if saved is None:
        return JsonResponse({"said": "内容过长或为空，没有自动保存；请点“保存草稿”。"}, status=413)
    answer = {"at": f"{timezone.localtime(saved.kept_at):%H:%M}", "said": objection(request, item)}
    if item is None:
        answer["preview"] = reverse("admin:disclosure_item_preview_kept", args=[saved.pk])
    return JsonResponse(answer)


def objection(request: HttpRequest, item: Item | None) -> str:
    """Return why the form could not be saved as it is, though it is kept; "" where it could."""
    if item is None:
        return ""
    if item.status != Status.DRAFT:
        return f"这条信息已经转为“{item.get_status_display()}”，不能再改；您填写的内容已另行保留。"
    if request.POST.get("seen_at", "") not in ("", item.updated_at.isoformat()):
        return "这条信息刚才被另行保存过；您填写的内容已另行保留，请核对后再保存。"
    return ""


def restored(request: HttpRequest) -> dict:
    """Return what the form begins with: the autosave somebody asked for on their own page."""
    chosen = request.GET.get(RESTORE, "")
    if request.method != "GET" or not is_key(chosen):
        return {}
    rows = KeptForm.objects.autosaved(request.user, request.path)
    row = rows.filter(pk=chosen).first()
    return as_initial(row) if row else {}


def as_initial(row: KeptForm) -> dict:
    """Return the kept fields as the initial values of a form."""
    return {
        name: values if name in MANY else values[-1]
        for name, values in kept.fields_of(row).items()
        if values and name not in NOT_RESTORED
    }


def offers(request: HttpRequest) -> list[dict]:
    """Return what the person typed here and never saved, to be restored or thrown away."""
    if request.method != "GET" or RESTORE in request.GET:
        return []
    rows = KeptForm.objects.autosaved(request.user, request.path)[:OFFERED]
    return [
        {
            "row": row,
            "title": "".join(kept.fields_of(row).get("title", [])),
            "url": f"{request.path}?{RESTORE}={row.pk}",
        }
        for row in rows
    ]


def forget(request: HttpRequest) -> None:
    """Forget what was kept of a form, once it is saved."""
    rows = KeptForm.objects.autosaved(request.user, request.path)
    rows.filter(key=kept.key_of(request)).delete()


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away what was kept, at the wish of who typed it."""
    row = get_object_or_404(request.user.kept_forms, pk=pk, is_autosave=True)
    row.delete()
    messages.success(request, "未保存的内容已经丢弃。")
    return redirect(row.path)


# --- Pasting -------------------------------------------------------------------------------------


def paste(item_admin, request: HttpRequest) -> HttpResponse:
    """Clean what comes from Word, WPS or WeChat, for the editor to take in."""
    if not item_admin.has_change_permission(request) and not item_admin.has_add_permission(request):
        raise PermissionDenied
    source = request.POST.get("html", "")
    if len(source) > LONGEST:
        return JsonResponse({"said": "粘贴的内容太长，请分几次粘贴。"}, status=413)
    pasted = clean_pasted(source)
    said = "" if pasted.html else "没有可以粘贴的文字；可以先粘贴到记事本，再从记事本复制。"
    if pasted.pictures:
        said = f"有{pasted.pictures}张图片没有粘贴：请另存为文件，在“附件”里上传，并填写替代文字。"
    return JsonResponse({"html": pasted.html, "said": said})


# --- Submission ----------------------------------------------------------------------------------


def submit_if_clear(item: Item, *, by, at) -> None:
    """Submit an item nobody needs to look at again; others have a page of their own."""
    item.check_submission(by)
    if warnings := checklist.warnings_on(item):
        raise RuleViolation(WAITS.format(len(warnings)))
    item.submit(by=by, at=at)


def submit_saved(item_admin, request, item: Item, response: HttpResponse) -> HttpResponse:
    """Submit what was just saved, or lead to the page that asks about the warnings."""
    if is_submittable(item, request.user) and checklist.warnings_on(item):
        item_admin.message_user(request, "您填写的内容已保存为草稿。提交之前请看一下这些提醒。")
        return redirect("admin:disclosure_item_submit", item.pk)
    if not act_on_each(item_admin, request, [item], Item.submit, at=timezone.now()):
        item_admin.message_user(request, "您填写的内容已保存为草稿，补齐后可再次提交。")
    return response


def is_submittable(item: Item, by) -> bool:
    try:
        item.check_submission(by)
    except RuleViolation:
        return False
    return True


def desk_context(request: HttpRequest, item: Item | None) -> dict:
    """What the form of a draft shows besides its fields."""
    return {
        "offers": offers(request),
        "templates": [] if item else ItemTemplate.objects.filter(is_active=True),
        "chosen_template": request.GET.get(TEMPLATE, ""),
        "remarks": checklist.remarks_on(item) if item else [],
        "is_restored": RESTORE in request.GET and request.method == "GET",
    }


def urls(item_admin) -> list:
    """Return the addresses that belong to no stored item."""
    guard = item_admin.admin_site.admin_view
    return [
        path(
            "paste/", guard(require_POST(partial(paste, item_admin))), name="disclosure_item_paste"
        ),
        path(
            "kept/<int:pk>/discard/", guard(require_POST(discard)), name="disclosure_item_discard"
        ),
    ]
