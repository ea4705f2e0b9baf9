"""The application form (申请表): what art. 29 asks for, and nothing more. 用途 is not asked."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.personal_data import (
    mask,
    typed_credit_code,
    typed_document,
    typed_id_card,
    typed_name,
    typed_phone,
)
from requests_app.form_fields import (
    UploadField,
    accepts_other_way_field,
    delivery_fault,
    email_field,
    obtain_way_field,
    provide_form_field,
    tell_apart,
    typed_by,
)
from requests_app.form_ticket import Ticket
from requests_app.models import (
    ApplicantKind,
    Channel,
    FileKind,
    HeldUpload,
    IdKind,
    InformationRequest,
    ObtainWay,
)
from requests_app.query_codes import code_mark, code_of_form
from requests_app.wanted_form import TEXT, WantedForm

PERSON, ORGANISATION = "person", "organisation"
ID_KINDS = [choice for choice in IdKind.choices if choice[0] != IdKind.CREDIT_CODE]
ORGANISATION_KINDS = [kind for kind in ApplicantKind.choices if kind[0] != ApplicantKind.NATURAL]
# Documents whose numbers are built like that of an identity card, with its check digit.
LIKE_ID_CARD = (IdKind.RESIDENT, IdKind.RESIDENCE)
SUBJECT_LENGTH = 80
AUTOCOMPLETE = {  # what a browser may fill in for a person who types with difficulty
    "name": "name",
    "organisation_name": "organization",
    "phone": "tel",
    "email": "email",
    "address": "street-address",
    "postcode": "postal-code",
}


class RequestForm(WantedForm):
    """The whole application; `save` files it."""

    applicant_type = forms.ChoiceField(
        label="申请人是",
        error_messages={"required": "请选择申请人是个人还是单位。"},
        choices=[(PERSON, "公民（个人）"), (ORGANISATION, "法人或者其他组织（单位）")],
        widget=forms.RadioSelect,
        initial=PERSON,
    )
    name = forms.CharField(label="姓名", required=False, max_length=200)
    id_kind = forms.ChoiceField(
        label="证件类型", choices=ID_KINDS, required=False, initial=IdKind.RESIDENT
    )
    id_number = forms.CharField(
        label="证件号码", required=False, max_length=60, widget=forms.TextInput(TEXT)
    )
    organisation_kind = forms.ChoiceField(
        label="单位类别", choices=[("", "请选择"), *ORGANISATION_KINDS], required=False
    )
    organisation_name = forms.CharField(label="单位名称", required=False, max_length=200)
    credit_code = forms.CharField(
        label="统一社会信用代码", required=False, max_length=60, widget=forms.TextInput(TEXT)
    )
    legal_representative = forms.CharField(
        label="法定代表人（负责人）", required=False, max_length=60
    )
    contact_name = forms.CharField(label="联系人", required=False, max_length=60)
    identity = UploadField(label="身份证明", kind=FileKind.IDENTITY, pictures_only=True)
    phone = forms.CharField(
        label="联系电话", required=False, max_length=60, widget=forms.TextInput({"type": "tel"})
    )
    email = email_field()
    address = forms.CharField(label="通信地址", required=False, max_length=200)
    postcode = forms.CharField(
        label="邮政编码（选填）", required=False, max_length=10, widget=forms.TextInput(TEXT)
    )
    agent_name = forms.CharField(label="代理人姓名", required=False, max_length=200)
    agent_id_number = forms.CharField(
        label="代理人证件号码", required=False, max_length=60, widget=forms.TextInput(TEXT)
    )
    agent_identity = UploadField(label="代理人身份证明", kind=FileKind.IDENTITY, pictures_only=True)
    authority = UploadField(label="授权委托书", kind=FileKind.AUTHORITY, pictures_only=True)
    wanted_file = UploadField(label="补充说明的附件（选填）", kind=FileKind.WANTED)
    provide_form = provide_form_field()
    obtain_way = obtain_way_field()
    accepts_other_way = accepts_other_way_field(initial=True)
    help_needed = forms.CharField(label="需要的协助（选填）", required=False, max_length=200)
    suggests_publication = forms.BooleanField(
        label="建议把这项信息主动公开（条例第四十四条）", required=False
    )
    website = forms.CharField(label="请不要填写这一栏", required=False)
    answer = forms.CharField(
        label="", required=False, max_length=20, widget=forms.TextInput({"inputmode": "numeric"})
    )
    is_declared = forms.BooleanField(
        label="以上内容真实、准确，由我本人（本单位）负责", required=False
    )
    NOTES = WantedForm.NOTES | {
        "name": "按证件填写；一个字的姓名、带“·”的姓名、生僻字都可以",
        "credit_code": "营业执照或登记证书上的18位代码",
        "identity": "证件的照片、扫描件或PDF，可以选几个文件；单位用营业执照、登记证书等",
        "phone": "电话、电子邮箱、通信地址至少填一项，用来与您确认收到、告知进度",
        "email": "选“电子邮件”方式获取的必须填写",
        "address": "选“邮寄”方式获取的必须填写",
        "agent_name": "不满十四周岁的，由监护人作为代理人填写",
        "obtain_way": "选传真的，请把传真号码写在“需要的协助”里",
        "help_needed": "阅读、视听有困难的，写明需要什么帮助（条例第四十三条）",
    }

    def __init__(self, *args, ticket: Ticket, **kwargs):
        self.ticket = ticket
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = f"防止机器自动提交：{ticket.question}"
        self.fields["answer"].help_text = "填数字，例如 8"
        for name, purpose in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose

    # --- files -----------------------------------------------------------------------------

    @property
    def slots(self) -> dict[str, UploadField]:
        return {name: f for name, f in self.fields.items() if isinstance(f, UploadField)}

    def hold_uploads(self, *, at) -> None:
        """Keep the good files, whatever else is wrong; the others are refused by `clean`."""
        self.refused = {}
        for name, field in self.slots.items():
            for upload in self.files.getlist(name):
                try:
                    field.check_kind(upload)
                    HeldUpload.objects.hold(self.ticket.key, name, field.kind, upload, at=at)
                except ValidationError as error:
                    self.refused.setdefault(name, []).extend(error.messages)

    @property
    def held(self) -> dict[str, list[HeldUpload]]:
        """Return the files kept for this form, by field."""
        if not hasattr(self, "_held"):
            self._held = {name: [] for name in self.slots}
            for row in HeldUpload.objects.filter(form=self.ticket.key):
                self._held.setdefault(row.slot, []).append(row)
        return self._held

    # --- what was typed --------------------------------------------------------------------

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError("这一栏是防止机器自动提交用的，请清空后再提交。")
        return ""

    def clean_answer(self):
        typed = self.cleaned_data["answer"]
        if not self.ticket.is_answered_by(typed):
            raise ValidationError(f"答案不对。{self.ticket.question}请填数字。")
        return typed

    def clean_is_declared(self):
        if not self.cleaned_data["is_declared"]:
            raise ValidationError("请确认以上内容真实、准确。")
        return True

    def clean_phone(self):
        return typed_by(typed_phone, self.cleaned_data["phone"])

    def clean(self):
        super().clean()
        for name, sentences in getattr(self, "refused", {}).items():
            self.add_error(name, sentences)
        if self.cleaned_data.get("applicant_type") == ORGANISATION:
            self.clean_organisation()
        else:
            self.clean_person()
        self.clean_agent()
        self.clean_contact()
        if self.ticket.is_too_fast:
            self.add_error(None, "提交得太快，系统不能确认是人在填写。请核对一遍，过几秒再提交。")

    def need(self, name: str, sentence: str, judge=None) -> None:
        """Require a field and put what was typed into its one form."""
        if name in self.errors:
            return
        typed = (self.cleaned_data.get(name) or "").strip()
        if not typed:
            self.add_error(name, sentence)
            return
        try:
            self.cleaned_data[name] = judge(typed) if judge else typed
        except ValidationError as error:
            self.add_error(name, error)

    def need_file(self, name: str, sentence: str) -> None:
        if name not in self.errors and not self.held[name]:
            self.add_error(name, sentence)

    def clean_person(self):
        like_card = self.cleaned_data.get("id_kind") in LIKE_ID_CARD
        self.need("name", "请填写姓名（条例第二十九条）。", typed_name)
        self.need("id_kind", "请选择证件类型。")
        judge = typed_id_card if like_card else typed_document
        self.need("id_number", "请填写证件号码（条例第二十九条）。", judge)
        self.need_file("identity", "请附上身份证明的照片或扫描件（条例第二十九条）。")

    def clean_organisation(self):
        self.need("organisation_kind", "请选择单位类别，年度报告按类别统计。")
        self.need("organisation_name", "请填写单位名称（条例第二十九条）。", typed_name)
        self.need("credit_code", "请填写统一社会信用代码。", typed_credit_code)
        self.need("legal_representative", "请填写法定代表人或负责人的姓名。", typed_name)
        self.need("contact_name", "请填写联系人的姓名。", typed_name)
        self.need_file("identity", "请附上营业执照、登记证书等证明（条例第二十九条）。")

    def clean_agent(self):
        names = ("agent_name", "agent_id_number")
        attached = self.held["authority"] or self.held["agent_identity"]
        if not attached and not any(self.cleaned_data.get(name) for name in names):
            return
        self.need("agent_name", "由他人代理的，请填写代理人姓名。", typed_name)
        self.need("agent_id_number", "由他人代理的，请填写代理人的证件号码。", tell_apart)
        self.need_file("authority", "由他人代理的，请附上授权委托书；监护人附上关系证明。")
        self.need_file("agent_identity", "由他人代理的，请附上代理人的身份证明。")

    def clean_contact(self):
        values = self.cleaned_data
        ways = ("phone", "email", "address")
        if not any(values.get(name) for name in ways) and not self.errors.keys() & set(ways):
            self.add_error("phone", "电话、电子邮箱、通信地址至少填一项（条例第二十九条）。")
        if fault := delivery_fault(values.get("provide_form"), values.get("obtain_way")):
            self.add_error("obtain_way", fault)
        if values.get("obtain_way") == ObtainWay.POST:
            self.need("address", "选择邮寄的，请填写通信地址。")
        if values.get("obtain_way") == ObtainWay.EMAIL:
            self.need("email", "选择电子邮件的，请填写电子邮箱。")

    # --- filing ----------------------------------------------------------------------------

    @property
    def applicant(self) -> dict[str, str]:
        """Return what `register` wants to know of the applicant."""
        values = self.cleaned_data
        common = ("phone", "email", "address", "postcode", "agent_name", "agent_id_number")
        person = {name: values[name].strip() for name in common}
        if values["applicant_type"] == PERSON:
            names = ("name", "id_kind", "id_number")
            return person | {name: values[name] for name in names}
        return person | {
            "name": values["organisation_name"],
            "id_kind": IdKind.CREDIT_CODE,
            "id_number": values["credit_code"],
            "legal_representative": values["legal_representative"],
            "contact_name": values["contact_name"],
        }

    @property
    def kind(self) -> str:
        values = self.cleaned_data
        is_person = values["applicant_type"] == PERSON
        return ApplicantKind.NATURAL if is_person else values["organisation_kind"]

    def save(self, *, at) -> InformationRequest:
        """File the request and return it; the same form sent twice files it once."""
        filed = InformationRequest.objects.filter(form_key=self.ticket.key)
        try:
            return filed.first() or self.file(at=at)
        except IntegrityError:  # the other of two clicks was faster
            return filed.get()

    @transaction.atomic
    def file(self, *, at) -> InformationRequest:
        values = self.cleaned_data
        names = ("wanted_name", "wanted_number", "wanted", "wanted_period", "provide_form")
        names += ("obtain_way", "accepts_other_way", "help_needed", "suggests_publication")
        info_request = InformationRequest.objects.register(
            applicant=self.applicant,
            channel=Channel.objects.get(pk=Channel.PORTAL),
            submitted_on=timezone.localdate(at),
            by=None,
            at=at,
            applicant_kind=self.kind,
            subject=mask(" ".join(self.wanted_words.split()))[:SUBJECT_LENGTH],
            query_code_hash=code_mark(code_of_form(self.ticket.nonce)),
            form_key=self.ticket.key,
            **{name: values[name] for name in names},
        )
        HeldUpload.objects.hand_over(self.ticket.key, info_request, at=at)
        return info_request
