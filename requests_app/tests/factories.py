from datetime import UTC, date, datetime, timedelta

from disclosure.tests.factories import make_person
from portal.models import User
from requests_app.models import Applicant, ApplicantKind, Channel, Decision, InformationRequest
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.workflow import ServiceMethod, Status

MONDAY = date(2025, 3, 3)  # day 0 of the example case; its term ends on 31 March 2025
NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)  # 12:00 of that day in Shanghai
LATER = datetime(2025, 12, 30, 4, 0, tzinfo=UTC)  # when acts of any earlier day may be entered


def rights(*acts: str) -> list[str]:
    return [f"requests_app.{act}" for act in acts]


def officer() -> User:
    acts = ("register_informationrequest", "assign_informationrequest", "add_remedy")
    acts += ("serve_informationrequest", "handle_informationrequest", "change_remedy")
    acts += ("see_all_informationrequests", "view_informationrequest", "unmask_applicant")
    return make_person("officer", *rights(*acts))


def head() -> User:
    acts = ("approve_informationrequest", "see_all_informationrequests", "view_informationrequest")
    return make_person("head", *rights(*acts))


def handler() -> User:
    return make_person("handler", *rights("handle_informationrequest", "view_informationrequest"))


def the_channel(code: str) -> Channel:
    """The way in named `code`; made anew where a test with real transactions swept it away."""
    at_once = code in ("in_person", "oral_assisted")
    rule = "submission" if at_once else "signing" if code == "ems" else "confirmation"
    channel, _ = Channel.objects.get_or_create(
        pk=code, defaults={"name": code, "receipt_rule": rule}
    )
    return channel


def make_applicant(**fields) -> dict:
    """What `register` wants to know of the applicant: nobody real."""
    defaults = {
        "name": "王小明",
        "id_kind": "resident",
        "id_number": "11010519491231002X",
        "phone": "13800000000",
        "email": "wang@example.org",
        "address": "云溪县示例路1号",
    }
    return defaults | fields


def make_request(*, channel="in_person", submitted_on=MONDAY, applicant=None, at=None, **fields):
    """A request entered by the officer; handed in in person, so received, unless said otherwise."""
    defaults = {
        "applicant_kind": ApplicantKind.NATURAL,
        "subject": "2024年义务教育招生计划",
        "wanted_name": "2024年义务教育招生计划",
        "wanted": "各小学招生人数",
        "provide_form": "electronic",
        "obtain_way": "online",
    }
    return InformationRequest.objects.register(
        applicant=make_applicant(**(applicant or {})),
        channel=the_channel(channel),
        submitted_on=submitted_on,
        by=officer(),
        at=at or NOON + (submitted_on - MONDAY),
        **defaults | fields,
    )


def make_running_request(**fields):
    """A request received on Monday 3 March 2025, in the handler's hands, due on the 31st."""
    info_request = make_request(**fields)
    info_request.assign(by=officer(), handler=handler(), at=info_request.submitted_at)
    return info_request


def propose(info_request, outcome=Outcome.GRANT, **fields):
    """An answer put before the head by the handler."""
    if outcome == Outcome.GRANT:
        fields = {
            "sub_outcome": SubOutcome.PROVIDED,
            "details": {"given": "招生计划一份，电子文件"},
        } | fields
    defaults = {"reasons": "经审查", "by": handler(), "at": LATER}
    return Decision.objects.propose(info_request, outcome=outcome, **defaults | fields)


def answer(info_request, on=date(2025, 3, 10), outcome=Outcome.GRANT, **fields):
    """The whole way of an answer: proposed, approved and served on one day."""
    decision = propose(info_request, outcome, **fields)
    decision.approve(by=head(), on=on, at=LATER)
    decision.serve(by=officer(), on=on, at=LATER, method=ServiceMethod.POST, proof="EMS-1")
    info_request.refresh_from_db()
    return decision


def make_closed_request(*, received_on=MONDAY, closed_on=None, outcome=Outcome.GRANT, **fields):
    """A closed row as a ledger import leaves it, without acts: fast, for counting."""
    count = InformationRequest.objects.count() + 1
    defaults = {
        "number": f"旧-{count}",
        "is_imported": True,
        "channel": the_channel("in_person"),
        "applicant_kind": ApplicantKind.NATURAL,
        "subject": "旧申请",
        "submitted_on": received_on,
        "received_on": received_on,
        "closed_on": closed_on or received_on + timedelta(days=10),
        "outcome": outcome,
        "status": Status.CLOSED,
    }
    info_request = InformationRequest.objects.create(**defaults | fields)
    applicant = Applicant(info_request=info_request, name="旧申请人")
    applicant.set_key()
    applicant.save()
    return info_request
