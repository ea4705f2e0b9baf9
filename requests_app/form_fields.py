"""Parts of the public forms: uploads, hints, and checks that several forms share."""

import re
from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from portal.files.kinds import safe_name
from portal.personal_data import typed_document, typed_id_card
from requests_app.models import FileKind, ObtainWay, ProvideForm

PICTURES = ("jpg", "jpeg", "png", "webp", "pdf")
OTHER_WAYS = {  # ways by which a form cannot be had
    ProvideForm.ELECTRONIC: (ObtainWay.FAX, ObtainWay.INSPECTION),
    ProvideForm.PAPER: (ObtainWay.ONLINE, ObtainWay.EMAIL, ObtainWay.INSPECTION),
    ProvideForm.DISC: (ObtainWay.ONLINE, ObtainWay.EMAIL, ObtainWay.FAX, ObtainWay.INSPECTION),
    ProvideForm.INSPECTION: tuple(set(ObtainWay) - {ObtainWay.INSPECTION}),
}


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"

    def format_value(self, value):
        return None


class UploadField(forms.Field):
    """Files for one purpose. The form keeps the good ones itself, whatever else is wrong."""

    widget = FilesInput

    def __init__(self, *, kind: FileKind, pictures_only: bool = False, **kwargs):
        self.kind, self.pictures_only = kind, pictures_only
        super().__init__(required=False, **kwargs)

    def widget_attrs(self, widget):
        suffixes = ",".join(f".{name}" for name in PICTURES)
        return {"accept": f"{suffixes},image/*"} if self.pictures_only else {}

    def check_kind(self, upload) -> None:
        """Raise ValidationError when a proof is no picture and no PDF."""
        extension = safe_name(upload.name).rpartition(".")[2].lower()
        if self.pictures_only and extension not in PICTURES:
            raise ValidationError(
                f"“{safe_name(upload.name)}”不能作为证明材料上传；请用照片（JPG、PNG）或PDF。"
            )


def provide_form_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="信息的提供形式",
        choices=ProvideForm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择提供形式（条例第二十九条）。"},
    )


def obtain_way_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="获取方式",
        choices=ObtainWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择获取方式（条例第二十九条）。"},
    )


def accepts_other_way_field(**options) -> forms.BooleanField:
    label = "不能按上面的形式和方式提供时，接受其他形式和方式"
    return forms.BooleanField(label=label, required=False, **options)


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label="电子邮箱",
        required=False,
        max_length=100,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "电子邮箱的写法不对，应当像 name@example.org。"},
    )


def with_notes(form: forms.Form) -> None:
    """Give each field its hint."""
    for name, note in form.NOTES.items():
        if name in form.fields:
            form.fields[name].help_text = note


def typed_by(judge: Callable[[str], str], text: str) -> str:
    """Return an optional text in its one form."""
    return judge(text) if text.strip() else ""


def tell_apart(number: str) -> str:
    """Return the number of an agent's document; what looks like an identity card must be one."""
    digits = re.sub(r"[\s-]", "", number)
    looks_like_card = re.fullmatch(r"\d{15}|\d{16,18}[\dXx]?", digits, re.ASCII)
    return typed_id_card(number) if looks_like_card else typed_document(number)


def delivery_fault(provide_form: str | None, obtain_way: str | None) -> str:
    """Return why this form cannot be had in this way, or ""."""
    if not provide_form or not obtain_way or obtain_way not in OTHER_WAYS[provide_form]:
        return ""
    what, way = ProvideForm(provide_form).label, ObtainWay(obtain_way).label
    possible = [w.label for w in ObtainWay if w not in OTHER_WAYS[provide_form]]
    return f"“{what}”不能用“{way}”的方式取得，请改选：{'、'.join(possible)}。"
