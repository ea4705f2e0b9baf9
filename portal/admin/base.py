"""What every app's admin stands on: traced changes, read-only registers, bounded lists."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from simple_history.admin import SimpleHistoryAdmin

from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry
from portal.row_keys import is_key

COUNTED_ROWS = 10_000
SHOWN_REFUSALS = 10
FORM_FIELDS = {
    models.URLField: {"assume_scheme": "https"},
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
}


def act_on_each(modeladmin, request, objects, verb, *, told_as="", **kwargs) -> int:
    """Do `verb` to each object as the person at work; return how many it was done to.

    What the rules forbid is said in words, each with its object; what was done, as it is
    `told_as`, or with the status it led to.
    """
    done, refused = [], []
    for obj in objects:
        try:
            verb(obj, by=request.user, **kwargs)
        except RuleViolation as refusal:
            refused.append(f"“{obj}”未办理：{refusal}。")
        else:
            done.append(obj)
    for sentence in refused[:SHOWN_REFUSALS]:
        modeladmin.message_user(request, sentence, messages.WARNING)
    if more := refused[SHOWN_REFUSALS:]:
        modeladmin.message_user(request, f"另有 {len(more)} 项未办理。", messages.WARNING)
    if done:
        what = f"“{done[0]}”" if len(done) == 1 else f"{len(done)} 项"
        sentence = f"{what}{told_as or done[0].get_status_display()}。"
        modeladmin.message_user(request, sentence, messages.SUCCESS)
    return len(done)


def state_mark(state, label):
    """Return a state as word and shape, for lists; the shapes are in admin.css."""
    return format_html('<span class="state state-{}">{}</span>', state, label)


def indented(text, depth):
    """Return `text` standing `depth` steps in, for trees shown as lists."""
    return format_html('<span class="depth-{}">{}</span>', depth, text)


class DeskList(ChangeList):
    """A list whose rows lead back to it, its filters kept, at no cost for each row.

    Django asks all addresses of the portal which of them each link of a row is: half the time of
    a narrowed list.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.way_back, self.preserved_filters = self.preserved_filters, ""

    @cached_property
    def address(self) -> tuple[str, str]:
        """Return what stands before and after the key in the address of a row."""
        name = f"{self.model_admin.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        before, _, after = reverse(f"{name}_change", args=["0"]).rpartition("0")
        return before, after

    def url_for_result(self, result):
        before, after = self.address
        way_back = f"?{self.way_back}" if self.way_back else ""
        return f"{before}{quote(getattr(result, self.pk_attname))}{after}{way_back}"


class BoundedPaginator(Paginator):
    """Counts at most COUNTED_ROWS rows: nobody turns to page 201, and a count reads the table.

    A page is found in two steps, the keys from an index, then those rows with all that is shown.
    """

    @cached_property
    def count(self):
        return self.object_list.order_by()[:COUNTED_ROWS].count()

    @property
    def is_cut(self) -> bool:
        return self.count == COUNTED_ROWS

    def page(self, number) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        pks = self.pks(first, min(first + self.per_page, self.count))
        rows = {row.pk: row for row in self.object_list.filter(pk__in=pks)}
        return Page([rows[pk] for pk in pks if pk in rows], number, self)

    def pks(self, first: int, last: int) -> list:
        """Return the keys of this part of the list."""
        return list(self.object_list.values_list("pk", flat=True)[first:last])


class KeyLookup:
    """A field that looks its rows up, and takes what is no key for nothing chosen."""

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in value if is_key(str(key))]  # Django breaks on any other
        return super().optgroups(name, keys, attrs)


class RowSelect(KeyLookup, AutocompleteSelect):
    pass


class RowSelectMultiple(KeyLookup, AutocompleteSelectMultiple):
    pass


class LookupMixin:
    """`autocomplete_fields` that no key typed wrongly breaks; stands before ModelAdmin."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ChoiceMixin:
    """The box before each row, written here: Django's takes four templates, a fifth of a list."""

    def action_checkbox(self, obj):
        label = gettext("Select this object for an action - {}").format(obj)
        box = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'
        return format_html(box, ACTION_CHECKBOX_NAME, obj.pk, label)


class ReadOnlyMixin:
    """A register for reading: nobody adds, changes or deletes a row, whatever their rights."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class HistoryInline(ReadOnlyMixin, admin.TabularInline):
    """What was done to an object, when and by whom: for reading, newest first."""

    template = "admin/edit_inline/history.html"
    fields = readonly_fields = ["at", "label", "by", "note"]
    ordering = ["-at", "-pk"]
    extra = max_num = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return True  # whoever may see the object

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


def record(act: AuditAct, request, obj, data: dict | None = None) -> None:
    AuditEntry.objects.record(act=act, by=request.user, at=timezone.now(), obj=obj, data=data)


class TracedAdmin(ChoiceMixin, LookupMixin, SimpleHistoryAdmin):
    """Every change is kept and shown.

    An old version is for reading: simple_history would write it back for whoever may look.
    """

    object_history_list_template = "admin/history_list.html"
    history_list_per_page = 30
    formfield_overrides = FORM_FIELDS

    def history_view(self, request, object_id, extra_context=None):
        """Answer 404 to what is no key at all; simple_history would break on it."""
        try:
            self.opts.pk.to_python(unquote(object_id))
        except ValidationError as error:
            raise Http404 from error
        return super().history_view(request, object_id, extra_context)

    def log_addition(self, request, obj, message):
        self.record(request, obj, added=True)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        changed = [each["changed"] for each in message if "changed" in each]
        if changed:
            self.record(request, obj, fields=[name for part in changed for name in part["fields"]])
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            self.record(request, obj, deleted=True)
        return super().log_deletions(request, queryset)

    def record(self, request, obj, **data):
        """Keep in the audit trail who changed which register; its history says what to."""
        record(AuditAct.SETTINGS_CHANGE, request, obj, data)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        raise Http404

    def revert_disabled(self, request, obj=None):
        return True


class OneRowAdmin(TracedAdmin):
    """A model of one row: its list leads to its form, which is there before the row is."""

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        opts = self.opts
        return redirect(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change", 1)

    def get_object(self, request, object_id, from_field=None):
        return self.model.objects.current() if object_id == "1" else None

    def history_view(self, request, object_id, extra_context=None):
        if not self.model.objects.filter(pk=1).exists():
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        context["heading"] = self.opts.verbose_name
        return super().render_change_form(request, context, *args, **kwargs)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
