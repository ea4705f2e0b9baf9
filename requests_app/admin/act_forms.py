"""What people fill in for the acts on a request; each form asks what its verb takes.

Days default to today; whether a day is possible, the verb says.
"""

from django import forms
from django.core.exceptions import ValidationError

from portal.files.kinds import check_upload
from portal.files.private_files import MAX_MEGABYTES
from portal.permissions import who_may
from requests_app.letters import LetterKind
from requests_app.models import FileKind

HANDLERS = "requests_app.handle_informationrequest"


def long_text(rows=3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def text(label, *, rows=3, required=True, help_text="", **fields) -> forms.CharField:
    errors = {"required": f"请填写{label}。"}
    return forms.CharField(
        label=label,
        required=required,
        widget=long_text(rows),
        help_text=help_text,
        error_messages=errors,
        **fields,
    )


def line(label, *, required=False, length=100, help_text="") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=length, help_text=help_text)


def day(label, *, required=True, help_text="") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "请填写日期，例如2026-03-05。",
        },
    )


def one_of(label, choices, *, help_text="") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": f"请选择{label}。"},
    )


class ActForm(forms.Form):
    """`seen` is the last line of the history the person saw: of a case changed since, they
    are told before their act is done."""

    has_preview = False
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, case, part=None, **fields):
        self.case, self.part = case, part
        super().__init__(*args, **fields)
        self.fields["seen"].initial = case.last_event
        if "on" in self.fields:
            self.fields["on"].initial = case.today
        self.prepare()

    def prepare(self):
        """Set what depends on the case: defaults, choices, help."""

    def arguments(self) -> dict:
        """Return what the verb is called with, beside who and when."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def preview(self) -> list[str]:
        """Return what the act would bring, line by line, without doing it."""
        return []

    def letter(self) -> tuple[LetterKind, dict] | None:
        """Return which letter the act issues, with the fields it is written from."""
        return None


class DayForm(ActForm):
    on = day("日期")


class ReasonForm(ActForm):
    reason = text("理由", rows=4)


class ConfirmForm(ActForm):
    on = day("双方确认收到的日期", help_text="这一天为第0日，答复期限自次一工作日起算。")


class AssignForm(ActForm):
    handler = forms.ModelChoiceField(
        label="承办人",
        queryset=None,
        empty_label="请选择",
        error_messages={"required": "请选择承办人。"},
    )
    internal_due_on = day(
        "内部办理期限", required=False, help_text="本机关自定的日期，不影响法定答复期限；可以不填。"
    )

    def prepare(self):
        people = who_may(HANDLERS).filter(is_active=True).select_related("office")
        self.fields["handler"].queryset = people.order_by("office__position", "pk")
        self.fields["handler"].initial = self.case.info_request.handler_id
        days = self.case.rules.handling_workdays
        self.fields["internal_due_on"].initial = self.case.workday(self.case.today, days)


class WithdrawForm(ActForm):
    on = day("撤回日期")
    note = text("撤回的方式和经过", help_text="应有申请人的书面意思表示，材料存入案卷。")


class NoteForm(ActForm):
    text = text("记事", rows=4, help_text="例如电话沟通的时间和要点。不写申请人的证件号码、电话。")


class UploadForm(ActForm):
    kind = forms.ChoiceField(label="类别", choices=FileKind)
    upload = forms.FileField(
        label="文件",
        help_text=f"PDF、图片、Word、Excel 等，不超过{MAX_MEGABYTES}MB；加密保存，不对外公开。",
        error_messages={"required": "请选择文件。"},
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        check_upload(upload, upload.name, megabytes=MAX_MEGABYTES)
        return upload


class RereviewForm(ActForm):
    on = day("评估日期")
    note = text(
        "结论和理由", rows=4, help_text="情况有变化、可以公开的，转为主动公开或者重新答复。"
    )
    next_on = day("下次再评估的日期", required=False, help_text="不再评估的留空。")

    def prepare(self):
        self.fields["next_on"].initial = self.case.today.replace(
            year=self.case.today.year + 1, day=min(self.case.today.day, 28)
        )


class UnmaskForm(forms.Form):
    reason = forms.CharField(
        label="查看理由",
        max_length=200,
        widget=long_text(2),
        help_text="例如“电话确认收到”“邮寄答复书”；和您的姓名、时间一起记入审计。",
        error_messages={"required": "请填写查看理由。"},
    )

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if len(reason) < 4:
            raise ValidationError("请写清办理什么事项需要查看。")
        return reason
