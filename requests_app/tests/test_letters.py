"""Every letter of a case, from real rows, read back from its file (requests.md §§5, 6)."""

from datetime import date
from io import BytesIO

import docx
import pypdf
import pytest

from portal.documents import render_letter
from requests_app.letters import LetterKind
from requests_app.outcomes import ENDINGS, Outcome, SubOutcome, must_say
from requests_app.tests.factories import LATER, MONDAY, make_request, make_running_request, officer
from requests_app.tests.letters import (
    ANSWERS,
    REASONS,
    SAID,
    answered,
    fill_office,
    make_letter,
    not_paid,
)
from requests_app.workflow import ServiceMethod

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]

APPLICANT = ("王小明", "11010519491231002X", "13800000000", "wang@example.org", "示例路1号")
OPTIONAL = "六个月内"
CLASSIC = "六个月"
REVIEW_FIRST = "先向云溪县人民政府申请行政复议"
WITHHELD_BY_LAW = [outcome for outcome in ENDINGS if ENDINGS[outcome].article.startswith("第十")]
REMEDIES = {
    "review_first": [f"自收到本答复之日起六十日内，{REVIEW_FIRST}", "决定书之日起十五日内"],
    "optional": [
        "自收到本答复之日起六十日内向云溪县人民政府申请行政复议，或者",
        f"{OPTIONAL}向有管辖权的人民法院（云溪县人民法院）提起行政诉讼",
    ],
    "none": [],
}
COMMON = ("云溪县教育局", "2025年", "0371-00000001")
REQUIRED = {
    LetterKind.RECEIPT: (
        "2025-0001",
        "收到日期为2025年3月3日",
        "提交之日",
        "2025年3月31日",
        "查询码",
    ),
    LetterKind.CORRECTION: (
        *("1. 所需信息的年份", "2. 所需信息的学段", "请写明年份", "2025年3月21日前"),
        *("示例路88号", "视为放弃申请", "不再处理", "答复期限自本机关收到补正的申请之日起重新计算"),
        "第三十条",
    ),
    LetterKind.REASONS: ("共提出申请126件", "2025年3月24日前", "理由", "第三十五条", "不予处理"),
    LetterKind.DELAY: (
        *("2025年3月12日说明", "理由合理", "研究确有需要。", "2025年3月31日前", "第三十五条"),
        "延迟至2025年6月30日前",
    ),
    LetterKind.EXTENSION: (
        *("材料需要逐份核对", "延长10个工作日", "2025年4月15日", "2025年3月31日"),
        "第三十三条第二款",
    ),
    LetterKind.THIRD_PARTY: (
        *("2024年度检查记录中涉及贵方的部分", "收到本函之日起15个工作日", "由本机关决定是否公开"),
        *("贵方的权利", "□ 同意公开", "不同意公开的理由", "第三十二条"),
    ),
    LetterKind.CONSULTATION_NOTICE: ("2025年3月10日", "不计算在答复期限内", "第三十三条第三款"),
    LetterKind.CO_PRODUCER: ("收到本函之日起15个工作日", "视为同意公开", "第三十四条"),
    LetterKind.OTHER_AGENCY: ("15个工作日", "协助"),
    LetterKind.OVERRIDE: (
        *("2024年度检查记录中涉及贵方的部分", "不公开将使家长无从判断办学安全"),
        *("六十日内向云溪县人民政府申请行政复议", OPTIONAL, "第三十二条"),
    ),
    LetterKind.FEE: (
        *("第四十二条", "国办函〔2020〕109号", "按量计收", "共101页", "计700元", "720元"),
        "大写：柒佰贰拾元整",
        *("云溪县财政局非税收入专户", "4101000012345", "20个工作日内", "不再处理"),
    ),
    LetterKind.ABANDONED: ("2025年3月7日", "2025年3月21日", "第三十条", "不再处理", OPTIONAL),
    LetterKind.SERVICE_PROOF: ("送达回证", "王小明", "补正告知书", "签名", "云教公补〔2025〕1号"),
}


def text_of(letter) -> str:
    """Read a letter back from its Word file, tables and frames too."""
    word = docx.Document(BytesIO(render_letter(letter.content(), "docx")))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


@pytest.mark.parametrize("kind", REQUIRED, ids=str)
def test_each_letter_says_what_its_kind_demands(kind):
    fill_office()

    letter = make_letter(kind)

    text = text_of(letter)
    missing = [words for words in (*REQUIRED[kind], *COMMON, letter.number) if words not in text]
    assert not missing, text
    assert letter.is_frozen


@pytest.mark.parametrize("outcome, sub_outcome", ANSWERS, ids=str)
def test_each_answer_says_what_its_outcome_demands(outcome, sub_outcome):
    fill_office()

    letter = make_letter(LetterKind.ANSWER, outcome, sub_outcome)

    text = text_of(letter)
    said = [SAID[key] for key in must_say(outcome, sub_outcome)]
    if ENDINGS[outcome].needs_reasons:
        said.append(REASONS)
    article = letter.decision.article
    said += REMEDIES[letter.decision.remedy]
    said += ["王小明", "2025-0001", "各小学招生人数", "当面提交", letter.number, article, *COMMON]
    assert not [words for words in said if words not in text], text
    assert "None" not in text and "{{" not in text and "{%" not in text


@pytest.mark.parametrize("outcome", WITHHELD_BY_LAW, ids=str)
def test_a_refusal_under_articles_14_to_16_sends_to_review_first(outcome):
    fill_office()

    text = text_of(make_letter(LetterKind.ANSWER, outcome))

    assert f"六十日内，{REVIEW_FIRST}" in text
    assert "自收到复议决定书之日起十五日内" in text
    assert CLASSIC not in text


def test_what_is_given_in_part_sends_to_review_first():
    text = text_of(make_letter(LetterKind.ANSWER, Outcome.PARTIAL))

    assert REVIEW_FIRST in text
    assert CLASSIC not in text


def test_a_case_that_ends_otherwise_names_no_remedy():
    text = text_of(make_letter(LetterKind.ANSWER, Outcome.OTHER_MISC, SubOutcome.MERGED))

    assert "行政复议" not in text


@pytest.mark.parametrize("method, is_told", [(ServiceMethod.ONLINE, True), ("post", False)])
def test_an_answer_served_online_names_the_online_way_to_review(method, is_told):
    fill_office()
    decision = answered(make_running_request(), Outcome.DENY_INTERNAL, method=method)

    text = text_of(decision.letter)

    assert ("https://fy.yunxi.example/" in text) is is_told


def test_a_letter_about_an_unpaid_fee_tells_its_facts():
    info_request = make_running_request()
    not_paid(info_request)

    text = text_of(info_request.letters.get(kind=LetterKind.ABANDONED))

    assert all(words in text for words in ("720元", "2025年3月13日", "2025年4月11日", "第六条"))
    assert "补正" not in text


@pytest.mark.parametrize(
    "kind",
    [
        LetterKind.THIRD_PARTY,
        LetterKind.CO_PRODUCER,
        LetterKind.OTHER_AGENCY,
        LetterKind.OVERRIDE,
    ],
    ids=str,
)
def test_a_letter_to_others_tells_nothing_of_the_applicant(kind):
    text = text_of(make_letter(kind))

    assert not [words for words in APPLICANT if words in text]


def test_what_people_typed_is_text_and_never_structure():
    info_request = make_running_request(wanted="<h2>一、</h2><script>x</script> & {{ case }}")

    letter = info_request.letters.get(kind=LetterKind.RECEIPT)

    assert "<h2>一、</h2><script>x</script> & {{ case }}" in text_of(letter)


def test_the_receipts_of_submission_and_of_confirmation_can_be_told_apart():
    info_request = make_request(channel="internet", submitted_on=MONDAY)
    submission = info_request.letters.get()

    info_request.confirm(by=officer(), on=MONDAY, at=LATER)

    confirmation = info_request.letters.last()
    assert (submission.name, confirmation.name) == (
        "政府信息公开申请提交回执",
        "政府信息公开申请接收回执",
    )
    for letter in (submission, confirmation):
        assert letter.name in text_of(letter)
        assert letter.file_name == letter.number + letter.name


@pytest.mark.parametrize(
    "kind", [LetterKind.ANSWER, LetterKind.THIRD_PARTY, LetterKind.SERVICE_PROOF], ids=str
)
def test_the_file_of_a_letter_is_a_readable_pdf(kind):
    outcome = Outcome.DENY_PROCESS
    letter = make_letter(kind, outcome) if kind == LetterKind.ANSWER else make_letter(kind)

    pages = pypdf.PdfReader(BytesIO(letter.read())).pages

    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert letter.number in text
    assert letter.dated == date(2025, 3, 26) or letter.dated == date(2025, 3, 10)
    if kind == LetterKind.SERVICE_PROOF:
        assert len(pages) == 1  # it is signed by hand: nothing of it may stand overleaf
