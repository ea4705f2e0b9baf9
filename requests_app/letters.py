"""DATA: the letters of a case: their names, the sign in their number, whom they go to.

Sources: 《政府信息公开条例》 arts 29–42; the set of procedural documents of 宿政办函〔2021〕21号.
The words of a letter are templates (`templates/requests_app/documents/`), never strings in code.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class LetterKind(TextChoices):
    RECEIPT = "receipt", "政府信息公开申请接收回执"
    CORRECTION = "correction", "政府信息公开申请补正告知书"
    REASONS = "reasons", "政府信息公开申请说明理由告知书"
    DELAY = "delay", "政府信息公开申请延迟答复告知书"
    EXTENSION = "extension", "政府信息公开申请延期答复告知书"
    THIRD_PARTY = "third_party", "政府信息公开第三方意见征询函"
    CONSULTATION_NOTICE = "consultation_notice", "征求意见告知书"
    CO_PRODUCER = "co_producer", "政府信息公开征求意见函（共同制作机关）"
    OTHER_AGENCY = "other_agency", "政府信息公开协办函"
    OVERRIDE = "override", "政府信息公开告知书（第三方）"
    FEE = "fee", "政府信息公开信息处理费收费通知书"
    ANSWER = "answer", "政府信息公开申请答复书"
    ABANDONED = "abandoned", "政府信息公开申请不再处理告知书"
    SERVICE_PROOF = "service_proof", "送达回证"


SUBMISSION_RECEIPT = "政府信息公开申请提交回执"  # what a receipt is called before the clock runs


class FileForm(TextChoices):
    """What kind of file a letter was kept as; DOCX only where the machine cannot make PDF."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word文档"


@dataclass(frozen=True)
class LetterForm:
    """What is fixed about a kind of letter."""

    kind: LetterKind
    sign: str  # the character before the year in its number: 云教公〔复〕…
    part: str = ""  # the row it speaks of, as a relation of the case
    to_applicant: bool = True
    waits_for_service: bool = False  # else it goes out, and is fixed, with the act that issues it
    attachments: tuple[str, ...] = ()


CONSULTED = {"part": "consultations", "to_applicant": False}
_FORMS = (
    LetterForm(LetterKind.RECEIPT, "收"),
    LetterForm(LetterKind.CORRECTION, "补", "correction"),
    LetterForm(LetterKind.REASONS, "理", "reasons_inquiry"),
    LetterForm(LetterKind.DELAY, "迟", "reasons_inquiry"),
    LetterForm(LetterKind.EXTENSION, "延", "extension"),
    LetterForm(LetterKind.THIRD_PARTY, "询", **CONSULTED, attachments=("征求意见回执",)),
    LetterForm(LetterKind.CONSULTATION_NOTICE, "征", "consultations"),
    LetterForm(LetterKind.CO_PRODUCER, "函", **CONSULTED),
    LetterForm(LetterKind.OTHER_AGENCY, "协", **CONSULTED),
    LetterForm(LetterKind.OVERRIDE, "告", **CONSULTED),
    LetterForm(LetterKind.FEE, "费", "fee_notice"),
    LetterForm(LetterKind.ANSWER, "复", "decisions", waits_for_service=True),
    LetterForm(LetterKind.ABANDONED, "止"),
    LetterForm(LetterKind.SERVICE_PROOF, "送", "letters", to_applicant=False),
)
FORMS = {form.kind: form for form in _FORMS}
