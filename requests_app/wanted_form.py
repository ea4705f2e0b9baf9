"""The first step of an application: what is wanted."""

from django import forms

from portal.personal_data import scan
from requests_app.form_fields import with_notes

TEXT = {"autocomplete": "off"}
AREA = {"rows": 5, "autocomplete": "off"}


class WantedForm(forms.Form):
    """What is wanted: by name, by number, or by anything that helps to find it."""

    wanted_name = forms.CharField(
        label="信息名称", max_length=200, required=False, widget=forms.TextInput(TEXT)
    )
    wanted_number = forms.CharField(
        label="发文字号", max_length=80, required=False, widget=forms.TextInput(TEXT)
    )
    wanted = forms.CharField(
        label="其他特征描述", max_length=5000, required=False, widget=forms.Textarea(AREA)
    )
    wanted_period = forms.CharField(
        label="信息所属时间（选填）", max_length=80, required=False, widget=forms.TextInput(TEXT)
    )
    NOTES = {
        "wanted_name": "知道文件名称的写在这里，例如“2026年小学招生计划”",
        "wanted_number": "例如“云教〔2026〕12号”",
        "wanted": "写清楚是什么事、哪一年、哪个单位，便于查找。一件申请写一项信息，答复会更快",
        "wanted_period": "例如“2025年9月至2026年6月”",
    }

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        with_notes(self)

    def clean(self):
        super().clean()
        tried = self.errors.keys() & {"wanted_name", "wanted_number", "wanted"}
        if not tried and not self.wanted_words:
            sentence = "请写明要什么信息：名称、发文字号、其他特征，至少填一项（条例第二十九条）。"
            self.add_error("wanted_name", sentence)

    @property
    def wanted_words(self) -> str:
        """Return the best words to look for what is wanted."""
        names = ("wanted_name", "wanted_number", "wanted")
        values = getattr(self, "cleaned_data", {})
        return next((values[name] for name in names if values.get(name)), "")

    @property
    def personal_words(self) -> list[str]:
        """Return what in the description looks like somebody's personal data, masked."""
        values = getattr(self, "cleaned_data", None) or self.initial
        text = "\n".join(values.get(name) or "" for name in ("wanted_name", "wanted"))
        return list(dict.fromkeys(f"{found.kind.label} {found.masked}" for found in scan(text)))
