"""Forms of the acts that ask somebody: the applicant, a third party, another agency."""

from copy import copy
from datetime import timedelta

from django import forms

from requests_app.admin.act_forms import ActForm, day, line, one_of, text
from requests_app.deadlines import CORRECTION_NOTICE_DAYS
from requests_app.letter_preview import consultation as draft_consultation
from requests_app.letters import LetterKind
from requests_app.models import CorrectionReason
from requests_app.models.consultation import LETTERS
from requests_app.workflow import SILENCE, ConsultationKind, Opinion

TWO_WEEKS = timedelta(days=14)


class AskCorrectionForm(ActForm):
    has_preview = True
    on = day("补正告知日期")
    reasons = forms.ModelMultipleChoiceField(
        label="需要补正的事项",
        queryset=CorrectionReason.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="补正只能告知一次，请一次列全。",
    )
    other = text(
        "具体要求", required=False, help_text="写明缺什么、怎样补；一行一项。会印在补正告知书上。"
    )
    guidance = text("指导和释明", rows=2, required=False)
    respond_by = day("补正期限", help_text="条例没有规定天数，应给申请人合理的时间。")

    def prepare(self):
        days, today = self.case.rules.correction_days, self.case.today
        self.fields["respond_by"].initial = self.case.workday(today, days) or today + TWO_WEEKS
        if self.case.clock and (by := self.case.clock.correction_notice_by):
            self.fields["on"].help_text = (
                f"应在收到之日起{CORRECTION_NOTICE_DAYS}个工作日内，即 {by:%Y-%m-%d} 前；"
                "超过的照办，并记为逾期告知。"
            )

    def clean(self):
        data = super().clean()
        if not data.get("reasons") and not data.get("other", "").strip():
            self.add_error("other", "请选择补正事项，或者写明具体要求。")
        return data

    def arguments(self):
        data = self.cleaned_data
        chosen = [
            f"{reason.text}：{reason.guidance}" if reason.guidance else reason.text
            for reason in data["reasons"]
        ]
        lines = chosen + [each.strip() for each in data["other"].splitlines() if each.strip()]
        shared = {name: data[name] for name in ("on", "guidance", "respond_by")}
        return shared | {"items": "\n".join(lines)}  # the letter numbers them

    def letter(self):
        return LetterKind.CORRECTION, self.arguments()


class ReceiveCorrectionForm(ActForm):
    on = day("收到补正的日期", help_text="答复期限自这一天的次日起重新计算。")
    answer = text("补正后的内容", rows=5)
    good_reason = text(
        "逾期补正的正当理由", rows=2, required=False, help_text="只在超过补正期限时填写。"
    )


class ConsultForm(ActForm):
    has_preview = True
    kind = one_of("征求谁的意见", ConsultationKind.choices)
    party = line("对方名称", required=True, length=200)
    address = line("对方地址或联系方式", length=200)
    question = text(
        "征求意见的内容", rows=5, help_text="写明拟公开什么；不写申请人的姓名和联系方式。"
    )
    on = day("发出日期")
    field_order = ["kind", "party", "address", "question", "on", "seen"]

    def letter(self):
        fields = self.arguments()
        on = fields.pop("on")
        part = draft_consultation(self.case.info_request, on, fields)
        return LETTERS[part.kind], {"on": on, "part": part}


class DeliverForm(ActForm):
    on = day("对方收到日期", help_text="对方的15个工作日自这一天的次日起计算。")
    proof = line("送达凭证", help_text="邮件号码、签收人等")


class OpinionForm(ActForm):
    on = day("收到意见的日期")
    opinion = one_of("意见", [each for each in Opinion.choices if each[0] != Opinion.SILENT])
    reason = text("对方的理由", required=False, help_text="不同意公开的必须填写。")


class SilenceForm(ActForm):
    on = day("登记日期")

    def prepare(self):
        self.fields["on"].help_text = SILENCE[self.part.kind] + "。"


class OverrideForm(ActForm):
    on = day("书面告知第三方的日期")
    reason = text("不公开会怎样对公共利益造成重大影响", rows=4)


class AskReasonsForm(ActForm):
    has_preview = True
    on = day("告知日期")
    facts = text(
        "数量、频次明显超过合理范围的事实",
        rows=4,
        help_text="写明多长时间内提出多少件、哪些内容重复；会印在说明理由告知书上。",
    )
    respond_by = day("说明期限")

    def prepare(self):
        days, today = self.case.rules.correction_days, self.case.today
        self.fields["respond_by"].initial = self.case.workday(today, days) or today + TWO_WEEKS

    def letter(self):
        return LetterKind.REASONS, self.arguments()


class ReceiveReasonsForm(ActForm):
    on = day("收到说明的日期")
    answer = text("申请人说明的理由", rows=5)


class AcceptReasonsForm(ActForm):
    has_preview = True
    on = day("认定日期")
    finding = text("认定意见", required=False, help_text="延迟答复的，会印在延迟答复告知书上。")
    new_due_on = day(
        "延迟答复的期限",
        required=False,
        help_text="在原期限内能答复的留空；不能的，确定合理的日期，并生成延迟答复告知书。",
    )

    def preview(self):
        last = self.cleaned_data["new_due_on"]
        return [f"答复期限延迟至 {last}。" if last else "答复期限不变，不生成文书。"]

    def letter(self):
        data, part = self.cleaned_data, copy(self.case.info_request.reasons_inquiry)
        if not data["new_due_on"]:
            return None
        part.finding, part.new_due_on = data["finding"], data["new_due_on"]
        return LetterKind.DELAY, {"on": data["on"], "part": part}


class RejectReasonsForm(ActForm):
    on = day("认定日期")
    finding = text("为什么理由不合理", rows=4)
