"""A case walks through the desk in the admin: what each person sees and does."""

from datetime import date

import pytest
import time_machine

from requests_app.models import InformationRequest
from requests_app.outcomes import Outcome
from requests_app.tests import desk
from requests_app.tests.desk import act, text_of
from requests_app.workflow import Opinion, Status

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]

ADD = "/admin/requests_app/informationrequest/add/"
REQUEST = {
    "channel": "in_person",
    "submitted_on": "2025-03-03",
    "subject": "校外培训检查记录",
    "kind": "information",
    "wanted_name": "2024年校外培训检查记录",
    "provide_form": "electronic",
    "obtain_way": "email",
    "accepts_other_way": "on",
}


@pytest.fixture
def at_work(client):
    """Sit a person down at the portal on a day: at_work(officer, "2025-03-03")."""
    travels = []

    def sit(person, day: str):
        for travel in travels:
            travel.stop()
        travels[:] = [time_machine.travel(f"{day}T10:00:00+08:00", tick=True)]
        travels[0].start()
        client.force_login(person)
        return client

    yield sit
    for travel in travels:
        travel.stop()


def register(client, **typed) -> InformationRequest:
    client.post(ADD, REQUEST | desk.PERSON | typed)
    return InformationRequest.objects.latest("pk")


def test_a_case_goes_from_registration_to_partial_disclosure(at_work):
    officer, handler, head = desk.officer(), desk.case_handler(), desk.head()
    client = at_work(officer, "2025-03-03")
    case = register(client)
    act(client, case, "assign", handler=handler.pk)
    at_work(handler, "2025-03-05")
    act(client, case, "ask-correction", other="请写明检查的年份", respond_by="2025-03-20")
    at_work(handler, "2025-03-10")
    act(client, case, "receive-correction", answer="2024年")
    asked = {"party": "云溪甲培训有限公司", "question": "是否同意公开检查记录"}
    act(client, case, "consult", kind="third_party", **asked)
    party = case.consultations.get().pk
    at_work(handler, "2025-03-12")
    act(client, case, "deliver-consultation", party, proof="EMS-2")
    at_work(handler, "2025-03-20")
    act(client, case, "answer-consultation", party, opinion=Opinion.OBJECTS, reason="商业秘密")
    act(client, case, "propose-extension", days="10", reason="需要逐页区分处理")
    at_work(head, "2025-03-20")
    act(client, case, "approve-extension")
    case.refresh_from_db()
    extended_to = case.due_on
    at_work(handler, "2025-03-21")
    parts = {"given": "检查结论，电子文件", "withheld": "第三方的课程定价"}
    act(client, case, "answer", query="?answer=PARTIAL", reasons="涉及商业秘密", **parts)
    at_work(head, "2025-03-24")
    act(client, case, "approve-answer")
    at_work(officer, "2025-03-25")
    done = act(client, case, "serve", method="post", proof="EMS-9")

    case.refresh_from_db()
    assert extended_to == date(2025, 5, 6)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.PARTIAL)
    assert case.is_late is False
    assert case.rereview_on == date(2026, 3, 25)
    assert "第三方的课程定价" in text_of(done)
