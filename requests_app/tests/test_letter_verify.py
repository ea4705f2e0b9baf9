"""What the QR code of a letter leads to confirms the paper and tells nothing of the case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from requests_app.letters import LetterKind
from requests_app.tests.factories import LATER, head, make_running_request, propose
from requests_app.tests.letters import SENT_ON, make_letter

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]


def kept_letter():
    letter = make_letter(LetterKind.CORRECTION)
    letter.keep()
    return letter


def test_the_page_confirms_number_date_kind_bureau_and_hash_and_nothing_personal(client):
    letter = kept_letter()

    answer = client.get(letter.verify_path)

    page = answer.content.decode()
    confirmed = (letter.number, "2025年3月7日", "补正告知书", "云溪县教育局", letter.sha256)
    private = ("王小明", "2025-0001", "招生计划", "所需信息的年份")
    assert not [text for text in confirmed if text not in page]
    assert not [text for text in private if text in page]
    assert answer["X-Robots-Tag"] == "noindex"


def test_the_address_in_the_letter_is_the_page(client):
    letter = kept_letter()

    assert letter.content().qr_url.endswith(letter.verify_path)
    assert len(letter.token) >= 20


def test_an_unknown_token_is_refused_in_words(client):
    answer = client.get("/zfxxgk/ysqgk/verify/nobody-knows-this-token/")

    assert answer.status_code == 404
    assert "没有查到这份文书" in answer.content.decode()


def test_an_answer_that_is_not_served_is_known_but_shows_no_hash(client):
    decision = propose(make_running_request())
    decision.approve(by=head(), on=SENT_ON, at=LATER)

    page = client.get(decision.letter.verify_path).content.decode()

    assert decision.letter.number in page
    assert "登记送达后显示校验值" in page


@pytest.mark.parametrize("is_changed, said", [(False, "一致："), (True, "不一致：")])
def test_a_file_is_compared_with_the_one_that_is_kept(client, is_changed, said):
    letter = kept_letter()
    file = SimpleUploadedFile("a.pdf", letter.read() + b" " * is_changed)

    page = client.post(letter.verify_path, {"file": file}).content.decode()

    assert f"<strong>{said}</strong>" in page


def test_a_hash_may_be_typed_in_capitals(client):
    letter = kept_letter()

    page = client.post(letter.verify_path, {"sha256": letter.sha256.upper()}).content.decode()

    assert "<strong>一致：</strong>" in page


@pytest.mark.parametrize(
    "sent, said",
    [({}, "请选择文件"), ({"sha256": "xyz"}, "64位数字和字母")],
    ids=["nothing", "typo"],
)
def test_what_cannot_be_compared_is_said(client, sent, said):
    page = client.post(kept_letter().verify_path, sent).content.decode()

    assert said in page
    assert "一致：" not in page
