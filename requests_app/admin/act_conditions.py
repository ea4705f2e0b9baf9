"""When an act on a request is worth a button: questions of a case as it stands.

Whether the act is allowed its verb decides, under lock.
"""

from requests_app.admin.case import Case
from requests_app.models.publication import GIVEN
from requests_app.outcomes import SubOutcome
from requests_app.workflow import (
    EXTENDABLE,
    ConsultationKind,
    Opinion,
    RemedyResult,
    Status,
)


def at(*statuses: Status):
    """Offer the act while the case stands in one of these."""
    return lambda case, part: case.info_request.status in statuses


def without(name: str, *statuses: Status):
    """Offer the act where the case has no such part yet."""

    def is_offered(case, part):
        return case.info_request.status in statuses and case.info_request.part(name) is None

    return is_offered


def may_propose_extension(case: Case, part) -> bool:
    info_request = case.info_request
    last = info_request.due_on or info_request.provisional_due_on
    is_in_time = last is None or case.today <= last
    return is_in_time and without("extension", *EXTENDABLE)(case, part)


def pending(name: str, *statuses: Status):
    """Offer a decision on a proposal that waits in one of `statuses`, not to who made it."""

    def is_offered(case, part):
        row = case.info_request.part(name)
        waits = row is not None and row.approved_on is None
        is_there = case.info_request.status in statuses
        return waits and is_there and row.proposed_by_id != case.user.pk

    return is_offered


def may_judge_answer(case: Case, part) -> bool:
    decision = case.info_request.decision
    waits = case.info_request.status == Status.APPROVAL and decision is not None
    return waits and decision.proposed_by_id != case.user.pk


def correction_lapsed(case: Case, part) -> bool:
    info_request = case.info_request
    is_waiting = info_request.status == Status.CORRECTION
    return is_waiting and case.today > info_request.correction.respond_by


def fee_at(is_delivered: bool):
    def is_offered(case, part):
        if case.info_request.status != Status.AWAITING_FEE:
            return False
        return bool(case.info_request.fee_notice.delivered_on) == is_delivered

    return is_offered


def fee_lapsed(case: Case, part) -> bool:
    if not fee_at(is_delivered=True)(case, part):
        return False
    due_on = case.info_request.fee_notice.due_on
    return due_on is not None and case.today > due_on


def reasons_missing(case: Case, part) -> bool:
    info_request = case.info_request
    waits = info_request.status == Status.REASONS_ASKED
    return waits and info_request.reasons_inquiry.answered_on is None


def is_undelivered(case: Case, part) -> bool:
    return part.is_open and part.delivered_on is None


def is_open(case: Case, part) -> bool:
    return part.is_open


def is_silent(case: Case, part) -> bool:
    return part.is_open and part.due_on is not None and case.today > part.due_on


def may_override(case: Case, part) -> bool:
    objected = part.kind == ConsultationKind.THIRD_PARTY and part.opinion == Opinion.OBJECTS
    statuses = (Status.PROCESSING, Status.APPROVAL, Status.DECIDED)
    is_in_time = case.info_request.status in statuses
    return objected and is_in_time and part.overridden_on is None


def lacks_proof(case: Case, part) -> bool:
    decision = case.info_request.decision
    return bool(decision and decision.needs_proof)


def may_reopen(case: Case, part) -> bool:
    corrected = part.result == RemedyResult.CORRECTED
    is_closed = case.info_request.status == Status.CLOSED
    return corrected and is_closed and not case.info_request.reopenings.all()


def may_disclose(case: Case, part) -> bool:
    """Offer what was given, unless it is public already or its draft is written."""
    info_request = case.info_request
    is_given = info_request.status == Status.CLOSED and info_request.outcome in GIVEN
    is_public = info_request.sub_outcome == SubOutcome.ALREADY_PUBLIC
    return is_given and not is_public and not info_request.publications.exists()
