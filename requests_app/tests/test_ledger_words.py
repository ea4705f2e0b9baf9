"""The words of real ledgers, and what they mean."""

import pytest

from requests_app.models import ApplicantKind
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.resources.labels import (
    CHANNELS,
    outcome_label,
    read_applicant_kind,
    read_channel,
    read_outcome,
)


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_is_read_by_its_label_and_as_we_export_it(outcome):
    assert read_outcome(outcome.label) == (outcome, "")
    assert read_outcome(outcome_label(outcome)) == (outcome, "")


@pytest.mark.parametrize(
    "text, outcome",
    [
        ("予以公开", Outcome.GRANT),
        ("（一）予以公开", Outcome.GRANT),
        ("(一) 予以公开", Outcome.GRANT),
        ("三（一）予以公开", Outcome.GRANT),
        ("三、（一）予以公开", Outcome.GRANT),
        ("同意公开", Outcome.GRANT),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", Outcome.PARTIAL),
        ("1.属于国家秘密", Outcome.DENY_STATE_SECRET),
        ("１．属于国家秘密", Outcome.DENY_STATE_SECRET),
        ("⒈属于国家秘密", Outcome.DENY_STATE_SECRET),
        ("不予公开-属于国家秘密", Outcome.DENY_STATE_SECRET),
        ("不予公开——国家秘密", Outcome.DENY_STATE_SECRET),
        ("（三）不予公开 1、属于国家秘密", Outcome.DENY_STATE_SECRET),
        ("三、（三）不予公开：2.其他法律行政法规禁止公开", Outcome.DENY_LAW_FORBIDS),
        ("不予公开（属于行政查询事项）", Outcome.DENY_ADMIN_QUERY),
        ('3.危及"三安全一稳定"', Outcome.DENY_SECURITY),
        ("3．危及‘三安全一稳定’", Outcome.DENY_SECURITY),
        ("其他法律、行政法规禁止公开", Outcome.DENY_LAW_FORBIDS),
        ("8.属于行政查询事项", Outcome.DENY_ADMIN_QUERY),
        ("（四）无法提供\n1.本机关不掌握相关政府信息", Outcome.UNABLE_NOT_HELD),
        ("无法提供/没有现成信息需要另行制作", Outcome.UNABLE_NEEDS_CREATION),
        ("信访、举报、投诉类申请", Outcome.REFUSE_PETITION),
        ("不予处理-重复申请", Outcome.REFUSE_DUPLICATE),
        ("申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", "OTHER_NO_CORRECTION"),
        ("（六）其他处理", Outcome.OTHER_MISC),  # 2019: a row of its own
        ("（六）其他处理 3.其他", Outcome.OTHER_MISC),
        ("其他", Outcome.OTHER_MISC),
    ],
)
def test_an_outcome_is_read_however_it_is_written(text, outcome):
    assert read_outcome(text).outcome == outcome


@pytest.mark.parametrize(
    "text, sub_outcome",
    [
        ("申请人主动撤回", SubOutcome.WITHDRAWN),
        ("政策咨询", SubOutcome.CONSULTATION),
        ("信息不存在", SubOutcome.NONEXISTENT),
        ("不属于本机关公开", SubOutcome.NOT_OURS),
    ],
)
def test_words_without_a_row_of_their_own_keep_what_they_say(text, sub_outcome):
    assert read_outcome(text) == (sub_outcome.outcome, sub_outcome)


def test_an_empty_outcome_is_an_open_case():
    assert read_outcome(" ") is None


@pytest.mark.parametrize(
    "text", ["不予公开", "（三）不予公开", "不予公开-予以公开", "不予公开-其他"]
)
def test_a_heading_alone_or_with_a_row_of_another_is_refused_with_its_rows(text):
    with pytest.raises(ValueError, match="下应写明是哪一项；可以填：属于国家秘密、"):
        read_outcome(text)


@pytest.mark.parametrize("text", ["办结", "1", "（一）", "国家"])
def test_other_words_are_refused_with_what_may_stand_there(text):
    with pytest.raises(ValueError, match="不是年报表三的办理结果；可以填：予以公开、部分公开"):
        read_outcome(text)


@pytest.mark.parametrize(
    "text, kind",
    [
        *((kind.label, kind) for kind in ApplicantKind),
        ("公民", ApplicantKind.NATURAL),
        ("法人或其他组织-商业企业", ApplicantKind.BUSINESS),
        ("法人或者其他组织（其他）", ApplicantKind.OTHER),
    ],
)
def test_an_applicant_is_read_by_the_column_of_the_report(text, kind):
    assert read_applicant_kind(text) == kind


@pytest.mark.parametrize("text", ["法人", "单位", ""])
def test_a_kind_that_is_no_column_is_refused(text):
    with pytest.raises(ValueError, match="可以填：自然人、商业企业、"):
        read_applicant_kind(text)


@pytest.mark.parametrize("code, words", CHANNELS.items())
def test_a_channel_is_read_by_any_of_its_words(code, words):
    assert {read_channel(word) for word in words} == {code}


def test_an_unknown_channel_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="“飞鸽”不是申请渠道；可以填：当面、口头、邮寄"):
        read_channel("飞鸽")
