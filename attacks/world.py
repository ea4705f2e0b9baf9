"""One row of everything, in two offices, one person for each role: what attackers reach for."""

from datetime import UTC, date, datetime

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command

from disclosure.models import Attachment, Genre, Guide, Matter, NationalRow, YearlyTask
from disclosure.tests.factories import make_category, make_draft, make_item
from portal import roles
from portal.models import AccessRules, OfficeSettings, User
from portal.reminders import rules
from portal.tests.factories import make_entry, make_notice, make_office, make_user
from reports.models import AnnualReport
from requests_app.models import Consultation, FileKind, RequestFile, RequestRules
from requests_app.tests.factories import LATER, make_request, officer
from requests_app.workflow import ConsultationKind

NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)
ROLES = {
    "author": roles.AUTHOR,
    "section_head": roles.SECTION_HEAD,
    "general_office": roles.GENERAL_OFFICE,
    "secrecy_reviewer": roles.SECRECY_REVIEWER,
    "leader": roles.LEADER,
    "bureau_head": roles.BUREAU_HEAD,
    "officer": roles.DISCLOSURE_OFFICER,
    "head": roles.DISCLOSURE_HEAD,
    "handler": roles.CASE_HANDLER,
    "supervisor": roles.SUPERVISOR,
    "system_admin": roles.SYSTEM_ADMIN,
    "security_admin": roles.SECURITY_ADMIN,
    "auditor": roles.AUDITOR,
}
OTHER_OFFICE = ("author", "section_head", "handler")


def make_people() -> dict[str, User]:
    """Return a person for each role, three of another office, and one without any role."""
    call_command("sync_roles", verbosity=0)
    groups = {group.name: group for group in Group.objects.all()}
    own = make_office()
    other = make_office("safety", name="安全科", full_name="云溪县教育局安全科")
    people = {"no_role": make_user("no_role", office=own)}
    for name, role in ROLES.items():
        people[name] = make_user(name, office=own)
        people[name].groups.add(groups[role])
    for name in OTHER_OFFICE:
        people[f"other_{name}"] = make_user(f"other_{name}", office=other)
        people[f"other_{name}"].groups.add(groups[ROLES[name]])
    return people


def make_world(people: dict[str, User]) -> dict:
    """Return the rows by name: `item` is a text under review, `case` a running case."""
    category = make_category()
    item = make_draft(category=category, author=people["author"], title="尚未公开的信息")
    file = Attachment.objects.attach(item, ContentFile("名单".encode()), "名单.txt")
    item.submit(by=people["author"], at=NOON)
    public = make_item(category=category, office=people["author"].office)
    Attachment.objects.attach_to_history(public, ContentFile("名单".encode()), "名单.txt")
    make_registers(people)
    world = {"item": item, "file": file, "public": public, "category": category}
    return world | make_case(people)


def make_case(people: dict[str, User]) -> dict:
    case = make_request()
    case.assign(by=officer(), handler=people["handler"], at=case.submitted_at)
    code = case.reissue_query_code(by=officer(), at=LATER)
    asked = {"party": "某培训机构", "question": "是否同意公开", "on": date(2025, 3, 5), "at": LATER}
    kind = ConsultationKind.THIRD_PARTY
    Consultation.objects.send(case, by=people["handler"], kind=kind, **asked)
    upload = ContentFile("回执".encode(), name="回执.txt")
    RequestFile.objects.add(case, FileKind.OTHER, upload, by=people["handler"], at=LATER)
    case.refresh_from_db()
    return {"case": case, "code": code}


def make_registers(people: dict[str, User]) -> None:
    for settings_of_one_row in (Guide, OfficeSettings, AccessRules, RequestRules):
        settings_of_one_row(pk=1).save()
    Matter.objects.create(title="招聘")
    NationalRow.objects.create(seq="1.1", level1="一", level2="二")
    Genre.objects.get_or_create(name="通知")
    office = people["author"].office
    YearlyTask.objects.create(year=2025, task="补录", due_on=date(2025, 6, 30), office=office)
    make_entry(by=people["author"])
    make_notice(to=people["author"], event="holiday_notice_wanted", context={"gaps": "下一年"})
    rules()
    AnnualReport.objects.start(2024, by=people["officer"], at=NOON)


def objects_of(world: dict) -> dict[str, object]:
    """Return the row each register's addresses are tried with, by “app.model”."""
    rows = {model._meta.label_lower: model._base_manager.first() for model in apps.get_models()}
    return rows | {
        "disclosure.item": world["item"],
        "requests_app.informationrequest": world["case"],
    }
