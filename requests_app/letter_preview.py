"""A letter as it would be, before anyone acts: nothing is written, no number is taken."""

from datetime import date

from portal.documents import Letter as LetterDocument
from portal.models import HolidayNotice, OfficeSettings
from requests_app import letter_words
from requests_app.fees import Basis
from requests_app.letters import LetterKind
from requests_app.models import (
    Consultation,
    Correction,
    Decision,
    Extension,
    FeeNotice,
    InformationRequest,
    ReasonsInquiry,
    RequestRules,
)
from requests_app.models.consultation import LETTERS
from requests_app.models.fee_notice import reckon_fee
from requests_app.outcomes import RemedyRoute, article_of
from requests_app.workflow import ConsultationKind, ServiceMethod

NO_NUMBER = "待编号"


def preview(
    info_request: InformationRequest,
    kind: LetterKind,
    *,
    on: date,
    part=None,
    masked: bool = False,
    **fields,
) -> LetterDocument:
    """Return the letter that an act with these `fields` would issue on `on`.

    `fields` are those of the act's own row (`Correction.objects.ask` and its like). Where the
    row exists already (an extension or an answer to be approved), hand it in as `part`.
    """
    kind = LetterKind(kind)
    facts = letter_words.Facts(
        kind=kind,
        info_request=info_request,
        part=part or draft(info_request, kind, on, fields),
        number=NO_NUMBER,
        dated=on,
        rules=RequestRules.objects.current(),
        office=OfficeSettings.objects.current(),
        calendar=HolidayNotice.objects.calendar(),
        is_preview=True,
    )
    return letter_words.document(letter_words.write(facts), masked=masked)


def draft(info_request, kind: LetterKind, on: date, fields: dict):
    """Return the row the act would write, unsaved."""
    make = DRAFTS.get(kind)
    return make(info_request, on, fields) if make else None


def correction(info_request, on, fields):
    return Correction(info_request=info_request, sent_on=on, **fields)


def reasons_inquiry(info_request, on, fields):
    return ReasonsInquiry(info_request=info_request, asked_on=on, **fields)


def extension(info_request, on, fields):
    days = fields.pop("days", None) or fields.pop("working_days")
    return Extension(info_request=info_request, working_days=days, approved_on=on, **fields)


def consultation(info_request, on, fields):
    fields = {"kind": ConsultationKind.THIRD_PARTY} | fields
    stops = fields["kind"] != ConsultationKind.REVIEW_REFERRAL
    stops = stops or RequestRules.objects.current().referral_stops_clock
    return Consultation(info_request=info_request, sent_on=on, stops_clock=stops, **fields)


def fee_notice(info_request, on, fields):
    fee = reckon_fee(info_request, Basis(fields["basis"]), fields["quantity"])
    reckoned = {"amount": fee.total, "breakdown": [str(line) for line in fee.lines]}
    return FeeNotice(info_request=info_request, approved_on=on, **fields | reckoned)


def decision(info_request, on, fields):
    outcome, sub_outcome = fields["outcome"], fields.get("sub_outcome", "")
    decided = {
        "article": article_of(outcome, sub_outcome),
        "remedy": RequestRules.objects.current().remedy_for(outcome),
    }
    return Decision(info_request=info_request, **fields | decided)


DRAFTS = {
    LetterKind.CORRECTION: correction,
    LetterKind.REASONS: reasons_inquiry,
    LetterKind.EXTENSION: extension,
    LetterKind.CONSULTATION_NOTICE: consultation,
    LetterKind.OVERRIDE: consultation,
    LetterKind.FEE: fee_notice,
    LetterKind.ANSWER: decision,
    **dict.fromkeys(LETTERS.values(), consultation),
}


def still_missing(letter_kind: LetterKind, *, part=None, online: bool = False) -> list[str]:
    """Return what the office should fill in before such a letter goes out, in sentences."""
    office, rules = OfficeSettings.objects.current(), RequestRules.objects.current()
    is_online = online or getattr(part, "service_method", "") == ServiceMethod.ONLINE
    remedy = getattr(part, "remedy", RemedyRoute.NONE)
    said = {
        "“单位设置”中没有填写联系电话，文书上没有联系方式": not (office.phone or office.address),
        "“依申请公开设置”中没有填写收费单位和缴款方式": letter_kind == LetterKind.FEE
        and not rules.payee,
        "网上送达须同时告知网上申请行政复议的渠道（行政复议法第二十二条），"
        "请在“依申请公开设置”中填写地址": is_online
        and remedy != RemedyRoute.NONE
        and not rules.review_url,
    }
    return [sentence for sentence, is_so in said.items() if is_so]
