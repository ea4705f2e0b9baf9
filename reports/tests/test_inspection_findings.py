"""What becomes of a finding: seen, told to its office, explained, mended, seen again."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from disclosure.tests.factories import make_category, make_item
from portal.board import board
from portal.errors import RuleViolation
from portal.models import AuditEntry, Notice
from portal.roles import SECTION_HEAD
from portal.tests.factories import make_office
from reports.inspection import BY_CODE, Check
from reports.inspection_site import Fault
from reports.inspector import inspect, vetoes
from reports.models import Inspection, InspectionFinding
from reports.tests import people
from reports.tests.people import make_staff, text_of

pytestmark = pytest.mark.django_db
NIGHT = datetime(2025, 3, 20, 18, 10, tzinfo=UTC)
DAY = timedelta(days=1)
LIST, BOARD = "/admin/reports/inspectionfinding/", "/admin/inspection/"


def check_that_finds(*faults) -> Check:
    return Check("D10", "空白、重复页面", "没有空白页面", (lambda site: iter(faults),))


def fault(key="a", office=None) -> Fault:
    return Fault(key, "通知公告：甲", "页面没有正文。", "/items/a/", office and office.pk)


def seen(office=None, key="a", at=NIGHT) -> InspectionFinding:
    inspect(at, [check_that_finds(fault(key, office))])
    return InspectionFinding.objects.get(mended_on=None)


def test_a_fault_is_one_row_until_it_is_mended_and_a_new_one_when_it_comes_back():
    first = seen()
    seen(at=NIGHT + DAY)
    first.refresh_from_db()

    assert (first.first_seen, first.last_seen) == (NIGHT, NIGHT + DAY)

    inspect(NIGHT + 2 * DAY, [check_that_finds()])
    first.refresh_from_db()
    again = seen(at=NIGHT + 3 * DAY)

    assert str(first.mended_on) == "2025-03-23"
    assert again.pk != first.pk
    assert list(Inspection.objects.values_list("open_count", flat=True)) == [1, 0, 1, 1]


def test_a_check_that_breaks_keeps_its_findings_and_is_named():
    seen()

    def broken(site):
        raise ValueError("planted")
        yield

    run = inspect(NIGHT + DAY, [Check("D10", "空白", "", (broken,))])

    assert run.unfinished == ["D10"]
    assert InspectionFinding.objects.open().count() == 1


def test_the_office_is_told_once_of_what_is_new():
    office = make_office()
    person = make_staff("ke", SECTION_HEAD)
    faults = [fault(key, office) for key in "abc"]

    inspect(NIGHT, [check_that_finds(*faults)])
    inspect(NIGHT + DAY, [check_that_finds(*faults)])

    (notice,) = Notice.objects.filter(recipient=person)
    assert notice.context["count"] == 3
    assert "3处" in notice.subject


def test_what_has_no_office_is_told_to_the_disclosure_office():
    officer = people.officer()

    seen()

    assert Notice.objects.filter(recipient=officer, event="inspection_found").count() == 1


def test_an_explained_finding_stands_but_is_not_open():
    person = make_staff("ke", SECTION_HEAD)
    finding = seen(person.office)

    finding.explain("旧栏目，等待上级统一迁移", by=person, at=NIGHT)

    assert InspectionFinding.objects.open().count() == 0
    assert InspectionFinding.objects.standing().get().progress == "已说明：旧栏目，等待上级统一迁移"
    assert AuditEntry.objects.filter(by=person).exists()

    finding.explain("", by=person, at=NIGHT)

    assert InspectionFinding.objects.open().count() == 1


def test_only_the_office_itself_explains_and_only_what_stands():
    person, stranger = make_staff("ke", SECTION_HEAD), people.leader()
    others = seen(make_office("其他科室"))

    with pytest.raises(RuleViolation, match="责任单位"):
        others.explain("理由", by=person, at=NIGHT)
    with pytest.raises(PermissionDenied):
        others.explain("理由", by=stranger, at=NIGHT)

    own = seen(person.office, key="b")
    inspect(NIGHT + DAY, [check_that_finds()])
    with pytest.raises(RuleViolation, match="已经整改"):
        own.explain("理由", by=person, at=NIGHT)


def test_a_veto_falls_at_the_number_of_the_rule():
    five = [Fault(str(n), "栏目", "没有内容。") for n in range(5)]
    check = BY_CODE["V4c"]

    InspectionFinding.objects.take("V4c", five[:4], at=NIGHT)
    before = vetoes()
    InspectionFinding.objects.take("V4c", five, at=NIGHT)

    assert before == []
    assert vetoes() == [check]


def test_the_command_fails_on_a_veto_and_says_which(capsys):
    with pytest.raises(CommandError, match="V3"):
        call_command("inspect_site", "--only", "V3")

    assert "首页还没有公开任何信息" in capsys.readouterr().out

    make_item(category=make_category("1501", name="通知公告"))
    with pytest.raises(CommandError, match="没有指标V99"):
        call_command("inspect_site", "--only", "V99")


def test_an_office_sees_its_own_and_explains_on_the_page(client):
    person = make_staff("ke", SECTION_HEAD)
    own = InspectionFinding.objects.take("D10", [fault("a", person.office)], at=NIGHT)[0]
    InspectionFinding.objects.take("D7", [Fault("f", "页脚", "页脚缺少备案编号。")], at=NIGHT)
    client.force_login(person)

    listed = text_of(client.get(LIST))
    page = f"{LIST}{own.pk}/change/"
    client.post(page, {"explanation": "等待上级统一迁移"})

    assert "页面没有正文" in listed
    assert "备案编号" not in listed
    assert InspectionFinding.objects.get(pk=own.pk).explained_by == person
    assert client.get(BOARD).status_code == 403


def test_the_board_shows_each_check_and_exports_what_inspectors_ask_for(client):
    seen(make_office())
    client.force_login(people.supervisor())

    shown = text_of(client.get(BOARD))
    answer = client.get(f"{BOARD}export/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert "D10 空白、重复页面" in shown
    assert "没有单项否决的问题" in shown
    header = next(n for n, row in enumerate(rows) if row[0] == "编号")
    assert rows[header][:5] == ["编号", "指标", "扣分/否决", "问题描述", "网址"]
    assert rows[header + 1][3] == "通知公告：甲：页面没有正文。"
    assert rows[header + 1][7] == "待整改"


def test_many_findings_cost_no_more_queries(client, django_assert_max_num_queries):
    many = [fault(str(n)) for n in range(60)]
    inspect(NIGHT, [check_that_finds(*many)])
    client.force_login(people.supervisor())

    with django_assert_max_num_queries(25):
        client.get(BOARD)
    with django_assert_max_num_queries(25):
        client.get(LIST)


def test_the_work_board_lists_what_an_office_has_to_mend():
    person, other = make_staff("ke", SECTION_HEAD), people.officer()
    seen(person.office)

    (column,) = [each for each in board(person, today=NIGHT.date()) if each.title == "网站自查"]

    assert [row.what for row in column.groups[0].rows] == ["D10 通知公告：甲"]
    assert "网站自查" in [each.title for each in board(other, today=NIGHT.date())]


def test_findings_of_one_cause_are_explained_together_each_with_its_line(client):
    inspect(NIGHT, [check_that_finds(*(fault(key) for key in "abc"))])
    client.force_login(people.head())
    chosen, left = InspectionFinding.objects.all()[:2], InspectionFinding.objects.all()[2]
    sent = {"action": "explain_chosen", "_selected_action": [each.pk for each in chosen]}

    asked = client.post(LIST, sent)
    client.post(LIST, sent | {"_confirmed": "1", "reason": "扫描件，正文在附件里"})

    assert "说明：2 条自查问题" in text_of(asked)
    assert list(InspectionFinding.objects.open()) == [left]
    explained = InspectionFinding.objects.exclude(explained_at=None)
    assert {each.explanation for each in explained} == {"扫描件，正文在附件里"}
    assert AuditEntry.objects.filter(data__reason="扫描件，正文在附件里").count() == 2
