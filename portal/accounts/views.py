"""The pages of one's own account: the second factor, where one is logged in, kept texts."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.forms import (
    CodeForm,
    NewPhoneForm,
    PasswordForm,
    ReplacePhoneForm,
    wait_in_words,
)
from portal.accounts.gate import Standing, factor_is_required
from portal.accounts.kept import KEPT_FIELD
from portal.accounts.people import access_of, person_access
from portal.documents.qr import qr_svg
from portal.encryption import decrypt_bytes, encrypt_bytes
from portal.models import (
    AccessRules,
    AuditAct,
    AuditEntry,
    Login,
    LoginEnd,
    OfficeSettings,
    SecondFactor,
)
from portal.row_keys import is_key

CODES_KEY = "recovery_codes"  # in the session, encrypted, until their owner has kept them
FEW_CODES = 3


def page(request: HttpRequest, name: str, title: str, **context) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/accounts/{name}.html", context)


def onward(request: HttpRequest) -> str:
    """Return where to go afterwards: an address of this site, else the work board."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure())
    # redirect() takes what does not begin with a slash for the name of a view.
    return address if is_ours and address.startswith("/") else reverse("admin:index")


# --- The second factor ---------------------------------------------------------------------------


@never_cache
@csrf_protect
@sensitive_post_parameters("code", "password")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a log-in; or set up a phone, the first one or another."""
    entry = request.entry
    if not entry:
        return redirect("admin:login")
    factor = SecondFactor.objects.of(entry.user)
    if entry.standing is Standing.OWES_FACTOR and factor:
        return ask_for_code(request, factor)
    return set_up_phone(request)


def ask_for_code(request: HttpRequest, factor: SecondFactor) -> HttpResponse:
    now = timezone.now()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if wait := wait_in_words(factor, now):
            form.add_error("code", wait)
        elif kind := factor.accept(form.cleaned_data["code"], at=now):
            return let_in(request, factor, kind)
        else:
            record_wrong_code(request)
            form.add_error("code", "动态码不正确，或者已经用过。请等手机上换了新码再填。")
    context = {"form": form, "next": onward(request)}
    return page(request, "second_factor", "双因素验证", **context)


def let_in(request: HttpRequest, factor: SecondFactor, kind: str) -> HttpResponse:
    factor.record(kind, at=timezone.now())
    request.session.cycle_key()
    request.entry.login.verify(at=timezone.now())
    left = factor.recovery_codes.filter(used_at=None).count()
    if kind == "paper":
        messages.warning(request, f"用掉了一个恢复码，还剩{left}个。手机遗失的，请尽快换绑。")
    if left <= FEW_CODES:
        messages.warning(request, "恢复码快用完了，请在“账号安全”页面重新生成。")
    return redirect(onward(request))


def record_wrong_code(request: HttpRequest) -> None:
    AuditEntry.objects.record(
        act=AuditAct.LOGIN_FAILURE,
        by=None,
        at=timezone.now(),
        obj=request.entry.user,
        data={"step": "second_factor", "address": request.entry.login.address},
    )


def set_up_phone(request: HttpRequest) -> HttpResponse:
    """Show the secret of a new phone until it has shown a good code."""
    entry = request.entry
    is_first = entry.standing is Standing.OWES_FACTOR
    pending = SecondFactor.objects.pending_for(entry.user)
    form = (
        NewPhoneForm(request.POST or None)
        if is_first
        else ReplacePhoneForm(request.POST or None, request=request)
    )
    if request.method == "POST" and form.is_valid():
        if pending.confirm(form.cleaned_data["code"], at=timezone.now()):
            return phone_is_set_up(request, pending)
        form.add_error("code", "动态码不对。请核对手机时间是否自动校准，等换了新码再填。")
    address = pending.address(OfficeSettings.objects.current().site_name)
    secret = pending.secret
    context = {
        "form": form,
        "next": onward(request),
        "is_first": is_first,
        "has_phone": SecondFactor.objects.filter(user=entry.user, confirmed=True).exists(),
        "qr": qr_svg(address, "双因素验证的二维码"),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
    }
    return page(request, "new_phone", "设置双因素验证", **context)


def phone_is_set_up(request: HttpRequest, factor: SecondFactor) -> HttpResponse:
    entry, now = request.entry, timezone.now()
    request.session.cycle_key()
    entry.login.verify(at=now)
    others = Login.objects.exclude(pk=entry.login.pk)
    others.end_all(user=entry.user, because=LoginEnd.FACTOR, by=entry.user, at=now)
    keep_codes(request, factor)
    messages.success(request, "双因素验证已启用。")
    query = urlencode({"next": onward(request)})
    return redirect(f"{reverse('admin:recovery_codes')}?{query}")


def keep_codes(request: HttpRequest, factor: SecondFactor) -> None:
    codes = json.dumps(factor.renew_codes(at=timezone.now()))
    request.session[CODES_KEY] = encrypt_bytes(codes.encode()).decode()


def kept_codes(request: HttpRequest) -> list[str]:
    text = request.session.get(CODES_KEY, "")
    return json.loads(decrypt_bytes(text.encode())) if text else []


def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes until their owner says they are kept; never again after that."""
    if request.method == "POST":
        request.session.pop(CODES_KEY, None)
        return redirect(onward(request))
    codes = kept_codes(request)
    if not codes:
        messages.warning(request, "恢复码只显示一次。需要新的，请在本页重新生成。")
        return redirect("admin:account")
    return page(request, "recovery_codes", "恢复码", codes=codes, next=onward(request))


@require_safe
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    codes = kept_codes(request)
    if not codes:
        raise Http404
    lines = ["恢复码：每个只能用一次，登录时代替手机上的动态码。请妥善保管。", "", *codes, ""]
    response = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


@sensitive_post_parameters("password")
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes in the place of the old ones."""
    factor = get_object_or_404(SecondFactor, user=request.user, confirmed=True)
    form = PasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        keep_codes(request, factor)
        return redirect("admin:recovery_codes")
    context = {"form": form, "act": "重新生成", "said": "原来的恢复码将全部作废。"}
    return page(request, "confirm", "重新生成恢复码", **context)


@sensitive_post_parameters("password")
def remove_factor(request: HttpRequest) -> HttpResponse:
    """Do without a second factor again; only where it is not obligatory."""
    if factor_is_required():
        raise Http404
    get_object_or_404(SecondFactor, user=request.user, confirmed=True)
    form = PasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        SecondFactor.objects.reset(request.user, by=request.user, at=timezone.now(), reason="self")
        Login.objects.filter(pk=request.entry.login.pk).update(has_factor=False)
        messages.success(request, "双因素验证已停用。")
        return redirect("admin:account")
    context = {"form": form, "act": "停用", "said": "停用后，登录只需要密码。"}
    return page(request, "confirm", "停用双因素验证", **context)


# --- The account, and where it is logged in ------------------------------------------------------


def account(request: HttpRequest) -> HttpResponse:
    """Show password, second factor and log-ins of one's own account; end log-ins."""
    if request.method == "POST":
        return end_own(request)
    rules = AccessRules.objects.current()
    context = {
        **access_of(request.user, rules=rules, at=timezone.now()),
        "rules": rules,
        "current": request.entry.login,
        "is_required": factor_is_required(),
        "kept_forms": request.user.kept_forms.defer("content"),
    }
    return page(request, "account", "账号安全", **context)


def end_own(request: HttpRequest) -> HttpResponse:
    """End one of one's own log-ins, or all others."""
    now = timezone.now()
    others = Login.objects.exclude(pk=request.entry.login.pk)
    if chosen := request.POST.get("login"):
        others = others.filter(pk=chosen) if is_key(chosen) else others.none()
    count = others.end_all(user=request.user, because=LoginEnd.BY_SELF, by=request.user, at=now)
    said = f"已结束 {count} 处登录。" if count else "没有需要结束的登录。"
    messages.success(request, said)
    return redirect("admin:account")


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Count the person as active: the gate does, for every page."""
    return HttpResponse(status=204)


# --- What had been typed when a log-in ended -----------------------------------------------------


def kept_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was kept, to be sent on or thrown away; to who typed it alone."""
    kept = get_object_or_404(request.user.kept_forms, pk=pk)
    if request.method == "POST":
        kept.delete()
        messages.success(request, "保留的内容已经删除。")
        return redirect("admin:index")
    content = json.loads(kept.content)
    names = labels_of(kept.path)
    fields = [
        {"name": name, "label": names.get(name, ""), "value": value, "is_long": is_long(value)}
        for name, values in content["fields"]
        for value in values
    ]
    context = {"kept": kept, "fields": fields, "files": content["files"], "kept_field": KEPT_FIELD}
    return page(request, "kept_form", "接着填写", **context)


def is_long(value: str) -> bool:
    return len(value) > 60 or "\n" in value


def labels_of(address: str) -> dict[str, str]:
    """Return what the fields of a register's form are called."""
    view = resolve(address.partition("?")[0]).func
    model_admin = getattr(view, "model_admin", None)
    fields = model_admin.model._meta.get_fields() if model_admin else []
    return {field.name: str(getattr(field, "verbose_name", "")) for field in fields}


def urls(guard: Callable) -> list:
    """Return the addresses, each view behind `guard` (the admin site's)."""
    return [
        path("second-factor/", second_factor, name="second_factor"),
        path("second-factor/codes/", guard(recovery_codes), name="recovery_codes"),
        path("second-factor/codes.txt", guard(recovery_codes_file), name="recovery_codes_file"),
        path("second-factor/renew/", guard(renew_codes), name="renew_codes"),
        path("second-factor/remove/", guard(remove_factor), name="remove_factor"),
        path("account/", guard(account), name="account"),
        path("still-here/", guard(still_here), name="still_here"),
        path("kept/<int:pk>/", guard(kept_form), name="kept_form"),
        path("portal/user/<int:pk>/access/", guard(person_access), name="person_access"),
    ]
