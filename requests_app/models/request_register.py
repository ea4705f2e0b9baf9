"""How a request enters the register: its number, its applicant, its receipt."""

import unicodedata
from datetime import date

from django.db import models, transaction
from django.utils import timezone

from portal.errors import RuleViolation
from portal.models import AuditAct, Counter
from portal.permissions import require
from portal.personal_data import mask
from requests_app.models.applicant import Applicant
from requests_app.models.channel import Channel
from requests_app.models.request_queries import InformationRequestQuerySet
from requests_app.workflow import EventKind, ReceiptRule


def plain_text(info_request) -> str:
    """Return what is wanted, bare of blanks, punctuation, width and case, to compare it."""
    words = (info_request.wanted_name, info_request.wanted_number, info_request.wanted)
    folded = unicodedata.normalize("NFKC", "".join(words)).casefold()
    return "".join(character for character in folded if character.isalnum())


def next_number(year: int) -> str:
    """Return the next number of `year`; its counter stays locked until the caller commits."""
    return f"{year}-{Counter.objects.take(f'request-{year}'):04d}"


class InformationRequestManager(models.Manager.from_queryset(InformationRequestQuerySet)):
    @transaction.atomic
    def register(self, *, applicant: dict, channel: Channel, submitted_on: date, by, at, **fields):
        """Enter a new request and return it: numbered, and received where its channel says so.

        `submitted_on` is the day it was handed in, signed for, sent or arrived (art. 31); `by`
        is None when the applicant files it on the portal.
        """
        if by is not None:
            require(by, "requests_app.register_informationrequest")
        if submitted_on > timezone.localdate(at):
            raise RuleViolation("提交日期不能晚于今天")
        if not channel.is_open:
            raise RuleViolation(f"“{channel}”渠道没有开通，请先在申请渠道中开通")
        info_request = self.model(
            channel=channel, submitted_on=submitted_on, submitted_at=at, **fields
        )
        info_request.number = next_number(timezone.localdate(at).year)
        info_request.subject = mask(info_request.subject)  # it stands in every list and notice
        info_request.set_text_key()
        info_request.save()
        person = Applicant(info_request=info_request, **applicant)
        person.set_key()
        person.save()
        kind = EventKind.REGISTERED if by else EventKind.SUBMITTED
        info_request.log(kind, by=by, at=at, on=submitted_on, note=f"渠道：{channel}")
        info_request.audit(AuditAct.RECEIPT, by=by, at=at, channel=channel.pk)
        # What another section passed on counts from its confirmation (国办公开办函〔2015〕207号).
        is_confirmed = channel.receipt_rule != ReceiptRule.CONFIRMATION
        if is_confirmed and not info_request.forwarded_internally:
            info_request.receive(by=by, on=submitted_on, at=at)
        info_request.acknowledge(by=by, at=at)
        info_request.tell("arrived", info_request.officers(), by=by)
        if by is None:
            info_request.tell_applicant("submitted")
        return info_request
