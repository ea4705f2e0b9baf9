"""What people fill in on the way to an annual report."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django import forms
from django.core.exceptions import ValidationError

from portal.errors import RuleViolation
from reports import placeholders
from reports.cell_values import read_value
from reports.content import TEXT_SECTIONS, ReportContent, heading
from reports.models.report_sheet import check_value
from reports.models.row_help import help_for
from reports.readers import UnreadableReport, read_report
from reports.sheet import kinds
from reports.tables import AMOUNT, Form
from reports.text_checks import FEE_WORDS

LONGEST_OVERVIEW = 1000  # 原则上不超过一千字: a local practice, so it only warns
LONGEST_REASON = 500
FIRST_YEAR = 2008


class StartForm(forms.Form):
    year = forms.IntegerField(
        label="报告年度",
        min_value=FIRST_YEAR,
        max_value=2100,
        help_text="统计期限为该年1月1日至12月31日，次年1月31日前公布（条例第四十九条）。",
        error_messages={"required": "请填写报告年度。"},
    )


class FiguresForm(forms.Form):
    """One field for each figure the offices hand in; what nobody typed stays as it is."""

    reason = forms.CharField(
        label="数据来源",
        required=False,
        max_length=LONGEST_REASON,
        help_text="由哪个科室、从哪里统计；更正统计数时必填理由。",
    )

    def __init__(self, *args, form_of: Form, filled: dict, codes: list[str], notes=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.form_of, self.kinds = form_of, kinds(form_of)
        self.before = {code: filled[code].value for code in codes}
        for code in codes:
            self.fields[code] = forms.CharField(
                label=form_of.name_of(code),
                required=False,
                max_length=60,
                help_text=help_for(code, notes or {}),
                initial=placeholders.shown(filled[code].value)
                if filled[code].value is not None
                else "",
                widget=forms.TextInput(attrs={"inputmode": self.mode(code)}),
            )
        self.order_fields([*codes, "reason"])

    def groups(self) -> list[tuple[str, list]]:
        """Return the fields of each table under its name."""
        return [
            (table.caption, fields)
            for table in self.form_of.layout
            if (fields := [self[code] for code in table.codes if code in self.fields])
        ]

    def reason_field(self) -> list:
        return [self["reason"]]

    def mode(self, code: str) -> str:
        return "decimal" if self.kinds[code] == AMOUNT else "numeric"

    def clean(self):
        data = super().clean()
        self.values = {}
        for code in self.before:
            if not (typed := data.get(code, "").strip()):
                if self.before[code] is not None:
                    self.add_error(code, "已有数据的格不能清空；没有发生的填0。")
                continue
            value = read_value(typed, self.kinds[code])
            try:
                check_value(self.form_of, self.kinds, code, value)
            except RuleViolation as refusal:
                self.add_error(code, f"{refusal}。")
            if value != self.before[code]:
                self.values[code] = value
        return data


class CellForm(FiguresForm):
    """One cell, with its reason."""

    def __init__(self, *args, code: str, **kwargs):
        super().__init__(*args, codes=[code], **kwargs)
        self.fields[code].label = "改为"
        self.fields["reason"].label = "依据或理由"
        self.fields["reason"].widget = forms.Textarea(attrs={"rows": 3})


class TextsForm(forms.Form):
    def __init__(self, *args, texts: dict[str, str], known: dict, notes=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        for section in TEXT_SECTIONS:
            self.fields[f"section_{section}"] = forms.CharField(
                label=heading(section),
                required=section != 5,
                strip=True,
                help_text=(notes or {}).get(f"TEXT.{section}", ""),
                initial=texts.get(str(section), ""),
                widget=forms.Textarea(attrs={"rows": 16 if section == 1 else 8}),
                error_messages={"required": f"请填写“{heading(section)}”。"},
            )
            setattr(self, f"clean_section_{section}", self.cleaner(section))

    def cleaner(self, section: int):
        def clean() -> str:
            text = self.cleaned_data[f"section_{section}"].replace("\r\n", "\n")
            if wrong := placeholders.unknown(text, self.known):
                named = "、".join(f"{{{name}}}" for name in wrong)
                raise ValidationError(
                    f"没有名为{named}的数据；请从“可用的数据”中选，或者直接写文字。"
                )
            if section == 6 and not FEE_WORDS.search(text):
                raise ValidationError(
                    "应当写明信息处理费的收取情况；没有收取的，写“本年度未收取信息处理费。”"
                )
            return text

        return clean

    @property
    def texts(self) -> dict[int, str]:
        return {section: self.cleaned_data[f"section_{section}"] for section in TEXT_SECTIONS}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写理由。"},
    )


class NoteForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PublishedReportForm(forms.Form):
    """A report that was published before, in a file of any of the usual kinds."""

    file = forms.FileField(
        label="报告文件",
        help_text="DOCX、XLSX、HTML、TXT 或 JSON；按原样导入，不改动其中的数据。",
        error_messages={"required": "请选择文件。"},
    )
    published_on = forms.DateField(
        label="公布日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写公布日期。", "invalid": "请填写日期，例如2024-01-26。"},
    )
    year = forms.IntegerField(
        label="报告年度", required=False, min_value=FIRST_YEAR, max_value=2100,
        help_text="文件里没有写明年度时填写。",
    )  # fmt: skip
    body = forms.CharField(label="报告机关", required=False, max_length=100)

    def clean(self):
        data = super().clean()
        if not self.errors:
            try:
                self.read = read_upload(data["file"])
            except UnreadableReport as error:
                self.add_error("file", str(error))
                return data
            if not (self.read.facts.year or data.get("year")):
                self.add_error("year", "文件里没有写明年度，请填写。")
        return data

    def content(self, body: str) -> ReportContent:
        facts = self.read.facts
        return ReportContent(
            year=self.cleaned_data.get("year") or facts.year,
            form=facts.form,
            body=self.cleaned_data.get("body") or facts.body or body,
            cells=dict(facts.cells),
            texts={section: facts.texts.get(section, "") for section in TEXT_SECTIONS},
            opening=facts.texts.get(0, ""),
        )


def read_upload(upload):
    """Return the report in an uploaded file; the readers want a file with its own name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"report{Path(upload.name).suffix.lower()}"
        with path.open("wb") as copy:
            copy.writelines(upload.chunks())
        return read_report(path)
