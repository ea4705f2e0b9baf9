"""`verify_audit` finds what somebody with full rights in the database does to the trail."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from portal.audit import audit_head, check, head_log, log_head, read_heads, seal
from portal.models import AuditEntry, AuditHead
from portal.models.audit import AuditAct
from portal.tasks import log_audit_head, seal_audit
from portal.tests.factories import NOON, make_entry, make_office, make_user

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(minutes=4)
LATER = NOON + timedelta(minutes=6)
# Past the manager that refuses, as SQL would.
rows = AuditEntry._base_manager


@pytest.fixture
def chain():
    """Ten linked entries."""
    user, office = make_user("wang"), make_office()
    for version in range(10):
        make_entry(by=user, obj=office, data={"version": version})
    seal(at=NOON)


def findings(heads=(), at=NOON):
    return [(finding.kind, finding.number) for finding in check(heads, at=at)]


def cut_after_seven():
    """Cut off the tail, and mend the head in the database."""
    rows.filter(number__gt=7).delete()
    AuditHead.objects.update(number=7, mac=rows.get(number=7).mac)


def verify(capsys, *args):
    """Return the exit code and what the command says."""
    code = 0
    try:
        call_command("verify_audit", *args)
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out


def test_an_empty_trail_is_whole(capsys):
    assert verify(capsys) == (0, "审计记录完整：尚无已入链的记录。与链头日志中的 0 处登记一致。\n")


def test_a_trail_nobody_touched_is_whole(chain, capsys):
    code, said = verify(capsys)

    assert code == 0
    assert said.startswith(f"审计记录完整：第 1 号至第 10 号，链头 {audit_head().mac}。")


@pytest.mark.parametrize(
    "changes",
    [
        {"act": AuditAct.RELEASE},
        {"by_name": "zhang"},
        {"by": None},
        {"at": NOON + timedelta(microseconds=1)},
        {"object_label": "portal.office:999"},
        {"data": {"version": 5}},
        {"data": {"version": "4"}},
        {"data": {}},
    ],
    ids=str,
)
def test_any_changed_field_is_found(chain, changes):
    rows.filter(number=5).update(**changes)

    assert findings() == [("changed", 5)]


def test_an_act_ascribed_to_somebody_else_is_found(chain):
    rows.filter(number=5).update(by=make_user("zhang"))

    assert findings() == [("changed", 5)]


def test_a_changed_hmac_is_found_where_it_is_and_in_the_next_entry(chain):
    rows.filter(number=5).update(mac="0" * 64)

    assert findings() == [("changed", 5), ("changed", 6)]


def test_entries_removed_from_the_middle_are_found(chain, capsys):
    rows.filter(number__in=[4, 5]).delete()

    code, said = verify(capsys)

    assert findings() == [("gap", 4)]
    assert code == 1
    assert said.splitlines()[0] == "缺少第 4 号至第 5 号记录，第 6 号因此无法核对。"
    assert "审计记录有 1 处问题。请保留数据库、日志和备份的现状" in said


def test_removed_entries_whose_gap_was_closed_are_found(chain):
    rows.filter(number=4).delete()
    for entry in rows.filter(number__gt=4).order_by("number"):
        rows.filter(pk=entry.pk).update(number=F("number") - 1)

    assert findings() == [*(("changed", number) for number in range(4, 10)), ("cut", 10)]


def test_a_removed_beginning_is_found(chain):
    rows.filter(number__lt=3).delete()

    assert findings() == [("gap", 1)]


def test_another_order_is_found(chain):
    fourth, fifth = rows.get(number=4), rows.get(number=5)
    rows.filter(pk=fourth.pk).update(number=99)
    rows.filter(pk=fifth.pk).update(number=4)
    rows.filter(pk=fourth.pk).update(number=5)

    assert findings() == [("changed", 4), ("changed", 5), ("changed", 6)]


def test_an_entry_slipped_in_by_hand_is_found(chain):
    last = rows.get(number=10)
    rows.create(number=11, act=AuditAct.RELEASE, at=NOON, mac=last.mac)

    assert findings() == [("changed", 11), ("head", 11)]


def test_a_tail_cut_off_is_found_by_the_head_in_the_database(chain, capsys):
    rows.filter(number__gt=7).delete()

    code, said = verify(capsys)

    assert code == 1
    assert said.splitlines()[0] == (
        "记录只到第 7 号，而 2025-03-03T12:00:00+08:00 的链头是第 10 号：末尾至少 3 条记录被删去。"
    )


def test_a_tail_cut_off_together_with_that_head_is_found_by_the_log(chain):
    log_head()
    cut_after_seven()
    heads, _ = read_heads(head_log())

    assert findings() == []
    assert findings(heads) == [("cut", 8)]


def test_a_tail_cut_off_and_grown_again_is_found_by_the_log(chain):
    log_head()
    cut_after_seven()
    for _ in range(5):
        make_entry()
    seal(at=NOON)
    heads, _ = read_heads(head_log())

    assert findings() == []
    assert findings(heads) == [("rewritten", 10)]


@pytest.mark.parametrize("number", [0, 3])
def test_a_head_in_the_database_that_was_set_back_is_found(chain, number):
    macs = dict(rows.values_list("number", "mac"))
    AuditHead.objects.update(number=number, mac=macs.get(number, ""))

    assert findings() == [("head", 10)]


def test_a_chain_removed_whole_is_found_by_the_log(chain, capsys):
    log_head()
    rows.all().delete()
    AuditHead.objects.all().delete()

    code, said = verify(capsys)

    assert code == 1
    assert "记录只到第 0 号" in said


def test_a_copy_of_the_log_kept_elsewhere_is_compared_too(chain, capsys, tmp_path):
    log_head()
    copy = head_log().rename(tmp_path / "copy.log")
    cut_after_seven()

    assert verify(capsys)[0] == 0
    assert verify(capsys, "--heads", str(copy))[0] == 1


def test_the_log_of_heads_grows_day_by_day(chain, capsys):
    log_audit_head()
    make_entry()
    seal_audit()
    log_audit_head()

    heads, damaged = read_heads(head_log())

    assert [head.number for head in heads] == [10, 11]
    assert not damaged
    assert "与链头日志中的 2 处登记一致" in verify(capsys)[1]


def test_no_head_is_logged_before_the_first_link():
    log_audit_head()

    assert not head_log().exists()


def test_a_damaged_line_of_the_log_is_named_and_the_others_count(chain, capsys):
    log_head()
    head_log().write_text(f"10 abc\n{head_log().read_text()}")

    code, said = verify(capsys)

    assert code == 1
    assert said.splitlines()[0].startswith("链头日志 audit-heads.log 第 1 行无法识别")


def test_a_log_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CommandError, match="无法读取"):
        call_command("verify_audit", "--heads", str(tmp_path / "none.log"))


def test_an_entry_waits_five_minutes_at_most_for_its_place(chain, capsys):
    make_entry()

    assert findings(at=SOON) == []
    assert findings(at=LATER) == [("unsealed", None)]
    assert "1 条记录超过5分钟仍未入链" in verify(capsys)[1]


def test_an_entry_that_left_the_chain_is_found(chain):
    rows.filter(number=10).update(number=None)

    assert findings() == [("cut", 10), ("foreign", None)]


@pytest.mark.parametrize("changes", [{"act": AuditAct.RELEASE}, {"data": {}}, {"by_name": "x"}])
def test_an_entry_changed_before_it_is_linked_is_found_at_once(chain, changes):
    entry = make_entry()
    rows.filter(pk=entry.pk).update(**changes)
    seal(at=NOON)

    assert findings(at=SOON) == [("foreign", None)]


def test_another_key_is_noticed_and_the_advice_names_it(chain, settings, capsys):
    settings.AUDIT_KEY = "another"

    code, said = verify(capsys)

    assert code == 1
    assert "审计记录有 10 处问题" in said
    assert "先核对 AUDIT_KEY" in said


def test_programs_get_the_same_as_json(chain, capsys):
    rows.filter(number=5).update(data={})

    code, said = verify(capsys, "--json")

    assert code == 1
    assert json.loads(said) == {
        "ok": False,
        "head": audit_head()._asdict(),
        "unsealed": 0,
        "heads_compared": 0,
        "count": 1,
        "findings": [
            {
                "kind": "changed",
                "number": 5,
                "sentence": "第 5 号记录的内容或次序被改动过，或者它的前一条记录被替换。",
            }
        ],
    }


def test_ten_thousand_entries_are_checked_in_batches(django_assert_num_queries):
    entries = [AuditEntry(act=AuditAct.REVIEW, at=NOON) for _ in range(10_000)]
    mac = ""
    for number, entry in enumerate(entries, start=1):
        entry.link(number=number, previous=mac)
        mac = entry.mac
    AuditEntry.objects.bulk_create(entries)
    AuditHead.objects.create(pk=1, number=10_000, mac=mac, sealed_at=NOON)

    with django_assert_num_queries(10 + 4):
        found = findings()

    assert not found


def test_of_countless_findings_the_first_hundred_are_listed(capsys):
    entries = [AuditEntry(act=AuditAct.REVIEW, at=NOON, mac="0") for _ in range(105)]
    AuditEntry.objects.bulk_create(entries)

    code, said = verify(capsys)

    assert len(said.splitlines()) == 102
    assert said.splitlines()[100] == "另有 5 处问题未列出。"
    assert "审计记录有 105 处问题" in said
