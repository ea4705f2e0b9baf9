"""Forms of extension and fee: what is asked for, and what it comes to before it is done."""

from copy import copy

from django import forms

from requests_app.admin.act_forms import ActForm, day, line, one_of, text
from requests_app.deadlines import MAX_EXTENSION, Event
from requests_app.fees import Basis, plain
from requests_app.letters import LetterKind
from requests_app.models.fee_notice import reckon_fee

MOST_PAGES, MOST_PIECES = 1_000_000, 1_000


class ExtensionForm(ActForm):
    has_preview = True
    on = day("提请日期")
    days = forms.IntegerField(
        label="延长的工作日",
        initial=MAX_EXTENSION,
        min_value=1,
        max_value=MAX_EXTENSION,
        help_text=f"最多{MAX_EXTENSION}个工作日，只能延长一次，须在期限届满前批准并告知申请人。",
    )
    reason = text("理由", help_text="会印在延期答复告知书上。")

    def preview(self):
        data = self.cleaned_data
        granted = Event(kind="extension_granted", on=data["on"], working_days=data["days"])
        due = self.case.due_with(granted)
        return [f"延长{data['days']}个工作日后，答复期限为 {due}。"]


class ApproveExtensionForm(ActForm):
    has_preview = True
    on = day("批准并告知申请人的日期")

    def letter(self):
        part = copy(self.case.info_request.extension)
        part.approved_on = self.cleaned_data["on"]
        return LetterKind.EXTENSION, {"on": part.approved_on, "part": part}


class FeeForm(ActForm):
    has_preview = True
    on = day("提请日期")
    basis = one_of("计收方式", Basis.choices, help_text="按件、按量只能选一种。")
    quantity = forms.IntegerField(
        label="件数或页数", min_value=1, max_value=MOST_PAGES, help_text="A4及以下幅面的单面为1页。"
    )

    def clean(self):
        data = super().clean()
        if data.get("basis") == Basis.PIECES and data.get("quantity", 0) > MOST_PIECES:
            self.add_error("quantity", f"一件申请拆分后不超过{MOST_PIECES}件，请核对。")
        return data

    def preview(self):
        basis, quantity = Basis(self.cleaned_data["basis"]), self.cleaned_data["quantity"]
        fee = reckon_fee(self.case.info_request, basis, quantity)
        total = f"合计 {plain(fee.total)} 元。" if fee.total else "没有超过免费的数量，不收费。"
        return [*(f"{each}。" for each in fee.lines), total]


class ApproveFeeForm(ActForm):
    has_preview = True
    on = day("批准日期")
    payment_code = line("缴款码", length=40, help_text="非税系统生成的缴款码；没有的留空。")

    def letter(self):
        part = copy(self.case.info_request.fee_notice)
        part.payment_code = self.cleaned_data["payment_code"]
        return LetterKind.FEE, {"on": self.cleaned_data["on"], "part": part}


class DeliverFeeForm(ActForm):
    on = day("申请人收到收费通知的日期")

    def prepare(self):
        days = self.case.rules.fee_pay_working_days
        self.fields["on"].help_text = f"答复期限停止计算，缴费期限为次日起{days}个工作日。"


class PayForm(ActForm):
    on = day("缴费日期", help_text="以缴入国库的日期为准；本网站不收款。")
    late_reason = text(
        "逾期缴费仍予办理的理由", rows=2, required=False, help_text="只在超过缴费期限时填写。"
    )
