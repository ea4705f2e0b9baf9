"""The pages of the chain: what reviewers read, what they sign, what became of earlier versions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from disclosure import privacy
from disclosure.admin.act_forms import WaiveForm
from disclosure.admin.acts import ACTS, objection, offered, owed_step
from disclosure.models import Item, Version
from disclosure.version_text import (
    body_parts,
    compare,
    fields_of,
    files_of,
    hits_of,
)
from disclosure.workflow import STEPS, Status
from portal.errors import RuleViolation
from portal.files.kinds import KINDS, sha256_of
from portal.row_keys import is_key

FOLDER = "admin/disclosure/item"


def find(item_admin, request, pk) -> Item:
    """Return an item the person works with; refuse any other in words."""
    if not item_admin.has_view_permission(request):
        raise PermissionDenied
    item = item_admin.get_queryset(request).filter(pk=pk).first()
    if item is None:
        raise PermissionDenied("这条信息不存在，或者不属于您的科室。")
    return item


def page(item_admin, request, template, item, title, **context):
    context |= {
        **item_admin.admin_site.each_context(request),
        "title": title,
        "opts": item_admin.opts,
        "item": item,
    }
    request.current_app = item_admin.admin_site.name
    return TemplateResponse(request, f"{FOLDER}/{template}.html", context)


# --- Acts ----------------------------------------------------------------------------------------


def act_page(item_admin, request, pk, name):
    """Ask what an act needs, then do it; what the rules refuse is said, nothing typed is lost."""
    act = ACTS[name]
    if not any(request.user.has_perm(permission) for permission in act.permissions):
        raise PermissionDenied
    item = find(item_admin, request, pk)
    version = version_to_read(item)
    form = act.form(request.POST or None, initial={"version": version and version.pk}, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            perform(act, item, request.user, form.cleaned_data)
        except RuleViolation as refusal:
            item.refresh_from_db()
            form.add_error(None, f"没有办理：{refusal}。")
        else:
            said = f"“{item}”已办理：{act.label}。现在的状态：{item.get_status_display()}。"
            item_admin.message_user(request, said, messages.SUCCESS)
            return redirect(after(item))
    elif request.method != "POST" and not act.is_offered(item, request.user):
        sentence = f"“{item}”现在不能办理“{act.label}”：{whose_turn(item)}"
        item_admin.message_user(request, sentence, messages.WARNING)
        return redirect("admin:disclosure_item_change", pk)
    return page(item_admin, request, "act", item, act.label, act=act, form=form)


def perform(act, item, by, typed):
    """Do one act as `by`; raises RuleViolation or PermissionDenied, as its verb does."""
    seen = typed.pop("version")
    if act.signs:
        typed["version"] = Version.objects.filter(pk=seen, item=item.root).first()
        if typed["version"] is None:
            raise RuleViolation("请从审核页办理：签的是您看到的那个版本")
    if act.name == "owed-review":
        typed["step"] = owed_step(item, by)
        if typed["step"] is None:
            raise RuleViolation("这条信息不欠您能补的审核，或者您已对这个版本签过意见")
    getattr(item, act.verb)(by=by, at=timezone.now(), **typed)


def after(item: Item) -> str:
    """Return where to go after an act: the original once a revision has gone into it."""
    pk = item.revision_of_id if item.status == Status.MERGED else item.pk
    return reverse("admin:disclosure_item_change", args=[pk])


def whose_turn(item: Item) -> str:
    """Return in a sentence whom the item waits for."""
    if step := item.step:
        whose = f"{item.office or '未填科室'}负责人" if step.own_office_only else step.role
        return f"现在等{whose}{step.label}。"
    if item.status == Status.DRAFT:
        return f"现在是草稿，等拟稿人（{item.author or '未指定'}）提交审核。"
    if item.status == Status.SCHEDULED:
        return f"已签发，{timezone.localtime(item.publish_at):%Y-%m-%d %H:%M} 自动公开。"
    return f"现在的状态是“{item.get_status_display()}”。"


# --- Reading -------------------------------------------------------------------------------------


def version_to_read(item: Item) -> Version | None:
    """Return what citizens read of a public item, else what was submitted last."""
    return item.public_version if item.status == Status.PUBLISHED else item.version


def review(item_admin, request, pk):
    """Show exactly the version that was submitted, and nothing of the row behind it."""
    item = find(item_admin, request, pk)
    version = version_to_read(item)
    if version is None:
        said = "这条信息还没有提交过审核，没有可看的送审版本。"
        item_admin.message_user(request, said, messages.WARNING)
        return redirect("admin:disclosure_item_change", pk)
    acts = [act for act in offered(item, request.user) if act.signs]
    main = next((act for act in acts if act.name != "return"), None)
    refusal = objection(item, request.user) if item.status in STEPS and not acts else ""
    context = {
        "main": main,
        "form": main.form(initial={"version": version.pk}) if main else None,
        "may_return": any(act.name == "return" for act in acts),
        "whose_turn": whose_turn(item),
        "refusal": refusal,
        "checked": item.word_to_checklist(version),
    }
    return version_page(item_admin, request, item, version, "审核", **context)


def version_page(item_admin, request, item, version, title, **context):
    files = files_of(version)
    hits = hits_of(version, files)
    waived = {waiver.finding: waiver for waiver in waivers_of(item)}
    parts = [
        (number, source, [hit for hit in hits if hit.part == number])
        for number, source in body_parts(version.data["body"])
    ]
    released = item.root.public_version
    context |= {
        "version": version,
        "fields": [(label, value) for label, value in fields_of(version).items() if value],
        "parts": parts,
        "files": files,
        "hits": hits,
        "open_hits": [hit for hit in hits if hit.blocking and hit.finding not in waived],
        "waived": waived,
        "may_waive": may_waive(item, request.user),
        "comparison": compare(released, version) if released and released != version else None,
        "reviews": version.reviews.select_related("by"),
    }
    return page(item_admin, request, "review", item, title, **context)


def waivers_of(item: Item):
    rows = item.waivers.model.objects.filter(item__in=[item.pk, item.revision_of_id or item.pk])
    return rows.select_related("by")


def may_waive(item: Item, user) -> bool:
    is_open = item.status == Status.DRAFT or item.status in STEPS
    has_right = user.has_perm("disclosure.waive_privacy_item")
    return is_open and has_right and user.pk not in item.touched_by()


def versions(item_admin, request, pk):
    """List every version of an item, with who signed it, to open one or compare two."""
    item = find(item_admin, request, pk)
    found = list(item.root.versions.select_related("author").prefetch_related("reviews__by"))
    return page(item_admin, request, "versions", item, "版本", versions=found)


def version_detail(item_admin, request, pk, number):
    item = find(item_admin, request, pk)
    version = get_object_or_404(item.root.versions, number=number)
    return version_page(item_admin, request, item, version, f"第{number}版")


def version_compare(item_admin, request, pk):
    """Compare any two versions; the older one is always the left."""
    item = find(item_admin, request, pk)
    chosen = [request.GET.get(side, "") for side in ("old", "new")]
    numbers = sorted(int(number) for number in chosen if is_key(number))
    found = list(item.root.versions.filter(number__in=numbers).order_by("number"))
    if len(found) != 2:
        item_admin.message_user(request, "请选择两个不同的版本进行比较。", messages.WARNING)
        return redirect("admin:disclosure_item_versions", pk)
    context = {"comparison": compare(*found)}
    title = f"{found[0]}与{found[1]}比较"
    return page(item_admin, request, "compare", item, title, **context)


def version_file(item_admin, request, pk, number, position):
    """Send the published copy of a file, once it is seen to be the very bytes of the version."""
    item = find(item_admin, request, pk)
    version = get_object_or_404(item.root.versions, number=number)
    files = files_of(version)
    if not 1 <= position <= len(files) or files[position - 1].stored is None:
        raise Http404
    file = files[position - 1]
    content = file.stored.public_file.open("rb")
    if sha256_of(content) != file.sha256:
        content.close()
        raise Http404
    content.seek(0)
    media_type = KINDS[file.kind].media_type
    return FileResponse(content, as_attachment=True, filename=file.name, content_type=media_type)


# --- Personal data -------------------------------------------------------------------------------


def waive(item_admin, request, pk):
    """Record the legal reason for one finding; the person who wrote the text never may."""
    if not request.user.has_perm("disclosure.waive_privacy_item"):
        raise PermissionDenied
    item = find(item_admin, request, pk)
    finding = request.POST.get("finding") or request.GET.get("finding", "")
    form = WaiveForm(request.POST or None, initial={"finding": finding})
    if form.is_valid():
        try:
            item.waive(by=request.user, at=timezone.now(), **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(None, f"没有登记：{refusal}。")
        else:
            item_admin.message_user(request, "已登记依法公开的理由。", messages.SUCCESS)
            return redirect("admin:disclosure_item_change", pk)
    hit = next((hit for hit in privacy.unresolved(item) if hit.finding == finding), None)
    return page(item_admin, request, "waive", item, "登记依法公开的理由", form=form, hit=hit)


def mask(item_admin, request, pk):
    """Mask the personal data of a draft's body."""
    if not request.user.has_perm("disclosure.submit_item"):
        raise PermissionDenied
    item = find(item_admin, request, pk)
    if item.status == Status.DRAFT and not item_admin.has_change_permission(request, item):
        raise PermissionDenied("草稿由拟稿人和本科室同事修改。")
    try:
        item.mask_body(by=request.user)
    except RuleViolation as refusal:
        item_admin.message_user(request, f"没有遮盖：{refusal}。", messages.WARNING)
    else:
        said = "正文中的个人信息已遮盖，请通读一遍再提交。"
        item_admin.message_user(request, said, messages.SUCCESS)
    return redirect("admin:disclosure_item_change", pk)
