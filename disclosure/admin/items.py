"""Items: writing, submitting, revising, withdrawing."""

from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST
from js_asset import Media

from disclosure import privacy
from disclosure.admin import drafts, preview, review
from disclosure.admin.acts import ACTS, objection, offered
from disclosure.admin.filters import FamilyFilter, WorkFilter, YearFilter
from disclosure.admin.forms import AttachmentForm, AttachmentFormSet, ItemForm, WithdrawForm
from disclosure.admin.item_fields import CHANGE, REST, TEXT, TEXT_TO_READ
from disclosure.admin.ledger import ItemLedgerMixin
from disclosure.doc_numbers import fold
from disclosure.models import Attachment, Item, ItemEvent
from disclosure.search_lists import find_titles
from disclosure.workflow import STEPS, EventKind, Status
from portal.accounts.kept import AUTOSAVE
from portal.admin.base import (
    FORM_FIELDS,
    BoundedPaginator,
    ChoiceMixin,
    DeskList,
    HistoryInline,
    LookupMixin,
    act_on_each,
    state_mark,
)
from portal.admin.bulk_acts import act_on_many, ask_first
from portal.errors import RuleViolation
from portal.files.kinds import KINDS
from portal.ledger_desks import BulkAct
from portal.models import HolidayNotice, OfficeSettings
from portal.templatetags.portal import body_html

WITHDRAWING_MEANS = [
    "它们和附件从网站、搜索和订阅中消失，原网址改为显示撤回时间和下面这条理由。",
    "索引号不再使用。撤回后不能恢复，也不能再修改；需要重新公开的，请另拟一条。",
]
CANDIDATES = 1000  # public items a search of the desk looks at


def last_return(item: Item) -> ItemEvent | None:
    """Return why the draft came back, or None when it is new or was only reopened."""
    line = item.events.filter(kind=Status.DRAFT).select_related("by").last()
    return line if line and line.note else None


def with_words(items, text: str):
    """Return the items with every word in the title or one of the numbers."""
    for word in text.split():
        has = "contains" if word.upper() == word.lower() else "icontains"  # for letters only
        items = items.filter(
            Q(**{f"title__{has}": word})
            | Q(doc_no_key__contains=fold(word))
            | Q(**{f"index_no__{has}": word})
        )
    return items


class ItemHistoryInline(HistoryInline):
    model = ItemEvent


class AttachmentInline(admin.TabularInline):
    model = Attachment
    form = AttachmentForm
    formset = AttachmentFormSet
    template = "admin/edit_inline/attachments.html"
    fields = ["order", "upload", "alt_text"]
    extra = 1
    megabytes = settings.MAX_UPLOAD_MEGABYTES


class ItemList(DeskList):
    def get_queryset(self, request, **kwargs):
        return super().get_queryset(request, **kwargs).defer("body")


@admin.register(Item)
class ItemAdmin(ChoiceMixin, LookupMixin, ItemLedgerMixin, admin.ModelAdmin):
    form = ItemForm
    change_form_template = "admin/disclosure/item/change_form.html"
    list_display = ["title", "category_name", "office", "state", "written_on", "published_at"]
    list_filter = [WorkFilter, "status", FamilyFilter, YearFilter, "office"]
    list_select_related = ["category", "office"]
    list_per_page = 50
    sortable_by = ["written_on", "published_at"]  # what an index sorts
    paginator = BoundedPaginator
    show_full_result_count = False
    ordering = ["-pk"]
    search_fields = ["title"]
    search_help_text = "按标题、发文字号或索引号查找"
    autocomplete_fields = [
        *("category", "office", "matter", "postpones", "replaces", "interprets"),
    ]
    readonly_fields = ["body_as_read"]
    formfield_overrides = FORM_FIELDS
    inlines = [AttachmentInline, ItemHistoryInline]
    actions = ["submit", "withdraw_chosen", "export_chosen"]
    bulk_acts = {
        "submit": BulkAct("提交审核", drafts.submit_if_clear, Q(status=Status.DRAFT), "submit"),
        "withdraw_chosen": BulkAct("撤回", Item.withdraw, Q(status=Status.PUBLISHED), "withdraw"),
    }

    # Who may

    def get_queryset(self, request):
        """Their own office's items, or those of all; as related documents also public ones."""
        items = super().get_queryset(request)
        is_lookup = request.resolver_match.url_name == "autocomplete"
        seen = items.seen_by(request.user)
        return seen | items.public() if is_lookup else seen

    def has_submit_permission(self, request):
        return request.user.has_perm("disclosure.submit_item")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("disclosure.withdraw_item")

    def has_change_permission(self, request, obj=None):
        """A draft is written by its author and the writers of its office, nothing by anybody.

        A form sent too late is let in, to be refused in words with all that was typed.
        """
        may = super().has_change_permission(request, obj)
        if obj is None or not may:
            return may
        user = request.user
        is_colleague = user.office_id is not None and user.office_id == obj.office_id
        may_write = obj.author_id == user.pk or is_colleague and self.has_submit_permission(request)
        is_late = request.method == "POST" and "seen_at" in request.POST
        return may_write and (obj.status == Status.DRAFT or is_late)

    def has_delete_permission(self, request, obj=None):
        """Only a draft nobody has read yet goes without a trace, and only by its author."""
        if obj is None:
            return super().has_delete_permission(request)
        is_fresh = obj.status == Status.DRAFT and obj.version_id is None
        own = obj.author == request.user
        return is_fresh and own and super().has_delete_permission(request, obj)

    # The list

    def get_changelist(self, request, **kwargs):
        return ItemList

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_search_results(self, request, queryset, search_term):
        """Every word in the title, the index number or, however it is written, the 文号.

        Among a million public items the search engine finds the candidates, the newest ones.
        """
        if not search_term.split():
            return queryset, False
        candidates = find_titles(search_term, CANDIDATES)
        if candidates is not None:
            unpublished = with_words(queryset.exclude(status=Status.PUBLISHED), search_term)
            pks = unpublished.order_by("-pk").values_list("pk", flat=True)[:CANDIDATES]
            queryset = queryset.filter(pk__in=[*candidates, *pks])
        return with_words(queryset, search_term), False

    @admin.display(description="栏目", ordering="category__code")
    def category_name(self, item):
        return item.category.name

    @admin.display(description="状态", ordering="status")
    def state(self, item):
        return state_mark(item.status, item.get_status_display())

    @admin.action(description="提交审核", permissions=["submit"])
    def submit(self, request, queryset):
        return act_on_many(self, request, "submit", queryset)

    @admin.action(description="撤回所选的", permissions=["withdraw"])
    def withdraw_chosen(self, request, queryset):
        """Take many items off every page, such as lists of names whose publicity has ended."""
        return ask_first(
            self, request, "withdraw_chosen", queryset, WithdrawForm, WITHDRAWING_MEANS
        )

    @admin.action(description="导出所选的", permissions=["view"])
    def export_chosen(self, request, queryset):
        """Lead to the export with the chosen rows, or all that the list shows, as its filter."""
        if request.POST.get("select_across") == "1":
            query = request.GET.urlencode()
        else:
            query = urlencode({"id__in": ",".join(map(str, queryset.values_list("pk", flat=True)))})
        return redirect(f"{self.ledger_url('export')}?{query}")

    # The form

    def get_object(self, request, object_id, from_field=None):
        """Lock the item while it is written: nobody submits or withdraws it meanwhile."""
        item = super().get_object(request, object_id, from_field)
        if item is not None and request.method == "POST":
            item = Item.objects.select_for_update().get(pk=item.pk)
        return item

    def get_fieldsets(self, request, obj=None):
        can_write = obj is None or self.has_change_permission(request, obj)
        text = TEXT if can_write else TEXT_TO_READ
        is_revision = obj is not None and obj.revision_of_id
        return [CHANGE, text, *REST] if is_revision else [text, *REST]

    @admin.display(description="正文")
    def body_as_read(self, item):
        return body_html(item.body) if item.body else None

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.today, form.user = timezone.localdate(), request.user
        form.restored = drafts.restored(request)
        return form

    def get_changeform_initial_data(self, request):
        """A new item comes from the writer's own office, in the bureau's name."""
        issuer = OfficeSettings.objects.current().bureau_name
        known = {"office": request.user.office_id, "issuer": issuer}
        known |= drafts.from_template(request)
        return known | super().get_changeform_initial_data(request)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Let the editor's import map run, and offer the acts the person may do."""
        context["media"] = Media.from_media(context["media"]).with_nonce(request.csp_nonce)
        status = obj.status if obj else Status.DRAFT
        can_submit = self.has_submit_permission(request)
        is_own = obj is None or obj.author_id == request.user.pk
        context["may_submit"] = can_submit and is_own and status == Status.DRAFT
        context["may_revise"] = can_submit and status == Status.PUBLISHED
        context["may_reopen"] = can_submit and status == Status.WITHHELD
        context["may_withdraw"] = (
            self.has_withdraw_permission(request) and status == Status.PUBLISHED
        )
        if status == Status.DRAFT:
            context |= drafts.desk_context(request, obj)
        if obj:
            context |= self.chain_context(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def chain_context(self, request, item):
        """What the page says about the chain: whose turn it is, what is found, what may be done."""
        acts = [act for act in offered(item, request.user) if act.name != "submit"]
        is_draft = item.status == Status.DRAFT
        return {
            "acts": [act for act in acts if not act.is_dangerous],
            "dangerous_acts": [act for act in acts if act.is_dangerous],
            "whose_turn": review.whose_turn(item),
            "is_in_review": item.status in STEPS,
            "refusal": objection(item, request.user) if item.status in STEPS else "",
            "hits": privacy.scan_item(item) if is_draft else [],
            "waived": privacy.waived_findings(item) if is_draft else set(),
            "may_mask": is_draft and self.has_change_permission(request, item),
            "may_waive": is_draft and review.may_waive(item, request.user),
            "returned": last_return(item) if is_draft else None,
        }

    def view_on_site(self, item):
        return item.get_absolute_url() if item.slug else None

    # Writing

    def save_model(self, request, obj, form, change):
        obj.set_derived()
        obj.recount(HolidayNotice.objects.calendar())
        if change:
            obj.save_draft(by=request.user)
        else:
            obj.author = request.user
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Note who wrote: nobody reviews a text they had a hand in."""
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.events.create(kind=EventKind.CREATED, by=request.user)
        drafts.forget(request)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save, then submit what is safely stored: reading its files takes its time."""
        if AUTOSAVE in request.POST:
            return drafts.autosave(self, request, object_id)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        item = getattr(request, "item_to_submit", None)
        return drafts.submit_saved(self, request, item, response) if item else response

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_submit(request, obj) or super().response_add(request, obj)

    def response_change(self, request, obj):
        return self.response_submit(request, obj) or super().response_change(request, obj)

    def response_submit(self, request, item):
        """Mark the item for submission and return where to go next; None for other buttons."""
        if "_submit" not in request.POST:
            return None
        if not self.has_submit_permission(request):
            raise PermissionDenied
        request.item_to_submit = item
        return redirect("admin:disclosure_item_change", item.pk)

    # Pages of their own

    def get_urls(self):
        pages = [
            ("withdraw", self.withdraw, "withdraw"),
            ("revise", require_POST(self.revise), "revise"),
            ("reopen", require_POST(self.reopen), "reopen"),
            ("files/<int:attachment_pk>", self.download, "file"),
            ("review", partial(review.review, self), "review"),
            ("versions", partial(review.versions, self), "versions"),
            ("versions/compare", partial(review.version_compare, self), "compare"),
            ("versions/<int:number>", partial(review.version_detail, self), "version"),
            (
                "versions/<int:number>/files/<int:position>",
                partial(review.version_file, self),
                "version_file",
            ),
            ("waive", partial(review.waive, self), "waive"),
            ("mask", require_POST(partial(review.mask, self)), "mask"),
            *((name, partial(review.act_page, self, name=name), name) for name in ACTS),
        ]
        pages += [
            ("preview", partial(preview.page, self), "preview"),
            ("preview/shown", partial(preview.shown, self), "preview_shown"),
        ]
        own = [
            path(
                f"<int:pk>/{to}/",
                self.admin_site.admin_view(view),
                name=f"disclosure_item_{name}",
            )
            for to, view, name in pages
        ]
        return [*own, *drafts.urls(self), *preview.urls(self), *super().get_urls()]

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise PermissionDenied("这条信息不存在，或者不属于您的科室。")

    def withdraw(self, request, pk):
        """Ask for the reason the public will read, then take the item off every page."""
        if not self.has_withdraw_permission(request):  # admin_view checks only is_staff
            raise PermissionDenied
        item = review.find(self, request, pk)
        if item.status != Status.PUBLISHED:
            raise Http404
        form = WithdrawForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            act_on_each(self, request, [item], Item.withdraw, at=timezone.now(), reason=reason)
            return redirect("admin:disclosure_item_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "撤回信息",
            "opts": self.opts,
            "item": item,
            "form": form,
        }
        return TemplateResponse(request, "admin/disclosure/item/withdraw.html", context)

    def revise(self, request, pk):
        """Make a draft of a public item; citizens read the old text until it is released."""
        if not self.has_submit_permission(request):
            raise PermissionDenied
        item = review.find(self, request, pk)
        try:
            draft = item.revise(by=request.user)
        except RuleViolation as refusal:
            self.message_user(request, f"“{item}”未办理：{refusal}。", messages.WARNING)
            return redirect("admin:disclosure_item_change", pk)
        self.message_user(request, "这是修订稿。改好后提交审核，签发之前公众看到的仍是原文。")
        return redirect("admin:disclosure_item_change", draft.pk)

    def reopen(self, request, pk):
        """Turn withheld information into a draft again, after it was assessed anew."""
        if not self.has_submit_permission(request):
            raise PermissionDenied
        item = review.find(self, request, pk)
        act_on_each(self, request, [item], Item.reopen, at=timezone.now())
        return redirect("admin:disclosure_item_change", pk)

    def download(self, request, pk, attachment_pk):
        """Send a file to staff, whatever state its item is in."""
        item = review.find(self, request, pk)
        attachment = get_object_or_404(item.attachments, pk=attachment_pk)
        return FileResponse(
            attachment.file.open(),
            as_attachment=True,
            filename=attachment.name,
            content_type=KINDS[attachment.kind].media_type,
        )
