"""Ledgers that are right, and what becomes of their rows."""

from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from disclosure.tests.factories import make_person
from portal.fields import ciphertext
from portal.models import AuditAct, AuditEntry, Notice
from portal.tests.factories import make_user
from requests_app.models import Applicant, InformationRequest
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.repeats import similar_to
from requests_app.tests.factories import handler, make_request, officer
from requests_app.tests.ledgers import (
    TODAY,
    csv_ledger,
    import_ledger,
    open_row,
    row,
    xlsx_ledger,
)
from requests_app.workflow import EventKind, Status

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]


@pytest.fixture
def on_2_march_2026():
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def ledger(tmp_path):
    return tmp_path / "台账.csv"


def command(*args, **options) -> str:
    said = StringIO()
    call_command("import_requests", *map(str, args), stdout=said, **options)
    return said.getvalue()


# --- The command --------------------------------------------------------------------------------


@pytest.mark.usefixtures("on_2_march_2026")
def test_the_command_imports_in_the_name_of_a_person_who_may(ledger):
    make_user("clerk")
    person = make_person("chief", "requests_app.import_requests")
    ledger.write_bytes(csv_ledger(row(), open_row(申请编号="2")))

    with pytest.raises(CommandError, match="“clerk”没有导入申请台账的权限"):
        command(ledger, by="clerk")
    said = command(ledger, by="chief")

    assert said == "导入完成：1 件已办结，1 件在办\n"
    events = [info_request.events.get() for info_request in InformationRequest.objects.all()]
    assert {event.by for event in events} == {person}
    assert AuditEntry.objects.filter(act=AuditAct.IMPORT, by=person).get().data["rows"] == 2


@pytest.mark.usefixtures("on_2_march_2026")
def test_a_dry_run_writes_nothing(ledger):
    ledger.write_bytes(csv_ledger(row()))

    said = command(ledger, "--dry-run")

    assert said == "检查通过（没有写入）：1 件已办结，0 件在办\n"
    assert not InformationRequest.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.usefixtures("on_2_march_2026")
def test_the_command_says_every_complaint_and_imports_nothing(ledger):
    ledger.write_bytes(csv_ledger(row(), row(申请编号="2", 渠道="飞鸽"), row(申请人="")))

    with pytest.raises(CommandError) as refusal:
        command(ledger)

    assert "第3行“渠道”：“飞鸽”不是申请渠道" in str(refusal.value)
    assert "第4行“申请人”：不能为空，请填写。" in str(refusal.value)
    assert "第4行“申请编号”：“2025-旧1”与第2行相同" in str(refusal.value)
    assert "共2行有错，没有导入任何内容。" in str(refusal.value)
    assert not InformationRequest.objects.exists()


def test_a_file_that_is_not_there_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="请检查路径和权限"):
        command(tmp_path / "没有.csv")


# --- What a row becomes -------------------------------------------------------------------------


def test_a_closed_row_is_history_with_its_days_and_outcome():
    import_ledger(csv_ledger(row(答复文号="云教公复〔2025〕3号", 延期工作日="5个工作日")))

    info_request = InformationRequest.objects.get()
    assert (info_request.status, info_request.is_imported) == (Status.CLOSED, True)
    assert info_request.number == "2025-旧1"
    assert info_request.outcome == Outcome.GRANT
    assert info_request.submitted_on == date(2025, 3, 1)
    assert info_request.received_on == date(2025, 3, 3)
    assert info_request.closed_on == date(2025, 3, 20)
    assert info_request.channel_id == "internet"
    assert info_request.extension_days == 5
    assert info_request.imported_doc_no == "云教公复〔2025〕3号"
    assert (info_request.due_on, info_request.provisional_due_on) == (None, None)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "closed_on, extension, is_late",
    [
        ("2025-03-31", "", False),  # the 20th working day
        ("2025-04-01", "", True),
        ("2025-04-01", "1", False),
    ],
)
def test_a_closed_row_was_late_where_its_days_can_be_counted(closed_on, extension, is_late):
    import_ledger(csv_ledger(row(办结日期=closed_on, 延期工作日=extension)))

    assert InformationRequest.objects.get().is_late is is_late


def test_where_no_notice_tells_the_working_days_nobody_was_late_or_in_time():
    days = {"提交日期": "2012-03-01", "收到日期": "2012-03-01", "办结日期": "2013-03-01"}

    import_ledger(csv_ledger(row(**days)))

    assert InformationRequest.objects.get().is_late is None


def test_an_open_row_waits_to_be_assigned_and_its_clock_runs():
    import_ledger(csv_ledger(open_row(提交日期="2026-02-26", 收到日期="2026-02-27")))

    info_request = InformationRequest.objects.get()
    assert info_request.status == Status.RECEIVED
    assert info_request.due_on == date(2026, 3, 26)
    info_request.assign(by=officer(), handler=handler(), at=info_request.submitted_at)
    assert info_request.status == Status.PROCESSING


def test_the_extension_of_an_open_row_counts_now_and_after_a_recount():
    import_ledger(csv_ledger(open_row(提交日期="2026-02-26", 收到日期="2026-02-27", 延期工作日=3)))

    info_request = InformationRequest.objects.get()
    imported = info_request.due_on
    info_request.store_clock()

    assert imported == info_request.due_on == date(2026, 3, 31)


def test_an_open_row_in_a_year_without_notice_has_an_estimate_only():
    days = {"提交日期": "2027-01-14", "收到日期": "2027-01-14"}

    import_ledger(csv_ledger(open_row(**days)), today=date(2027, 1, 15))

    info_request = InformationRequest.objects.get()
    assert info_request.due_on is None
    assert info_request.provisional_due_on == date(2027, 2, 11)


def test_an_open_row_nobody_confirmed_has_no_clock():
    result = import_ledger(csv_ledger(open_row(收到日期="")))

    info_request = InformationRequest.objects.get()
    assert info_request.status == Status.SUBMITTED
    assert info_request.due_on is None
    assert result.summary == "0 件已办结，1 件在办（其中 1 件待确认收到）"


def test_the_history_names_file_row_and_sha_256_and_keeps_the_remark():
    import_ledger(csv_ledger(row(备注="电话答复过"), row(申请编号="2")), name="旧台账.csv")

    first, second = InformationRequest.objects.order_by("pk")
    event = first.events.get()
    assert event.kind == EventKind.IMPORTED
    assert event.note.startswith("台账“旧台账.csv”第2行，SHA-256 ")
    assert event.note.endswith("\n备注：电话答复过")
    assert "第3行" in second.events.get().note


def test_the_name_is_encrypted_and_the_title_for_lists_does_not_say_it():
    wanted = "本人王小明（电话13812345678）申请公开各小学招生人数"

    import_ledger(csv_ledger(row(申请内容=wanted)))

    info_request = InformationRequest.objects.get()
    stored = Applicant.objects.values_list(ciphertext("name"), flat=True).get()
    assert info_request.applicant.name == "王小明"
    assert "王小明" not in stored
    assert info_request.wanted == wanted
    assert info_request.subject == "本人王*（电话138****5678）申请公开各小学招生人数"


def test_one_name_is_one_applicant_and_a_masked_name_is_nobody():
    names = ["王小明", "王 小明", "李某", "李某"]

    import_ledger(csv_ledger(*(row(申请编号=str(n), 申请人=name) for n, name in enumerate(names))))

    first, second, *hidden = InformationRequest.objects.order_by("pk")
    [repeat, *_] = similar_to(first)
    assert (repeat.info_request, repeat.is_same_applicant) == (second, True)
    assert [info_request.applicant.key for info_request in hidden] == ["", ""]


def test_imported_numbers_leave_our_own_sequence_alone():
    import_ledger(csv_ledger(row(申请编号="2025-0001")))

    assert make_request().number == "2025-0001"
    assert InformationRequest.objects.filter(number="2025-0001").count() == 2


def test_words_that_say_more_than_the_report_are_kept_as_sub_outcome():
    import_ledger(csv_ledger(row(办理结果="申请人主动撤回")))

    info_request = InformationRequest.objects.get()
    assert info_request.outcome == Outcome.OTHER_MISC
    assert info_request.sub_outcome == SubOutcome.WITHDRAWN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rare_characters_survive_every_encoding(encoding):
    import_ledger(csv_ledger(row(申请人="阿依古丽·㛃𠮷"), encoding=encoding))

    assert Applicant.objects.get().name == "阿依古丽·㛃𠮷"


def test_xlsx_with_a_title_above_and_real_dates_in_any_order_comes_in():
    cells = {"收到日期": datetime(2025, 3, 3), "办结日期": 45736, "序号": 1}  # noqa: DTZ001
    shuffled = dict(reversed(row(**cells).items()))

    import_ledger(xlsx_ledger(shuffled, above=[["云溪县教育局依申请公开台账"], []]))

    info_request = InformationRequest.objects.get()
    assert info_request.received_on == date(2025, 3, 3)
    assert info_request.closed_on == date(2025, 3, 20)


def test_many_rows_cost_as_many_queries_as_few(django_assert_max_num_queries):
    rows = [row(申请编号=str(n), 申请人=f"示例{n}") for n in range(300)]

    with django_assert_max_num_queries(45):
        import_ledger(csv_ledger(*rows))

    assert InformationRequest.objects.filter(is_imported=True).count() == 300


def test_rows_are_written_whole_and_true_to_the_constraints():
    import_ledger(csv_ledger(row(), open_row(申请编号="2")))

    connection.check_constraints()
    wrong = InformationRequest.objects.filter(closed_on__lt=F("received_on"))
    assert not wrong.exists()
    assert max(InformationRequest.objects.values_list("received_on", flat=True)) <= TODAY
