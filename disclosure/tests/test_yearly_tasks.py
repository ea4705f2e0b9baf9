"""The yearly plan: who writes it, who says how far it has come, and its table in and out."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from openpyxl import load_workbook

from disclosure.models import YearlyTask
from disclosure.tests.staff import fields_of, grant, said
from portal.models import AuditAct, AuditEntry
from portal.tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/disclosure/yearlytask/"
IMPORT, CONFIRM, EXPORT = f"{LIST}import/", f"{LIST}process_import/", f"{LIST}export/"
TODAY = date(2025, 3, 3)
HEADER = "年度,任务,责任机构,责任人,完成时限,进展（%）,进展说明"


def make_task(**fields):
    defaults = {"year": 2025, "task": "补录历史文件", "due_on": date(2025, 6, 30)}
    fields.setdefault("office", make_office())
    return YearlyTask.objects.create(**defaults | fields)


@pytest.fixture
def planner(client):
    """Of the disclosure office: writes the plan."""
    user = make_user("planner")
    grant(user, "view_yearlytask", "add_yearlytask", "change_yearlytask")
    client.force_login(user)
    return user


@pytest.fixture
def reporter(client):
    """Of an office named in the plan."""
    user = make_user("reporter", office=make_office())
    grant(user, "view_yearlytask", "report_yearlytask")
    client.force_login(user)
    return user


def page_of(task):
    return f"{LIST}{task.pk}/change/"


def upload(client, *rows, header=HEADER):
    text = "\n".join([header, *rows])
    file = SimpleUploadedFile("plan.csv", text.encode("utf-8"))
    return client.post(IMPORT, {"import_file": file, "format": "0"})


def confirm(client, preview):
    sent = preview.context["confirm_form"].initial
    return client.post(CONFIRM, sent, follow=True)


@pytest.mark.parametrize(
    "due_on, progress, days_late",
    [
        (date(2025, 3, 3), 0, 0),
        (date(2025, 3, 2), 0, 1),
        (date(2025, 2, 1), 99, 30),
        (date(2025, 2, 1), 100, 0),
        (date(2025, 12, 31), 0, 0),
    ],
)
def test_an_open_task_is_late_from_the_day_after(due_on, progress, days_late):
    task = make_task(due_on=due_on, progress=progress)

    assert task.days_late(TODAY) == days_late
    assert list(YearlyTask.objects.late(TODAY)) == ([task] if days_late else [])


def test_no_task_is_more_than_done():
    with pytest.raises(IntegrityError):
        make_task(progress=101)


def test_an_office_has_a_task_once_a_year():
    make_task()

    with pytest.raises(IntegrityError):
        make_task()


def test_an_office_reports_its_progress_and_changes_nothing_else(client, reporter):
    task = make_task()
    typed = fields_of(
        client.get(page_of(task)), "yearlytask_form", progress="60", note="已录入一半"
    )

    client.post(page_of(task), typed | {"task": "改掉", "due_on": "2030-01-01", "year": "2030"})

    task.refresh_from_db()
    assert (task.progress, task.note) == (60, "已录入一半")
    assert (task.task, task.due_on, task.year) == ("补录历史文件", date(2025, 6, 30), 2025)


def test_an_office_reads_the_tasks_of_others_and_does_not_touch_them(client, reporter):
    task = make_task(office=make_office("finance"))

    assert client.get(page_of(task)).status_code == 200
    assert client.post(page_of(task), {"progress": "100", "note": ""}).status_code == 403
    task.refresh_from_db()
    assert task.progress == 0


def test_who_belongs_to_no_office_reports_for_none(client):
    user = make_user("nobody")
    grant(user, "view_yearlytask", "report_yearlytask")
    client.force_login(user)
    task = make_task()

    assert client.post(page_of(task), {"progress": "100", "note": ""}).status_code == 403


def test_the_disclosure_office_writes_the_plan(client, planner):
    office = make_office("finance")
    typed = {"task": "公开预算", "office": office.pk, "year": "2025", "due_on": "2025-03-31"}
    typed |= {"progress": "0", "person": "", "note": ""}

    client.post(f"{LIST}add/", typed)

    assert YearlyTask.objects.get().office == office


def test_a_progress_beyond_done_is_a_form_error(client, planner):
    task = make_task()
    typed = fields_of(client.get(page_of(task)), "yearlytask_form", progress="101")

    page = client.post(page_of(task), typed)

    assert page.status_code == 200
    assert YearlyTask.objects.get().progress == 0


@pytest.mark.parametrize(
    "path, statuses",
    [
        ("", (302, 403, 200, 200)),
        ("add/", (302, 403, 403, 200)),
        ("import/", (302, 403, 403, 200)),
        ("process_import/", (302, 403, 403, 302)),
        ("export/", (302, 403, 200, 200)),
        ("1/change/", (302, 403, 200, 200)),
        ("1/delete/", (302, 403, 403, 403)),
    ],
)
def test_each_page_is_for_whom_it_is_for(client, path, statuses):
    make_task(pk=1)
    stranger, reader, planner = (make_user(name) for name in ("stranger", "reader", "planner"))
    grant(reader, "view_yearlytask")
    grant(planner, "view_yearlytask", "add_yearlytask", "change_yearlytask")

    found = [client.get(LIST + path).status_code]
    for user in (stranger, reader, planner):
        client.force_login(user)
        found.append(client.get(LIST + path).status_code)

    assert tuple(found) == statuses


def test_a_plan_is_looked_at_before_it_is_written(client, planner):
    make_office()

    preview = upload(client, "2025,更新指南,基础教育科,王老师,2025-03-31,50%,在写")
    nothing_yet = YearlyTask.objects.count()
    page = confirm(client, preview)

    assert nothing_yet == 0
    assert "共 1 条任务" in preview.content.decode()
    assert said(page) == ["导入完成：新增1条，更新0条。"]
    task = YearlyTask.objects.get()
    assert (task.year, task.task, task.person) == (2025, "更新指南", "王老师")
    assert (task.due_on, task.progress, task.note) == (date(2025, 3, 31), 50, "在写")
    entry = AuditEntry.objects.get(act=AuditAct.IMPORT)
    assert (entry.by, entry.data["rows"]) == (planner, 1)


def test_the_same_task_comes_in_again_as_its_update(client, planner):
    make_task(progress=10)

    page = confirm(client, upload(client, "2025,补录历史文件,basic,,2025/7/31,40,"))

    assert said(page) == ["导入完成：新增0条，更新1条。"]
    task = YearlyTask.objects.get()
    assert (task.due_on, task.progress) == (date(2025, 7, 31), 40)


def test_columns_that_are_not_there_leave_what_is_stored(client, planner):
    make_task(progress=10, person="王老师")

    confirm(
        client,
        upload(client, "2025,补录历史文件,basic,2025-07-31", header="年度,任务,责任机构,完成时限"),
    )

    assert YearlyTask.objects.values_list("progress", "person").get() == (10, "王老师")


@pytest.mark.parametrize(
    "row, complaint",
    [
        ("25,甲,basic,,2025-03-31,,", "第2行“年度”：“25”无效，请填2000至2100的整数。"),
        ("2025,,basic,,2025-03-31,,", "第2行“任务”：不能为空，请填写。"),
        ("2025,甲,,,2025-03-31,,", "第2行“责任机构”：不能为空，请填写机构名称。"),
        ("2025,甲,没有这个科,,2025-03-31,,", "第2行“责任机构”：没有名为“没有这个科”的机构"),
        ("2025,甲,basic,,,,", "第2行“完成时限”：不能为空，请填写日期。"),
        ("2025,甲,basic,,三月底,,", "第2行“完成时限”：“三月底”不是能识别的日期"),
        ("2025,甲,basic,,2025-03-31,0.5,", "第2行“进展（%）”：“0.5”无效，请填0至100的整数。"),
        ("2025,甲,basic,,2025-03-31,101,", "第2行“进展（%）”：“101”无效，请填0至100的整数。"),
        (f"2025,{'长' * 301},basic,,2025-03-31,,", "超过300字的上限"),
    ],
)
def test_a_mistake_is_named_by_row_and_column_and_nothing_is_written(
    client, planner, row, complaint
):
    make_office()

    page = upload(client, row, "2025,好的,basic,,2025-03-31,,")

    assert complaint in page.content.decode()
    assert not YearlyTask.objects.exists()


def test_a_task_stands_in_a_plan_once(client, planner):
    make_office()

    page = upload(client, *["2025,甲,basic,,2025-03-31,,"] * 2)

    assert "第3行“任务”：与第2行是同一机构的同一任务" in page.content.decode()


@pytest.mark.parametrize("content", ["", "年度,任务\n", "<html>", "年度,任务,责任机构,完成时限\n"])
def test_a_file_that_is_no_plan_is_refused_in_words(client, planner, content):
    file = SimpleUploadedFile("plan.csv", content.encode())

    page = client.post(IMPORT, {"import_file": file, "format": "0"})

    assert page.status_code == 200
    assert page.context["form"].errors["import_file"]


def test_an_export_holds_the_plan_is_safe_to_open_and_on_record(client, planner):
    make_task(task="=cmd()", progress=30)

    answer = client.post(EXPORT, {"format": "0"})

    header, row = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert ",".join(header) == HEADER
    assert row[:4] == (2025, "'=cmd()", "基础教育科", None)
    assert row[4].date() == date(2025, 6, 30)
    entry = AuditEntry.objects.get(act=AuditAct.EXPORT)
    assert (entry.by, entry.data) == (planner, {"model": "disclosure.yearlytask", "rows": 1})


def test_an_export_can_be_imported_again(client, planner):
    make_task(task="=cmd()", progress=30, note="-在办")
    answer = client.post(EXPORT, {"format": "0"})
    YearlyTask.objects.update(progress=0, note="")

    file = SimpleUploadedFile("plan.xlsx", answer.content)
    page = confirm(client, client.post(IMPORT, {"import_file": file, "format": "0"}))

    assert said(page) == ["导入完成：新增0条，更新1条。"]
    assert YearlyTask.objects.values_list("progress", "note").get() == (30, "-在办")


def test_the_list_asks_as_often_for_many_tasks_as_for_one(
    client, planner, django_assert_max_num_queries
):
    for number in range(30):
        make_task(task=f"任务{number}", office=make_office(f"o{number}"))

    with django_assert_max_num_queries(14):
        page = client.get(LIST)

    assert page.context["cl"].result_count == 30
