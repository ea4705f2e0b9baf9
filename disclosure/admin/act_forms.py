"""What people fill in for the acts of the chain; each form asks what its verb takes."""

from django import forms
from django.utils import timezone

from disclosure.checklist import remarks_on
from disclosure.workflow import Conclusion

SECRECY_BASES = (
    "经审查不涉及国家秘密、工作秘密、商业秘密和个人隐私，依据《政府信息公开条例》第十七条",
    "《保守国家秘密法》第三十五条（公开前保密审查）",
    "《政府信息公开条例》第十四条（国家秘密，法律、行政法规禁止公开，危及国家安全、公共安全、经济安全、社会稳定）",
    "《政府信息公开条例》第十五条（商业秘密、个人隐私）",
    "《政府信息公开条例》第十六条（内部事务信息、过程性信息、行政执法案卷信息）",
    "《个人信息保护法》第二十五条（未经单独同意不得公开个人信息）",
)
WAIVER_BASES = (
    "《政府信息公开条例》第十五条：不公开会对公共利益造成重大影响",
    "《个人信息保护法》第十三条第一款第三项：为履行法定职责所必需",
    "《个人信息保护法》第二十五条：已取得本人单独同意",
    "该号码为对外公布的办公、咨询联系方式",
)


def long_text(rows=3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ActForm(forms.Form):
    """`version` is what the person saw: of a text changed since, nobody signs the new one."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, item=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item


class SubmitForm(ActForm):
    """Nothing to fill in, but a word to the warnings of the checklist where there are any."""

    confirmed = forms.BooleanField(
        label="以上提醒已经逐条看过",
        error_messages={"required": "请逐条看过提醒，再勾选这里。"},
    )
    note = forms.CharField(
        label="说明",
        max_length=300,
        widget=long_text(),
        help_text="为什么可以照原样提交，如“本通知不编文号”；审核人会看到",
        error_messages={"required": "请用一句话说明为什么可以照原样提交。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.remarks = remarks_on(self.item) if self.item else []
        if all(remark.blocks for remark in self.remarks):
            del self.fields["confirmed"], self.fields["note"]

    def clean(self):
        data = super().clean()
        data.pop("confirmed", None)
        return data


class OpinionForm(ActForm):
    opinion = forms.CharField(
        label="意见", required=False, max_length=500, widget=long_text(), help_text="可以不填"
    )


class ReasonForm(ActForm):
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=long_text(4),
        error_messages={"required": "请写明理由。"},
    )


class ReturnForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "写清哪里要改、怎么改，拟稿人据此修改。"


class EmergencyForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "什么突发情况，为什么不能等初审、复审。"


class ReleaseForm(OpinionForm):
    publish_at = forms.DateTimeField(
        label="定时公开",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="留空为签发后立即公开",
    )
    field_order = ["version", "opinion", "publish_at"]

    def clean_publish_at(self):
        moment = self.cleaned_data["publish_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError("定时公开须晚于现在；要立即公开，请留空。")
        return moment


class SecrecyForm(OpinionForm):
    conclusion = forms.ChoiceField(
        label="结论",
        choices=Conclusion,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。"},
    )
    basis = forms.CharField(
        label="依据",
        max_length=500,
        widget=forms.TextInput(attrs={"list": "secrecy-bases"}),
        help_text="法律名称和条款；可从常用条款中选，也可自己填写",
        error_messages={"required": "请写明依据（法律名称和条款）。"},
    )
    field_order = ["version", "conclusion", "basis", "opinion"]
    suggestions = {"secrecy-bases": SECRECY_BASES}


class OwedForm(OpinionForm):
    """A review an emergency publication owes; which one, the person's role says."""


class WaiveForm(forms.Form):
    finding = forms.CharField(widget=forms.HiddenInput)
    basis = forms.CharField(
        label="依法须公开的理由",
        max_length=500,
        widget=forms.TextInput(attrs={"list": "waiver-bases"}),
        help_text="法律名称和条款；登记后该处照原样公开，并记入审计",
        error_messages={"required": "请写明法定理由。"},
    )
    suggestions = {"waiver-bases": WAIVER_BASES}
