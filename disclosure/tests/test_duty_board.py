"""The duty board: every leaf with who owes it, its last update and the next; stale ones first."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from disclosure.admin.duty import HEADERS
from disclosure.duty import Coverage, Light, coverage, duties
from disclosure.models import Category, CategoryStatus, YearlyTask
from disclosure.tests.factories import make_category, make_item
from disclosure.tests.staff import grant
from portal import calendar_users
from portal.models import AuditAct, AuditEntry, OfficeSettings
from portal.tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db

BOARD, EXPORT = "/admin/duty/", "/admin/duty/export/"
TODAY = date(2025, 3, 3)
DAYS = OfficeSettings().cadence_days


@pytest.fixture
def reader(client, time_machine):
    time_machine.move_to(datetime(2025, 3, 3, 4, 0, tzinfo=UTC))
    user = make_user("reader")
    grant(user, "view_category")
    client.force_login(user)
    return user


def make_leaf(code, days_ago=None, **fields):
    """A leaf whose last item became public so many days ago; empty without a number."""
    leaf = make_category(code, **fields)
    if days_ago is not None:
        day = TODAY - timedelta(days=days_ago)
        moment = timezone.make_aware(datetime.combine(day, datetime.min.time()))
        Category.objects.filter(pk=leaf.pk).update(published_count=1, last_published_at=moment)
    return leaf


def board(today=TODAY):
    return duties(Category.objects.leaves(), today=today, days=DAYS)


def lights() -> dict[str, str]:
    return {each.leaf.code: each.light.label for each in board()}


def shown(page) -> list[list[str]]:
    rows = html.fromstring(page.content.decode()).xpath("//section[1]//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


@pytest.mark.parametrize(
    "cadence, days_ago, light",
    [
        ("weekly", 0, "正常"),
        ("weekly", 6, "临近更新"),
        ("weekly", 7, "临近更新"),
        ("weekly", 8, "超期未更新"),
        ("continuous", 15, "超期未更新"),
        ("yearly", 350, "正常"),
        ("yearly", 360, "临近更新"),
        ("yearly", 367, "超期未更新"),
        ("by 31 Jan", 40, "正常"),
        ("by 31 Jan", 400, "超期未更新"),
        ("on change", 2000, "正常"),
        ("fixed page", 2000, "正常"),
        ("weekly", None, "空栏目"),
        ("on change", None, "空栏目"),
        ("per case", None, "空栏目"),
    ],
)
def test_the_light_says_how_a_leaf_stands(cadence, days_ago, light):
    make_leaf("0601", days_ago, cadence=cadence)

    assert lights() == {"0601": light}


def test_leaves_that_do_not_apply_or_are_prepared_are_not_red():
    make_leaf("0601", status=CategoryStatus.NOT_APPLICABLE, status_reason="无此职权")
    make_leaf("0602", status=CategoryStatus.PLANNED)
    make_leaf("9001")

    assert lights() == {"0601": "不适用", "0602": "筹备中", "9001": "正常"}


def test_stale_leaves_come_first_the_stalest_before_the_others_then_the_empty_ones():
    make_leaf("0601", 0, cadence="weekly")
    make_leaf("0602")
    make_leaf("0603", 20, cadence="weekly")
    make_leaf("0604", 200, cadence="weekly")
    make_leaf("0605", 7, cadence="weekly")

    assert [each.leaf.code for each in board()] == ["0604", "0603", "0602", "0605", "0601"]


def test_the_days_between_updates_are_the_offices():
    make_leaf("0601", 8, cadence="weekly")
    days = OfficeSettings(weekly_days=30).cadence_days

    (found,) = duties(Category.objects.leaves(), today=TODAY, days=days)

    assert (found.light, found.next_due) == (Light.FRESH, date(2025, 3, 25))


def test_coverage_is_the_share_of_applicable_leaves_with_something_public():
    make_leaf("0601", 8)
    make_leaf("0602", 8000)
    make_leaf("0603")
    make_leaf("0604", status=CategoryStatus.NOT_APPLICABLE, status_reason="无此职权")
    make_leaf("9003", cadence="fixed page")

    assert coverage(board()) == Coverage(covered=2, counted=3)


@pytest.mark.parametrize(
    "covered, counted, percent",
    [
        (79, 79, "100%"),
        (78, 79, "98.7%"),
        (999, 1000, "99.9%"),
        (9999, 10000, "99.9%"),
        (0, 0, "0%"),
    ],
)
def test_a_hundred_per_cent_is_all_and_nothing_less(covered, counted, percent):
    assert Coverage(covered, counted).percent == percent


def test_the_page_names_owner_person_last_update_and_the_next(client, reader):
    office = make_office()
    make_leaf("0601", 8, cadence="weekly", office=office, person="王老师")
    make_leaf("0602", cadence="on change")

    page = client.get(BOARD)

    assert shown(page) == [
        ["0601 招生政策", "超期未更新 已超过1天", "基础教育科", "王老师", "每周"]
        + ["2025-02-23", "2025-03-02"],
        ["0602 招生政策", "空栏目", "未定责任机构", "未定", "变更时", "—", "—"],
    ]
    assert "2 个适用栏目中，1 个有公开内容" in page.content.decode()
    assert "50%" in page.content.decode()


def test_the_board_shows_one_office_when_asked(client, reader):
    office = make_office()
    make_leaf("0601", 8, office=office)
    make_leaf("0602")

    page = client.get(BOARD, {"office": office.pk})

    assert [row[0] for row in shown(page)] == ["0601 招生政策"]
    assert f"{EXPORT}?office={office.pk}" in page.content.decode()


@pytest.mark.parametrize("office", ["x", "-1", "９", "9" * 5000, "1; DROP TABLE", ""])
def test_an_office_typed_wrongly_shows_all(client, reader, office):
    make_leaf("0601")

    page = client.get(BOARD, {"office": office})

    assert (page.status_code, len(shown(page))) == (200, 1)


def test_an_office_there_is_not_answers_for_nothing(client, reader):
    make_leaf("0601")

    page = client.get(BOARD, {"office": "999"})

    assert "没有由该机构负责的栏目" in page.content.decode()


def test_the_tasks_of_the_year_stand_below_with_their_lateness(client, reader):
    grant(reader, "view_yearlytask")
    client.force_login(reader)
    task = {"office": make_office(), "year": 2025}
    YearlyTask.objects.create(task="补录历史文件", due_on=date(2025, 2, 28), progress=60, **task)
    YearlyTask.objects.create(task="更新指南", due_on=date(2025, 2, 1), progress=100, **task)
    YearlyTask.objects.create(
        task="去年的", due_on=date(2024, 2, 1), office=task["office"], year=2024
    )

    text = client.get(BOARD).content.decode()

    assert "60%，逾期3天" in text
    assert "更新指南" in text
    assert "去年的" not in text


def test_the_tasks_are_for_who_may_see_them(client, reader):
    YearlyTask.objects.create(task="内部任务", due_on=TODAY, office=make_office(), year=2025)

    assert "内部任务" not in client.get(BOARD).content.decode()


def test_the_export_holds_the_board_and_is_on_record(client, reader):
    make_leaf("0601", 8, cadence="weekly", name="=1+1", person="+王")

    answer = client.get(EXPORT)

    sheet = load_workbook(BytesIO(answer.content)).active
    header, row = sheet.iter_rows(values_only=True)
    assert list(header) == HEADERS
    assert row[:6] == ("0601", "'=1+1", None, "'+王", "每周", 1)
    assert [cell.date() for cell in row[6:8]] == [date(2025, 2, 23), date(2025, 3, 2)]
    entry = AuditEntry.objects.get(act=AuditAct.EXPORT)
    assert (entry.by, entry.data["rows"]) == (reader, 1)


@pytest.mark.parametrize("path", [BOARD, EXPORT])
def test_whoever_is_not_logged_in_is_asked_to(client, path):
    page = client.get(path)

    assert (page.status_code, page.url) == (302, f"/admin/login/?next={path}")


@pytest.mark.parametrize("path", [BOARD, EXPORT])
def test_without_the_right_there_is_no_board(client, path):
    client.force_login(make_user("stranger"))

    assert client.get(path).status_code == 403
    assert not AuditEntry.objects.filter(act=AuditAct.EXPORT).exists()


@pytest.mark.parametrize("path", [BOARD, EXPORT])
def test_the_board_is_read_and_never_posted_to(client, reader, path):
    assert client.post(path).status_code == 405


def test_the_menu_leads_to_the_board_for_who_may_see_it(client, reader):
    assert 'href="/admin/duty/"' in client.get("/admin/").content.decode()

    client.force_login(make_user("stranger"))
    assert 'href="/admin/duty/"' not in client.get("/admin/").content.decode()


def test_the_board_asks_the_same_number_of_questions_for_many_leaves(
    client, reader, django_assert_max_num_queries
):
    grant(reader, "view_yearlytask")
    client.force_login(reader)
    for number in range(10, 60):
        office = make_office(f"o{number}")
        make_item(category=make_category(f"06{number}", office=office))
        task = {"task": "任务", "due_on": TODAY, "year": 2025}
        YearlyTask.objects.create(office=office, **task)

    with django_assert_max_num_queries(13 + len(calendar_users.USERS)) as asked:
        page = client.get(BOARD)

    assert len(shown(page)) == 50
    asked_of_items = [
        each["sql"] for each in asked.captured_queries if "disclosure_item" in each["sql"]
    ]
    assert not [sql for sql in asked_of_items if "COUNT(" in sql.upper()]
