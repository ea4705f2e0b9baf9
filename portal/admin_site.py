"""The staff side as a whole: its menu, its first page, and its refusals in words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial, wraps
from http import HTTPStatus

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.i18n import JavaScriptCatalog

from portal import inbox
from portal.accounts import views as accounts_views
from portal.accounts.lock import locked_page
from portal.board import board
from portal.context import site
from portal.first_day import first_day
from portal.models import AccessRules, AuditAct, AuditEntry, Login, LoginEnd, User
from portal.row_keys import is_key

# The registers in the order people look for them; one that is named nowhere comes last.
MENU = [
    ("内容", ["disclosure.item", "disclosure.matter"]),
    (
        "写作规范",
        ["disclosure.itemtemplate", "disclosure.wrongword", "disclosure.leader"],
    ),
    ("依申请公开", ["requests_app.informationrequest", "requests_app.letter"]),
    (
        "年报与统计",
        [
            "reports.annualreport",
            "statistics",
            "reports.channelfigure",
            "reports.rowhelp",
            "reports.assessmentweight",
        ],
    ),
    (
        "目录",
        ["disclosure.category", "disclosure.nationalrow", "disclosure.genre", "disclosure.guide"],
    ),
    (
        "搜索",
        ["disclosure.missedword", "disclosure.synonymgroup", "disclosure.misspelling"],
    ),
    (
        "责任",
        ["duty_board", "disclosure.yearlytask", "inspection", "reports.inspectionfinding"],
    ),
    ("机构与人员", ["portal.office", "portal.user", "auth.group"]),
    (
        "设置",
        [
            "portal.officesettings",
            "portal.accessrules",
            "portal.holidaynotice",
            "requests_app.requestrules",
            "requests_app.channel",
            "requests_app.correctionreason",
            "requests_app.feetariff",
            "reports.inspectionrule",
            "reports.inspectionterm",
            "portal.reminderrule",
            "portal.grouprobot",
            "portal.notice",
            "portal.ledgerjob",
            "portal.auditentry",
        ],
    ),
]
REST = "其他"


@dataclass(frozen=True)
class Page:
    """A page of the staff side that is no register; the view itself asks for the right."""

    path: str
    view: Callable
    name: str
    permission: str = ""
    title: str = ""  # in the menu; empty: not there


def guessed_too_often(request) -> bool:
    """Count a wrong old password like one at the log-in; True once the account is locked."""
    typed = {"username": request.user.username, "password": request.POST.get("old_password", "")}
    authenticate(request, **typed)
    return getattr(request, "axes_locked_out", False)


def refuse_what_no_page_sends(request) -> None:
    """Answer 400 where Django's own checks fail: a field without a name, a row without a key."""
    if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
        raise DisallowedModelAdminToField("a field without a name")
    if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
        raise SuspiciousOperation("a chosen row without a key")


class PortalAdminSite(AdminSite):
    site_header = site_title = "信息公开工作台"
    index_title = "工作台"
    index_template = "admin/board.html"
    password_change_template = "admin/accounts/password.html"
    enable_nav_sidebar = False
    # HTML, so that a phone, where no column heads stand, can leave it out (static/css/admin.css).
    empty_value_display = '<span class="nothing">—</span>'

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages: list[Page] = []

    def each_context(self, request):
        """Add who is at work to what every staff page knows.

        `site` is given again because Django's login page has another thing of that name.
        """
        context = super().each_context(request) | site(request)
        if context["has_permission"]:
            context["roles"] = list(request.user.groups.values_list("name", flat=True))
            context["unread_notices"] = request.user.notices.unread().count
            context["idle_seconds"] = request.entry.login.idle_minutes * 60
            shown = {"available_apps": context["available_apps"], "request": request}
            # Twice on each page, for the phone and beside it; made once, when it is shown.
            context["menu"] = cache(partial(render_to_string, "admin/_menu.html", shown))
        return context

    def add_page(self, page: Page):
        """Give an app a page of its own beside the registers, in MENU under its name."""
        self.pages.append(page)

    def get_urls(self):
        pages = [path(each.path, self.admin_view(each.view), name=each.name) for each in self.pages]
        own = [*inbox.urls(self.admin_view), *accounts_views.urls(self.admin_view)]
        guide = self.admin_view(partial(first_day, self))
        own.append(path("first-day/", guide, name="first_day"))
        return [*own, *pages, *super().get_urls()]

    def get_app_list(self, request, app_label=None):
        """Return the registers grouped as in MENU, instead of by Django app."""
        if app_label:
            return super().get_app_list(request, app_label)
        if not hasattr(request, "registers"):  # asked for twice by the work board
            request.registers = self.registers_of(request)
        return request.registers

    def registers_of(self, request):
        apps = super().get_app_list(request)
        registers = {
            f"{app['app_label']}.{register['object_name'].lower()}": register
            for app in apps
            for register in app["models"]
        }
        for page in self.pages:
            if page.title and request.user.has_perm(page.permission):
                address = reverse(f"{self.name}:{page.name}")
                registers[page.name] = {"name": page.title, "admin_url": address}
        groups = [
            {"name": name, "models": [registers.pop(key) for key in keys if key in registers]}
            for name, keys in MENU
        ]
        groups.append({"name": REST, "models": list(registers.values())})
        return [group for group in groups if group["models"]]

    def index(self, request, extra_context=None):
        """Show the work board above the list of registers."""
        columns = board(request.user, today=timezone.localdate())
        return super().index(request, {"board": columns, **(extra_context or {})})

    @transaction.atomic
    def password_change(self, request, extra_context=None):
        """Change one's own password; wherever else one is logged in, that ends."""
        if request.method == "POST" and guessed_too_often(request):
            return locked_page(request, credentials={"username": request.user.username})
        rules = AccessRules.objects.current()
        context = {"rules": rules, "must_change": request.user.must_change_password}
        answer = super().password_change(request, context)
        if request.method != "POST" or answer.status_code != HTTPStatus.FOUND:
            return answer
        by, now = request.user, timezone.now()
        User.objects.filter(pk=by.pk).update(must_change_password=False)
        AuditEntry.objects.record(act=AuditAct.PASSWORD_CHANGE, by=by, at=now, obj=by)
        others = Login.objects.exclude(pk=request.entry.login.pk)
        others.end_all(user=by, because=LoginEnd.PASSWORD, by=by, at=now)
        messages.success(request, "密码已更改；您在其他地方的登录已经结束。")
        return redirect(accounts_views.onward(request))

    def admin_view(self, view, cacheable=False):
        """Guard `view` as Django does, and answer a missing right in words."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answered(request, *args, **kwargs):
            try:
                refuse_what_no_page_sends(request)
                return guarded(request, *args, **kwargs)
            except PermissionDenied as refusal:
                return self.refuse(request, refusal)

        return answered

    def refuse(self, request, refusal):
        context = {**self.each_context(request), "title": "没有权限", "refusal": str(refusal)}
        request.current_app = self.name
        return TemplateResponse(request, "admin/403.html", context, status=403)

    def i18n_javascript(self, request, extra_context=None):
        """Serve the words of the scripts: Django's own, and the editor's in portal/locale."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "portal"])(request)
