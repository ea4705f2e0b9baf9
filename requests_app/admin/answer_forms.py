"""Forms of the answer, its service, and the remedies against it."""

from itertools import groupby

from django import forms

from requests_app.admin.act_forms import ActForm, day, line, one_of, text
from requests_app.letters import LetterKind
from requests_app.models import Decision, RequestRules
from requests_app.outcomes import (
    DETAILS,
    ENDINGS,
    SUB_OUTCOMES,
    WITHOUT_DECISION,
    Outcome,
    SubOutcome,
    article_of,
    must_say,
)
from requests_app.workflow import RemedyKind, Ruling, ServiceMethod

# What an answer says where it can, beyond what it must (arts 36(5), 39).
MAY_SAY = {
    SubOutcome.NOT_OURS: ("agency",),
    Outcome.REFUSE_PETITION: ("channel",),
    Outcome.REFUSE_PUBLICATION: ("address",),
}
NEVER_PROPOSED = [*WITHOUT_DECISION, SubOutcome.WITHDRAWN]  # each ends by an act of its own
SERVICE_RULES = {
    ServiceMethod.IN_PERSON: "以申请人签收的日期为准",
    ServiceMethod.ENTRUSTED: "委托其他行政机关代为送达，以申请人签收的日期为准",
    ServiceMethod.POST: "只限邮政企业（挂号信、EMS），以交邮之日为准；其他快递不算送达",
    ServiceMethod.ONLINE: "以答复进入申请人查询页并发出提示的日期为准，同时告知网上复议渠道",
}


def outcome_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the endings an answer may have, grouped as table 三 of the annual report has them."""
    rows = []
    for ending in ENDINGS.values():
        subs = SUB_OUTCOMES.get(ending.outcome)
        found = [(sub.value, f"{ending.outcome.label}：{sub.label}") for sub in subs or []]
        for value, label in found or [(ending.outcome.value, ending.outcome.label)]:
            if value not in NEVER_PROPOSED:
                rows.append((ending.group, value, label))
    return [
        (group_name(group), [(value, label) for _, value, label in each])
        for group, each in groupby(rows, key=lambda row: row[0])
    ]


def group_name(group: str) -> str:
    return {"（一）": "（一）予以公开", "（二）": "（二）部分公开"}.get(group, group)


class OutcomeForm(forms.Form):
    """The first step: which answer it is. What it must say follows from it."""

    answer = forms.ChoiceField(
        label="办理结果",
        choices=outcome_choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择办理结果。", "invalid_choice": "请从列出的结果中选择。"},
    )


def parse_answer(value: str) -> tuple[Outcome, str] | None:
    """Return outcome and sub-outcome of a choice of `OutcomeForm`; None for anything else."""
    known = {choice for _, group in outcome_choices() for choice, _ in group}
    if value not in known:
        return None
    return Outcome(value.split(".")[0]), value if "." in value else ""


class AnswerForm(ActForm):
    """The second step: what this kind of answer must say."""

    has_preview = True
    reasons = text("理由和事实依据", rows=6, required=False)

    def __init__(self, *args, outcome: Outcome, sub_outcome: str, **fields):
        self.outcome, self.sub_outcome = outcome, sub_outcome
        super().__init__(*args, **fields)

    def prepare(self):
        chosen = self.sub_outcome or self.outcome
        required = must_say(self.outcome, self.sub_outcome)
        for key in [*required, *MAY_SAY.get(chosen, ())]:
            self.fields[key] = text(DETAILS[key], required=key in required)
        needs_reasons = ENDINGS[self.outcome].needs_reasons
        self.fields["reasons"].required = needs_reasons
        if not needs_reasons:
            self.fields["reasons"].help_text = "予以公开的可以不填。"
        self.order_fields([*required, *MAY_SAY.get(chosen, ()), "reasons"])

    @property
    def label(self) -> str:
        outcome = self.outcome.label
        return f"{outcome}：{SubOutcome(self.sub_outcome).label}" if self.sub_outcome else outcome

    @property
    def article(self) -> str:
        return article_of(self.outcome, self.sub_outcome)

    @property
    def remedy(self) -> str:
        return RequestRules.objects.current().remedy_for(self.outcome).label

    def arguments(self):
        data = self.cleaned_data
        details = {key: data[key] for key in DETAILS if key in data}
        return {
            "outcome": self.outcome,
            "sub_outcome": self.sub_outcome,
            "reasons": data["reasons"],
            "details": details,
        }

    def letter(self):
        return LetterKind.ANSWER, self.arguments() | {"on": self.case.today}


class ApproveForm(ActForm):
    has_preview = True
    on = day("批准日期", help_text="即答复书的日期；批准后答复书编文号，内容不能再改。")

    def letter(self):
        part = self.case.info_request.decision
        if part is None:
            raise Decision.DoesNotExist
        return LetterKind.ANSWER, {"on": self.cleaned_data["on"], "part": part}


class ServeForm(ActForm):
    method = one_of(
        "送达方式", [(key, f"{key.label}：{rule}") for key, rule in SERVICE_RULES.items()]
    )
    on = day("送达日期", help_text="按所选方式，以交邮、签收或者进入查询页的日期为准。")
    proof = line("送达凭证", help_text="邮件号码、送达回证编号或者签收人；邮寄的可以以后补记。")
    field_order = ["method", "on", "proof"]


class ProveForm(ActForm):
    proof = line("送达凭证", required=True, help_text="邮件号码、签收人等")
    delivered_on = day("签收日期", required=False)


class RemedyForm(ActForm):
    kind = one_of("类别", RemedyKind.choices)
    organ = line("复议机关或法院")
    case_no = line("案号", length=80)
    filed_on = day("申请或起诉日期")
    accepted_on = day("受理日期", required=False)
    reply_due_on = day("答复（答辩）期限", required=False)
    hearing_on = day("听证或开庭日期", required=False)
    grounds = text("请求和理由", required=False)

    def prepare(self):
        self.fields["filed_on"].initial = self.case.today
        self.fields[
            "organ"
        ].help_text = f"如{self.case.rules.review_organ}、{self.case.rules.court}"


class DecideRemedyForm(ActForm):
    ruling = one_of("结果", Ruling.choices)
    on = day("决定或裁判日期")
    received_on = day("收到决定或裁判的日期", required=False)
    new_answer_due_on = day("责令重新答复的期限", required=False)


class ReopenForm(ActForm):
    on = day("收到决定或裁判的日期", help_text="重新答复的期限自这一天起计算。")

    def prepare(self):
        self.fields["on"].initial = self.part.received_on or self.case.today
