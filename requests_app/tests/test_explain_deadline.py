"""`manage.py explain_deadline`: the day list for people, every key for programs."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

SHARED = Path(__file__).parent / "data" / "deadline_vectors.json"


def run(capsys, *arguments):
    capsys.readouterr()
    call_command("explain_deadline", *map(str, arguments))
    return capsys.readouterr().out


def write(tmp_path, data):
    file = tmp_path / "case.json"
    file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return file


def test_every_shared_case_comes_out_with_the_calendar_of_the_database(holidays, capsys):
    cases = json.loads(SHARED.read_text(encoding="utf-8"))

    found = json.loads(run(capsys, SHARED, "--json"))

    assert [case["id"] for case in found] == [case["id"] for case in cases]
    for case, answer in zip(cases, found, strict=True):
        assert {key: answer[key] for key in case["expected"]} == case["expected"]


@pytest.mark.django_db
def test_an_office_that_has_entered_no_notice_yet_counts_by_the_shipped_ones(capsys, tmp_path):
    case = {"id": "甲", "events": [{"type": "received", "date": "2025-03-03"}]}

    found = json.loads(run(capsys, write(tmp_path, case), "--json"))

    assert found[0]["due"] == "2025-03-31"


def test_one_case_alone_gives_a_list_of_one(holidays, capsys, tmp_path):
    case = {"id": "甲", "events": [{"type": "received", "date": "2025-03-03"}]}

    found = json.loads(run(capsys, write(tmp_path, case), "--json"))

    assert found[0]["id"] == "甲" and found[0]["due"] == "2025-03-31"


def test_a_person_reads_every_day_and_the_days_that_matter(holidays, capsys, tmp_path):
    case = {
        "id": "乙",
        "events": [
            {"type": "received", "date": "2025-04-25"},
            {"type": "consult_sent", "date": "2025-04-27", "party": "某公司"},
            {"type": "consult_delivered", "date": "2025-04-28", "party": "某公司"},
            {"type": "consult_opinion", "date": "2025-04-29", "party": "某公司"},
            {"type": "extension_granted", "date": "2025-06-20", "working_days": 5},
        ],
    }

    said = run(capsys, write(tmp_path, case)).splitlines()

    assert said[:4] == [
        "案例 乙",
        "  2025-04-25 周五  收到申请之日，不计入",
        "  2025-04-26 周六  周末，不计",
        "  2025-04-27 周日  调休上班，第1日",
    ]
    assert "  2025-05-01 周四  放假（劳动节，国办发明电〔2024〕12号），不计" in said
    assert "  答复期限届满：2025-05-29" in said
    assert "  某公司答复意见最迟：2025-05-22" in said
    assert said[-1] == "  期限届满后不能再延期（条例第三十三条），延期无效，期限不变。"


def test_what_cannot_be_counted_is_said_to_be_an_estimate(holidays, capsys, tmp_path):
    case = {"events": [{"type": "received", "date": "2026-12-15"}]}

    said = run(capsys, write(tmp_path, case))

    assert "案例 1" in said
    assert "待国务院公布2027年放假安排" in said
    assert "答复期限最早于2027-01-13届满（暂估）" in said


def test_a_pause_that_is_open_says_how_far_the_count_has_come(holidays, capsys, tmp_path):
    events = [
        {"type": "received", "date": "2025-03-03"},
        {"type": "consult_sent", "date": "2025-03-10", "party": "某公司"},
    ]

    said = run(capsys, write(tmp_path, {"events": events}))

    assert "期限暂停计算，已计5日，共20日" in said
    assert "某公司答复意见最迟：尚未送达或不能计算" in said


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("{", "不是正确的JSON文件：第1行第2个字符处有误"),
        ("[" * 100_000, "不是UTF-8编码的JSON文件"),
        ("5", "第1个案例没有事件列表"),
        ('[{"events": []}, {"id": "丙"}]', "第2个案例没有事件列表"),
        ('{"id": "丁", "events": [{"type": "asked"}]}', "案例“丁”：不认识的事件类型“asked”。"),
        ('{"events": [], "policy": {"fee_clock_rule": "x"}}', "案例“1”：“fee_clock_rule”只能是"),
    ],
)
def test_a_bad_file_gets_a_sentence(db, tmp_path, text, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("explain_deadline", str(write(tmp_path, text)))

    assert refusal.value.returncode == 1


def test_a_file_that_is_not_there_or_is_no_text_gets_a_sentence(db, tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff\xe0")

    with pytest.raises(CommandError, match="读不了文件"):
        call_command("explain_deadline", str(tmp_path / "nothing"))
    with pytest.raises(CommandError, match="不是UTF-8编码"):
        call_command("explain_deadline", str(tmp_path / "picture"))
