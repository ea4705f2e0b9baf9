"""Accounts of the staff, and the roles they hold."""

from http import HTTPStatus

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html_join

from portal.admin.base import ReadOnlyMixin, TracedAdmin, record, state_mark
from portal.forms import NewUserForm, UserForm
from portal.models import AuditAct, Login, LoginEnd, User
from portal.rights import record_rights


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
