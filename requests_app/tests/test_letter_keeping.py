"""A letter is numbered without gaps, fixed when it goes out, and nobody changes it afterwards."""

import hashlib

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import DatabaseError, transaction

from portal.errors import RuleViolation
from portal.files import private_files as store
from portal.models import OfficeSettings
from portal.tests.threads import at_once
from requests_app import tasks
from requests_app.letter_preview import preview, still_missing
from requests_app.letters import FileForm, LetterKind
from requests_app.models import Letter
from requests_app.outcomes import Outcome
from requests_app.tasks import ONE_TURN, keep_letters
from requests_app.tests.factories import (
    LATER,
    MONDAY,
    head,
    make_request,
    make_running_request,
    officer,
    propose,
)
from requests_app.tests.letters import REASONS, SENT_ON, answered, fill_office, make_letter
from requests_app.workflow import ServiceMethod

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]
THREADS = 20


def approved_answer():
    decision = propose(make_running_request())
    decision.approve(by=head(), on=SENT_ON, at=LATER)
    return decision


def served(decision):
    decision.serve(by=officer(), on=SENT_ON, at=LATER, method=ServiceMethod.POST)
    decision.letter.refresh_from_db()
    return decision.letter


def test_an_answer_follows_its_case_until_it_is_served_and_not_afterwards():
    decision = approved_answer()
    applicant = decision.info_request.applicant
    applicant.name = "王小明（更正）"
    applicant.save()
    before = decision.letter.content().addressee

    letter = served(decision)

    applicant.name = "另一个人"
    applicant.save()
    OfficeSettings.objects.create(pk=1, bureau_name="改名后的教育局")
    assert before == letter.content().addressee == "王小明（更正）"
    assert letter.content().issuer == "云溪县教育局"
    assert (letter.served_on, letter.service_method) == (SENT_ON, ServiceMethod.POST)


def test_a_letter_is_made_into_the_same_file_whenever_it_is_made():
    letter = make_letter(LetterKind.CORRECTION)
    form, content = letter.render()

    letter.keep()

    assert letter.form == form == FileForm.PDF
    assert letter.sha256 == hashlib.sha256(content).hexdigest()
    assert letter.read() == content
    assert len(letter.template_version) == 64


def test_the_task_makes_every_file_that_is_owed_and_none_twice():
    letter = make_letter(LetterKind.REASONS)
    unserved = approved_answer().letter

    keep_letters()
    kept = list(store.stored_paths())
    keep_letters()

    letter.refresh_from_db()
    unserved.refresh_from_db()
    assert letter.sha256 and not unserved.sha256
    assert list(store.stored_paths()) == kept
    assert not Letter.objects.unkept().exists()


def test_many_letters_are_made_in_turns_and_each_turn_asks_for_the_next(
    monkeypatch, django_capture_on_commit_callbacks
):
    make_letter(LetterKind.REASONS)
    monkeypatch.setattr(tasks, "ONE_TURN", -ONE_TURN)  # over before it began

    with django_capture_on_commit_callbacks() as asked:
        keep_letters()

    assert Letter.objects.unkept().exists()
    assert len(asked) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"words_sha256": "0" * 64},
        {"number": "云教公补〔2025〕99号"},
        {"dated": MONDAY},
        {"sha256": "0" * 64},
        {"path": "ab/" + "0" * 30},
        {"token": "guess"},
        {"frozen_at": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_a_letter_that_went_out(change):
    letter = make_letter(LetterKind.CORRECTION)
    letter.keep()

    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**change)


def test_words_that_are_not_those_that_went_out_are_never_printed():
    letter = make_letter(LetterKind.CORRECTION)

    Letter.objects.filter(pk=letter.pk).update(words=letter.words.replace("学段", "年级"))

    letter.refresh_from_db()
    with pytest.raises(RuleViolation, match="与定稿时不同"):
        letter.content()


def test_a_new_key_leaves_the_letter_as_it_went_out(settings):
    letter = make_letter(LetterKind.CORRECTION)
    letter.keep()
    content = letter.read()
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]

    call_command("rotate_keys", verbosity=0)

    letter.refresh_from_db()
    assert letter.read() == content == letter.render()[1]


def test_a_letter_goes_out_once():
    letter = make_letter(LetterKind.CORRECTION)

    with pytest.raises(RuleViolation, match="已经定稿"):
        letter.freeze(at=LATER)


def test_a_letter_that_has_not_gone_out_is_not_kept():
    with pytest.raises(RuleViolation, match="还没有发出"):
        approved_answer().letter.keep()


def test_when_retention_ends_words_and_file_go_and_the_hash_stays(
    django_capture_on_commit_callbacks,
):
    letter = make_letter(LetterKind.CORRECTION)
    letter.keep()
    sha256 = letter.sha256

    with django_capture_on_commit_callbacks(execute=True):
        letter.forget()

    assert list(store.stored_paths()) == []
    assert (letter.words, letter.path, letter.sha256) == ("", "", sha256)
    with pytest.raises(RuleViolation, match="保存期限"):
        letter.read()
    with pytest.raises(RuleViolation, match="保存期限"):
        letter.content()


def test_masked_a_letter_hides_whom_it_names():
    letter = make_letter(LetterKind.SERVICE_PROOF)

    cells = [
        str(cell.text) for row in letter.content(masked=True).paragraphs[0].rows for cell in row
    ]

    assert "王*" in cells
    assert not [text for text in ("王小明", "13800000000", "云溪县示例路1号") if text in cells]


def test_the_query_code_is_on_the_receipt_handed_out_and_not_on_the_one_kept():
    letter = make_letter(LetterKind.RECEIPT)

    handed_out = letter.content(query_code="ABCD-2345-XY").paragraphs

    assert any("ABCD-2345-XY" in block.text for block in handed_out)
    assert "ABCD" not in letter.words


def test_of_a_request_to_be_confirmed_the_second_receipt_tells_day_and_term():
    info_request = make_request(channel="internet")
    info_request.confirm(by=officer(), on=MONDAY, at=LATER)

    first, second = info_request.letters.filter(kind=LetterKind.RECEIPT)

    said = [
        "".join(block.text for block in letter.content().paragraphs) for letter in (first, second)
    ]
    assert "个工作日内确认" in said[0] and "期限到" not in said[0]
    assert "收到日期为2025年3月3日" in said[1] and "期限到2025年3月31日为止" in said[1]


def test_a_preview_takes_no_number_and_writes_nothing():
    info_request = make_running_request()
    count = Letter.objects.count()

    letter = preview(
        info_request,
        LetterKind.ANSWER,
        on=SENT_ON,
        outcome=Outcome.DENY_INTERNAL,
        reasons=REASONS,
        details={"which": "人事管理"},
    )

    text = "".join(block.text for block in letter.paragraphs)
    assert (letter.number, letter.qr_url) == ("待编号", "")
    assert letter.mark
    assert "人事管理" in text and "先向云溪县人民政府申请行政复议" in text
    assert Letter.objects.count() == count
    assert not info_request.decisions.exists()


@pytest.mark.parametrize(
    "kind, fields, said",
    [
        (LetterKind.EXTENSION, {"days": 20, "reason": "材料多"}, "2025年4月28日"),
        (LetterKind.FEE, {"basis": "pages", "quantity": 101}, "人民币720元"),
        (LetterKind.THIRD_PARTY, {"party": "甲公司", "question": "检查记录"}, "检查记录"),
        (LetterKind.REASONS, {"facts": "126件", "respond_by": MONDAY}, "126件"),
        (LetterKind.CORRECTION, {"items": "年份", "respond_by": MONDAY}, "1. 年份"),
    ],
    ids=str,
)
def test_a_preview_says_what_the_letter_will_say(kind, fields, said):
    letter = preview(make_running_request(), kind, on=SENT_ON, **fields)

    assert said in "".join(getattr(block, "text", "") for block in letter.paragraphs)


def test_what_the_office_has_not_filled_in_is_said_before_a_letter_goes_out():
    missing = still_missing(LetterKind.FEE)
    fill_office()

    assert len(missing) == 2
    assert still_missing(LetterKind.FEE) == []


def test_an_answer_online_without_the_online_way_to_review_is_warned_of():
    decision = answered(make_running_request(), Outcome.DENY_INTERNAL)

    missing = still_missing(LetterKind.ANSWER, part=decision, online=True)

    assert any("第二十二条" in sentence for sentence in missing)


def test_numbers_run_by_kind_and_year():
    first = make_letter(LetterKind.CORRECTION)
    second = make_letter(LetterKind.CORRECTION)
    other = make_letter(LetterKind.REASONS)

    assert [letter.number for letter in (first, second, other)] == [
        "云教公补〔2025〕1号",
        "云教公补〔2025〕2号",
        "云教公理〔2025〕1号",
    ]


def test_an_act_that_fails_leaves_no_gap():
    info_request = make_running_request()
    issued = {"by": officer(), "on": SENT_ON, "at": LATER}
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Letter.objects.issue(
            info_request, LetterKind.SERVICE_PROOF, **issued, part=first(info_request)
        )
        raise ZeroDivisionError

    letter = Letter.objects.prove_service(first(info_request), **issued)

    assert letter.number == "云教公送〔2025〕1号"


def first(info_request):
    return info_request.letters.earliest("pk")


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_take_twenty_numbers_without_gap_or_double():
    receipt = first(make_running_request())
    by = officer()

    def issue():
        return Letter.objects.prove_service(receipt, by=by, on=SENT_ON, at=LATER).number

    numbers = at_once(*[issue] * THREADS)

    assert sorted(numbers) == sorted(
        f"云教公送〔2025〕{place}号" for place in range(1, THREADS + 1)
    )
