"""What an applicant may do with a request under way: one form for each act.

Each form knows when its act is open and until when, and does it through the model's own verb.
"""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError

from portal.personal_data import typed_phone
from requests_app.form_fields import (
    UploadField,
    accepts_other_way_field,
    delivery_fault,
    email_field,
    obtain_way_field,
    provide_form_field,
    typed_by,
    with_notes,
)
from requests_app.models import (
    FileKind,
    InformationRequest,
    ObtainWay,
    Rating,
    RequestFile,
    Score,
)
from requests_app.workflow import Status

LONGEST_ANSWER = 5000
MOST_FILES = 10


class StatusForm(forms.Form):
    """The two things a person needs to see a request."""

    number = forms.CharField(
        label="申请编号", max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    NOTES = {
        "number": "例如 2026-0001",
        "code": "提交成功时显示的10位字母和数字，不分大小写，中间的横线可以不填",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        with_notes(self)

    def clean_number(self):
        return self.cleaned_data["number"].strip().upper().replace("—", "-").replace("－", "-")


class ActForm(forms.Form):
    """One act of the applicant; `is_open` says whether it may be done today, `until` how long."""

    title = button = intro = done = ""
    is_grave = False
    NOTES: dict[str, str] = {}

    def __init__(self, *args, info_request: InformationRequest, **kwargs):
        self.info_request = info_request
        super().__init__(*args, label_suffix="", **kwargs)
        with_notes(self)

    @classmethod
    def is_open(cls, info_request: InformationRequest, today: date) -> bool:
        raise NotImplementedError

    @classmethod
    def until(cls, info_request: InformationRequest) -> date | None:
        """Return the last day for it, None where there is none."""
        return None

    def perform(self, *, today: date, at: datetime) -> None:
        raise NotImplementedError


class FilesForm(ActForm):
    """An act with files; each is checked before anything is done."""

    files_kind = FileKind.OTHER
    attached = UploadField(label="附件（选填）", kind=FileKind.OTHER)

    def clean(self):
        super().clean()
        uploads = self.files.getlist("attached")
        if len(uploads) > MOST_FILES:
            self.add_error("attached", f"一次最多上传{MOST_FILES}个文件。")

    def add_files(self, at: datetime) -> None:
        """Keep the files with the case; called inside the act's transaction."""
        for upload in self.files.getlist("attached"):
            try:
                RequestFile.objects.add(self.info_request, self.files_kind, upload, by=None, at=at)
            except ValidationError as error:
                raise FileRefused(error.messages) from error


class FileRefused(Exception):
    """A file of an act is refused, and so the act; its messages belong beside the field."""

    def __init__(self, messages: list[str]):
        super().__init__(*messages)
        self.messages = messages


class CorrectionAnswerForm(FilesForm):
    title, button = "补正申请", "提交补正"
    intro = "请按补正告知书逐项补充。收到补正的次日起，答复期限重新计算（条例第三十条）。"
    done = "补正已提交。答复期限自收到补正的次日起重新计算。"
    files_kind = FileKind.CORRECTION
    answer = forms.CharField(
        label="补正的内容",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": "请填写内容后再提交。"},
    )
    field_order = ["answer", "attached"]

    @classmethod
    def is_open(cls, info_request, today):
        return info_request.status == Status.CORRECTION and today <= cls.until(info_request)

    @classmethod
    def until(cls, info_request):
        return info_request.correction.respond_by

    def perform(self, *, today, at):
        answer = self.cleaned_data["answer"]
        self.add_files(at)
        self.info_request.correction.receive(by=None, on=today, at=at, answer=answer)


class ReasonsForm(FilesForm):
    title, button = "说明理由", "提交说明"
    intro = "请说明为什么需要申请这些信息（条例第三十五条）。"
    done = "说明已提交，公开办将认定理由是否合理。"
    answer = forms.CharField(
        label="理由",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": "请填写内容后再提交。"},
    )
    field_order = ["answer", "attached"]

    @classmethod
    def is_open(cls, info_request, today):
        waits = info_request.status == Status.REASONS_ASKED
        return waits and info_request.reasons_inquiry.answered_on is None

    @classmethod
    def until(cls, info_request):
        return info_request.reasons_inquiry.respond_by

    def perform(self, *, today, at):
        answer = self.cleaned_data["answer"]
        self.add_files(at)
        self.info_request.reasons_inquiry.receive(by=None, on=today, at=at, answer=answer)


class DeliveryForm(ActForm):
    title, button = "重新选择提供形式和获取方式", "保存选择"
    intro = "答复作出之前可以更改。"
    done = "新的选择已保存。"
    provide_form = provide_form_field()
    obtain_way = obtain_way_field()
    accepts_other_way = accepts_other_way_field()

    def __init__(self, *args, info_request, **kwargs):
        names = ("provide_form", "obtain_way", "accepts_other_way")
        kwargs.setdefault("initial", {name: getattr(info_request, name) for name in names})
        super().__init__(*args, info_request=info_request, **kwargs)

    @classmethod
    def is_open(cls, info_request, today):
        return info_request.status not in (Status.DECIDED, Status.CLOSED)

    def clean(self):
        super().clean()
        values, person = self.cleaned_data, self.info_request.applicant
        if fault := delivery_fault(values.get("provide_form"), values.get("obtain_way")):
            self.add_error("obtain_way", fault)
        for way, name, what in [
            (ObtainWay.POST, "address", "通信地址"),
            (ObtainWay.EMAIL, "email", "电子邮箱"),
        ]:
            if values.get("obtain_way") == way and not getattr(person, name):
                self.add_error("obtain_way", f"您没有填写{what}，请先在“我的信息”里补充。")

    def perform(self, *, today, at):
        self.info_request.choose_delivery(at=at, **self.cleaned_data)


class ContactForm(ActForm):
    title, button = "更正联系方式", "保存"
    intro = "电话、电子邮箱和地址可以自己更正；姓名和证件号码请持证件到公开办更正。"
    done = "联系方式已更正。"
    phone = forms.CharField(
        label="联系电话",
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    email = email_field()
    address = forms.CharField(
        label="通信地址",
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(label="邮政编码（选填）", required=False, max_length=10)

    def __init__(self, *args, info_request, **kwargs):
        names = ("phone", "email", "address", "postcode")
        person = info_request.applicant
        kwargs.setdefault("initial", {name: getattr(person, name) for name in names})
        super().__init__(*args, info_request=info_request, **kwargs)

    @classmethod
    def is_open(cls, info_request, today):
        return info_request.is_open

    def clean_phone(self):
        return typed_by(typed_phone, self.cleaned_data["phone"])

    def clean(self):
        super().clean()
        values, way = self.cleaned_data, self.info_request.obtain_way
        if not self.errors and not any(values.get(n) for n in ("phone", "email", "address")):
            self.add_error("phone", "电话、电子邮箱、通信地址至少保留一项（条例第二十九条）。")
        if way == ObtainWay.POST and not values.get("address"):
            self.add_error("address", "您选择邮寄取得信息，请保留通信地址。")
        if way == ObtainWay.EMAIL and not values.get("email") and "email" not in self.errors:
            self.add_error("email", "您选择电子邮件取得信息，请保留电子邮箱。")

    def perform(self, *, today, at):
        self.info_request.applicant.correct_contact(at=at, **self.cleaned_data)


class WithdrawalForm(ActForm):
    title, button = "撤回申请", "确认撤回"
    intro = "撤回后这件申请不再办理，也不能恢复；需要时可以重新申请。"
    done = "申请已撤回。"
    is_grave = True
    reason = forms.CharField(label="撤回的原因（选填）", required=False, max_length=200)
    is_sure = forms.BooleanField(
        label="我确认撤回这件申请", error_messages={"required": "请勾选确认后再撤回。"}
    )

    @classmethod
    def is_open(cls, info_request, today):
        return info_request.is_open

    def perform(self, *, today, at):
        reason = self.cleaned_data["reason"].strip()
        note = "申请人在网站上撤回" + (f"：{reason}" if reason else "")
        self.info_request.withdraw(by=None, on=today, at=at, note=note)


class RatingForm(ActForm):
    title, button = "评价这次办理", "提交评价"
    intro = "只能评价一次。评价不影响您的其他申请。"
    done = "谢谢您的评价。"
    score = forms.ChoiceField(
        label="满意度",
        choices=Score.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择满意度。"},
    )
    comment = forms.CharField(
        label="意见（选填）", required=False, max_length=500, widget=forms.Textarea({"rows": 4})
    )

    @classmethod
    def is_open(cls, info_request, today):
        return not info_request.is_open and not info_request.part("rating")

    def perform(self, *, today, at):
        score, comment = int(self.cleaned_data["score"]), self.cleaned_data["comment"]
        Rating.objects.rate(self.info_request, score=score, comment=comment, at=at)


ACTS = {  # by their address, in the order they are offered
    "correction": CorrectionAnswerForm,
    "reasons": ReasonsForm,
    "rating": RatingForm,
    "delivery": DeliveryForm,
    "contact": ContactForm,
    "withdrawal": WithdrawalForm,
}
