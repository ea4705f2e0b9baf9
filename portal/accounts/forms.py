"""Forms of log-in, second factor and account."""

from django import forms
from django.contrib.auth import authenticate

from portal.models import SecondFactor, User

LEAST_REASON = 4  # characters: four words why


class CodeField(forms.CharField):
    """A code as people type it, with blanks and hyphens between its groups; without them."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        )
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value):
        return "".join(super().clean(value).split()).replace("-", "")


class CodeForm(forms.Form):
    """The code that confirms a log-in."""

    code = CodeField(
        label="动态码或恢复码",
        help_text="手机验证器上现在显示的6位数字；手机不在身边的，填一个16位恢复码。",
    )


class NewPhoneForm(forms.Form):
    """The first code of a phone that is being set up."""

    code = CodeField(label="动态码", help_text="扫码后手机验证器上显示的6位数字。")


class PasswordForm(forms.Form):
    """The password once more, before what a stolen session must not do."""

    password = forms.CharField(
        label="您的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="再次确认是您本人。",
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Check as the log-in does, so that wrong ones count and lock."""
        password = self.cleaned_data["password"]
        username = self.request.user.get_username()
        if authenticate(self.request, username=username, password=password) is None:
            raise forms.ValidationError("密码不正确，请重新输入。连续输错会锁定账号。")
        return password


class ReplacePhoneForm(PasswordForm, NewPhoneForm):
    field_order = ["code", "password"]


class ReasonForm(forms.Form):
    """Why somebody's second factor is reset: it stays in the audit trail."""

    reason = forms.CharField(
        label="重置原因",
        min_length=LEAST_REASON,
        max_length=100,
        help_text="记入审计，如“手机遗失，本人当面核实”。",
    )


def wait_in_words(factor: SecondFactor, now) -> str:
    """Return how long to wait after wrong codes, "" where one may be tried now."""
    until = factor.locked_until
    if until is None:
        return ""
    seconds = max(1, round((until - now).total_seconds()))
    wait = f"{seconds}秒" if seconds < 120 else f"{-(-seconds // 60)}分钟"
    return f"动态码连续输错，请等{wait}再试。一直不行的，用恢复码，或者请安全管理员重置。"


def out_of_reach(user: User, of: User) -> str:
    """Return why `of` may not act on the account of `user`, "" where they may."""
    if user == of:
        return "自己的账号由另一位安全管理员处理；自己能办的在“账号安全”页面。"
    if user.is_superuser and not of.is_superuser:
        return "超级管理员的账号只能由超级管理员处理。"
    return ""
