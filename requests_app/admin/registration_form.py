"""The form a request that came by hand is entered with (requests in person, by post, orally …).

What the applicant left out does not stop the registration: it is asked for as a correction
(art. 30). What is there must be right.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.files.kinds import check_upload
from portal.files.private_files import MAX_MEGABYTES
from portal.personal_data import (
    typed_credit_code,
    typed_document,
    typed_id_card,
    typed_name,
    typed_phone,
)
from requests_app.admin.act_forms import day, line
from requests_app.models import (
    Applicant,
    ApplicantKind,
    Channel,
    FileKind,
    IdKind,
    InformationRequest,
)

ID_CHECKS = {
    IdKind.RESIDENT: typed_id_card,
    IdKind.RESIDENCE: typed_id_card,
    IdKind.CREDIT_CODE: typed_credit_code,
}
PERSON = [
    *("name", "id_kind", "id_number", "legal_representative", "contact_name"),
    *("agent_name", "agent_id_number", "phone", "email", "address", "postcode"),
]
CHECKS = {"name": typed_name, "legal_representative": typed_name, "contact_name": typed_name}
CHECKS |= {"agent_name": typed_name, "phone": typed_phone, "agent_id_number": typed_document}
NOT_SAID = "申请书没有写明"
FILES = {"identity": FileKind.IDENTITY, "authority": FileKind.AUTHORITY, "scan": FileKind.ENVELOPE}


def upload(label, help_text="") -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=help_text)


class ApplicantForm(forms.ModelForm):
    """Who asks; every number is checked as it is typed."""

    class Meta:
        model = Applicant
        fields = PERSON

    def __init__(self, *args, **fields):
        super().__init__(*args, **fields)
        for name in ("id_number", "phone", "agent_id_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["id_kind"].choices = [("", NOT_SAID), *IdKind.choices]
        self.fields["name"].error_messages["required"] = "请填写申请人的姓名或名称。"
        self.fields["id_number"].help_text = "没有提供的留空，登记后可以要求补正。"
        self.fields["phone"].help_text = "电话、邮箱、地址至少一项；都没有的，登记后要求补正。"
        self.fields["agent_name"].help_text = "有代理人的，须有授权委托书和双方身份证明。"

    def clean(self):
        data = super().clean()
        for name, check in CHECKS.items():
            self.check(name, check)
        self.check("email", self.checked_email)
        if data.get("id_number") and not data.get("id_kind"):
            self.add_error("id_kind", "请选择证件类型。")
        self.check("id_number", ID_CHECKS.get(data.get("id_kind"), typed_document))
        return data

    def check(self, name, check):
        """Put a field into its one form, or say beside it what is wrong."""
        typed = self.cleaned_data.get(name)
        if not typed:
            return
        try:
            self.cleaned_data[name] = check(typed)
        except ValidationError as error:
            self.add_error(name, error)

    @staticmethod
    def checked_email(typed: str) -> str:
        try:
            validate_email(typed.strip())
        except ValidationError:
            raise ValidationError("电子邮箱的格式不对，例如 name@example.org。") from None
        return typed.strip()


class RegistrationForm(forms.ModelForm):
    """The request itself, and how it came in."""

    submitted_on = day("提交日期")
    confirmed_on = day(
        "已与申请人确认收到的日期",
        required=False,
        help_text="只用于收到日期为“双方确认当日”的渠道；还没有确认的留空，确认后再办理。",
    )
    identity = upload("身份证明", "扫描件，加密保存")
    authority = upload("授权委托书", "有代理人时")
    scan = upload("申请书、信封扫描件", "邮寄的请保留信封")
    notice = line("登记说明", length=200, help_text="例如由哪个科室转来；记入办理记录")

    class Meta:
        model = InformationRequest
        fields = [
            *("channel", "forwarded_internally", "applicant_kind", "subject", "kind"),
            *("wanted_name", "wanted_number", "wanted", "wanted_period"),
            *("provide_form", "obtain_way", "accepts_other_way", "help_needed"),
            "suggests_publication",
        ]
        widgets = {"wanted": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, today, **fields):
        super().__init__(*args, **fields)
        self.today = today
        self.fields["channel"].queryset = Channel.objects.open().exclude(pk=Channel.PORTAL)
        self.fields["channel"].empty_label = "请选择"
        self.fields["channel"].error_messages["required"] = "请选择渠道。"
        self.fields["applicant_kind"].error_messages["required"] = "请选择申请人类型。"
        self.fields["subject"].error_messages["required"] = "请用一句话写明申请的事由。"
        self.fields["submitted_on"].initial = today
        self.fields["applicant_kind"].choices = [("", "请选择"), *ApplicantKind.choices]
        for name in ("provide_form", "obtain_way"):
            self.fields[name].choices = [("", NOT_SAID), *self.fields[name].choices[1:]]
        for name in FILES:
            self.fields[name].help_text += f"（不超过{MAX_MEGABYTES}MB）"

    def clean(self):
        data = super().clean()
        wanted = [data.get(name) for name in ("wanted_name", "wanted_number", "wanted")]
        if not any(wanted):
            self.add_error(
                "wanted_name",
                "信息名称、文号、其他特征描述至少填一项，照申请书填写（条例第二十九条）。",
            )
        submitted_on, confirmed_on = data.get("submitted_on"), data.get("confirmed_on")
        if submitted_on and submitted_on > self.today:
            self.add_error("submitted_on", "提交日期不能晚于今天。")
        if confirmed_on and submitted_on and confirmed_on < submitted_on:
            self.add_error("confirmed_on", "确认日期不能早于提交日期（条例第三十一条）。")
        if confirmed_on and confirmed_on > self.today:
            self.add_error("confirmed_on", "确认日期不能晚于今天。")
        for name in FILES:
            self.check_file(name)
        return data

    def check_file(self, name):
        if file := self.cleaned_data.get(name):
            try:
                check_upload(file, file.name, megabytes=MAX_MEGABYTES)
            except ValidationError as error:
                self.add_error(name, error)
