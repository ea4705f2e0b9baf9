"""What every app's admin stands on, and the registers of people, offices and settings."""

from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import models, transaction
from django.db.models import Case, Count, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from simple_history.admin import SimpleHistoryAdmin

from portal.errors import RuleViolation
from portal.forms import NewUserForm, OfficeForm, OfficeSettingsForm, UserForm
from portal.models import (
    AuditAct,
    AuditEntry,
    Login,
    LoginEnd,
    Notice,
    Office,
    OfficeSettings,
    User,
)
from portal.notices import DELIVER
from portal.nudge import nudge
from portal.rights import record_rights

COUNTED_ROWS = 10_000
SHOWN_REFUSALS = 10
FORM_FIELDS = {
    models.URLField: {"assume_scheme": "https"},
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
}


def act_on_each(modeladmin, request, objects, verb, **kwargs) -> int:
    """Do `verb` to each object as the person at work; return how many it was done to.

    What the rules forbid is said in words, each with its object; what was done, with the
    status it led to.
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
        sentence = f"{what}{done[0].get_status_display()}。"
        modeladmin.message_user(request, sentence, messages.SUCCESS)
    return len(done)


def state_mark(state, label):
    """Return a state as word and shape, for lists; the shapes are in admin.css."""
    return format_html('<span class="state state-{}">{}</span>', state, label)


def indented(text, depth):
    """Return `text` standing `depth` steps in, for trees shown as lists."""
    return format_html('<span class="depth-{}">{}</span>', depth, text)


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


class TracedAdmin(SimpleHistoryAdmin):
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


@admin.register(OfficeSettings)
class OfficeSettingsAdmin(OneRowAdmin):
    form = OfficeSettingsForm
    fieldsets = [
        ("网站", {"fields": ["site_name", "bureau_name", ("site_domain", "site_id_code")]}),
        ("给申请人的邮件", {"fields": [("quiet_from", "quiet_until")]}),
        (
            "联系方式",
            {"fields": ["address", ("postcode", "phone"), ("email", "office_hours")]},
        ),
        ("索引号", {"fields": ["credit_code", "index_no_format"]}),
        (
            "栏目更新间隔",
            {
                "fields": [
                    ("weekly_days", "continuous_days"),
                    ("term_days", "half_year_days", "year_days"),
                ]
            },
        ),
        (
            "页脚",
            {
                "fields": [
                    ("icp_number", "police_number"),
                    "party_mark_url",
                    "error_report_url",
                ]
            },
        ),
    ]


def tree_ordering() -> list:
    """Order offices as a tree of three levels: each one after the one above it."""
    has_parent, has_two = {"parent__isnull": False}, {"parent__parent__isnull": False}
    names = ("position", "code")
    first = [Coalesce(f"parent__parent__{name}", f"parent__{name}", name) for name in names]
    second = [
        Case(When(**has_two, then=f"parent__{name}"), When(**has_parent, then=name))
        for name in names
    ]
    third = [Case(When(**has_two, then=name)) for name in names]
    return [*first, *(level.asc(nulls_first=True) for level in second + third)]


@admin.register(Office)
class OfficeAdmin(TracedAdmin):
    form = OfficeForm
    list_display = ["name_in_tree", "full_name", "kind", "staff_count", "phone"]
    list_filter = ["kind"]
    list_per_page = 100
    search_fields = ["name", "full_name", "code"]
    search_help_text = "按名称、全称或代码查找"
    autocomplete_fields = ["parent"]
    actions = None
    fieldsets = [
        (None, {"fields": ["name", "full_name", ("kind", "parent")]}),
        ("联系方式", {"fields": [("phone", "address")]}),
        ("登记", {"fields": [("code", "position")]}),
    ]

    def get_queryset(self, request):
        offices = super().get_queryset(request).select_related("parent__parent")
        return offices.annotate(staff_count=Count("staff"))

    def get_ordering(self, request):
        return tree_ordering()

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    @admin.display(description="名称")
    def name_in_tree(self, office):
        depth = 0 if not office.parent else 1 if not office.parent.parent else 2
        return indented(office.name, depth)

    @admin.display(description="工作人员")
    def staff_count(self, office):
        return office.staff_count


@admin.register(User)
class UserAdmin(TracedAdmin, DjangoUserAdmin):
    """Accounts are made and closed, never deleted: what a person did keeps their name."""

    form = UserForm
    add_form = NewUserForm
    add_form_template = "admin/change_form.html"
    list_display = ["username", "full_name", "office", "role_names", "state", "last_login"]
    list_filter = ["is_active", "groups"]
    list_select_related = ["office"]
    search_fields = ["username", "last_name", "first_name"]
    search_help_text = "按登录名或姓名查找"
    autocomplete_fields = ["office"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    actions = None
    fieldsets = [
        (None, {"fields": [("last_name", "first_name"), "office", "groups", "is_active"]}),
        ("登录", {"fields": ["username", "password", "email"]}),
        ("登记", {"fields": [("date_joined", "last_login"), "is_superuser"]}),
    ]
    add_fieldsets = [
        (None, {"fields": [("last_name", "first_name"), "office", "groups"]}),
        ("登录", {"fields": ["username", "password1", "password2"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        """Nobody makes themselves more than they are."""
        fields = super().get_readonly_fields(request, obj)
        if not request.user.is_superuser or obj == request.user:
            fields = [*fields, "is_superuser"]
        if obj == request.user:
            fields += ["groups", "is_active"]
        return fields

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record_rights(form.instance, by=request.user, at=timezone.now())

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        """Give another a password for one log-in; one's own is changed with the old one."""
        if id == str(request.user.pk):
            return redirect("admin:password_change")
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
            User.objects.filter(pk=id).update(must_change_password=True)
            user, now = User.objects.get(pk=id), timezone.now()
            record(AuditAct.PASSWORD_CHANGE, request, user)
            end = {"because": LoginEnd.PASSWORD, "by": request.user, "at": now}
            Login.objects.all().end_all(user=user, **end)
        return answer

    def has_change_permission(self, request, obj=None):
        out_of_reach = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not out_of_reach and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="姓名", ordering="last_name")
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description="角色")
    def role_names(self, user):
        names = [group.name for group in user.groups.all()]
        return "、".join(["超级管理员"] * user.is_superuser + names)

    @admin.display(description="账号", ordering="is_active")
    def state(self, user):
        return state_mark("on", "在用") if user.is_active else state_mark("off", "已停用")


admin.site.unregister(Group)
DEFAULT_ACTS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}


@admin.register(Group)
class RoleAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """What each role may do, for reading: portal/roles.py decides, `sync_roles` applies."""

    list_display = ["role", "people_count"]
    search_fields = ["name"]
    fields = readonly_fields = ["role", "rights", "people"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(people_count=Count("user"))

    @admin.display(description="角色", ordering="name")
    def role(self, group):
        return group.name

    @admin.display(description="人数")
    def people_count(self, group):
        return group.people_count

    @admin.display(description="工作人员")
    def people(self, group):
        return "、".join(str(user) for user in group.user_set.all())

    @admin.display(description="权限")
    def rights(self, group):
        permissions = group.permissions.select_related("content_type")
        return format_html_join("", "<div>{}</div>", ((in_words(each),) for each in permissions))


def in_words(permission) -> str:
    """Return what a permission allows: “修改公开信息”."""
    act = DEFAULT_ACTS.get(permission.codename.split("_")[0])
    return f"{act}{permission.content_type.name}" if act else permission.name


@admin.register(Notice)
class NoticeAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """Whether the mails go out, for who runs the portal; the words are the recipient's."""

    list_display = ["created_at", "receiver", "matter", "mail", "attempts", "error"]
    list_display_links = None
    list_filter = ["status", "to_applicant"]
    list_select_related = ["recipient", "robot"]
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = ["send_again"]

    def has_resend_permission(self, request):
        return request.user.has_perm("portal.resend_notice")

    @admin.display(description="收件人", ordering="recipient")
    def receiver(self, notice):
        return notice.receiver

    @admin.display(description="事项")
    def matter(self, notice):
        return notice.matter

    @admin.display(description="邮件", ordering="status")
    def mail(self, notice):
        return state_mark(f"mail-{notice.status}", notice.get_status_display())

    @admin.action(description="重新发送未送达的邮件", permissions=["resend"])
    def send_again(self, request, queryset):
        count = queryset.send_again(now=timezone.now())
        nudge(DELIVER)
        if count:
            self.message_user(request, f"{count} 封邮件将重新发送。", messages.SUCCESS)
        else:
            sentence = "所选通知中没有停止发送的邮件，没有需要重新发送的。"
            self.message_user(request, sentence, messages.WARNING)


# Registers in files of their own, which stand on this one.
from portal import (  # noqa: E402
    admin_accounts,  # noqa: F401
    admin_audit,  # noqa: F401
    admin_calendar,  # noqa: F401
    admin_jobs,  # noqa: F401
    admin_reminders,  # noqa: F401
)
