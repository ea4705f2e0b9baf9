"""What a letter's QR code leads to: is this paper ours, and is this file unchanged?"""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.models import OfficeSettings
from requests_app.models import Letter

SHA256 = RegexValidator(r"^[0-9a-fA-F]{64}$", "SHA-256校验值为64位数字和字母a至f")
MEGABYTES = 20


class CompareForm(forms.Form):
    """A file, or its SHA-256, to be compared with what is kept; nothing of it is stored."""

    file = forms.FileField(label="选择文件", required=False, help_text="只计算校验值，不保存文件")
    sha256 = forms.CharField(
        label="或者填写文件的SHA-256校验值",
        required=False,
        max_length=64,
        validators=[SHA256],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MEGABYTES * 1024 * 1024:
            raise ValidationError(f"文件超过{MEGABYTES}MB，不会是本机关的文书")
        return file

    def clean(self):
        known = super().clean()
        if not self.errors and not known.get("file") and not known.get("sha256"):
            raise ValidationError("请选择文件，或者填写校验值")
        return known

    @property
    def hash(self) -> str:
        """Return the hash of what was handed in."""
        file = self.cleaned_data.get("file")
        if not file:
            return self.cleaned_data["sha256"].lower()
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return digest.hexdigest()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_verify(request, token):
    """Confirm number, date, kind, issuer and hash of a letter; nothing about the case."""
    letter = Letter.objects.filter(token=token).first()
    if letter is None:
        answer = render(request, "requests_app/letter_unknown.html", status=404)
    else:
        answer = render(request, "requests_app/letter_verify.html", compared(request, letter))
    answer["X-Robots-Tag"] = "noindex"
    return answer


def compared(request, letter) -> dict:
    is_sent = request.method == "POST"
    form = CompareForm(request.POST, request.FILES) if is_sent else CompareForm()
    context = {
        "letter": letter,
        "form": form,
        "bureau_name": OfficeSettings.objects.current().bureau_name,
    }
    if is_sent and letter.sha256 and form.is_valid():
        context["is_same"] = form.hash == letter.sha256
    return context
